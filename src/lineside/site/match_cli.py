"""`lineside match`: the weights by which persons are matched, estimated and tried."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lineside.kernel.errors import RuleBroken

match = typer.Typer(no_args_is_help=True, help="How persons are matched: estimate its weights, or try them on a file.")
OUT = typer.Argument(help="The edition to write, as 2027-01.toml.")
FILES = typer.Argument(help="Files of records whose column cluster says who each is.", exists=True, dir_okay=False)
FEWEST = 500


@match.command("estimate")
def estimate_weights(out: Annotated[Path, OUT]) -> None:
    """Estimate the weights from the register's own persons with Splink, and write them as an edition."""
    _with_database()
    from lineside.kernel.actors import system_actor  # noqa: PLC0415 - Django first
    from lineside.pole.permissions import CanPole  # noqa: PLC0415
    from lineside.pole.queries import edition_text, records_to_estimate  # noqa: PLC0415
    from lineside.site.match_estimate import estimate  # noqa: PLC0415

    records = list(records_to_estimate(system_actor("person matching", CanPole.LOOK_UP)))
    if len(records) < FEWEST:
        raise RuleBroken(f"The register holds {len(records)} persons; an estimate needs at least {FEWEST}.")
    weights = estimate(records, out.name.split(".")[0], typer.echo)
    out.write_text(edition_text(weights, _head(len(records))), "utf-8")
    typer.echo(f"Wrote {out}. It is in force once it lies in pole/data/match_weights and is loaded.")


@match.command("try")
def try_files(files: Annotated[list[Path], FILES]) -> None:
    """Estimate weights from these files without their truth, then say how well the rule finds the truth."""
    from lineside.site.cli import setup  # noqa: PLC0415 - it imports this module

    setup()
    from lineside.site import match_trial  # noqa: PLC0415
    from lineside.site.match_estimate import estimate  # noqa: PLC0415

    records, truth = match_trial.read_files(files)
    weights = estimate(records, files[0].name.split(".")[0], typer.echo)
    match_trial.report(typer.echo, match_trial.try_weights(records, truth, weights))


def _with_database() -> None:
    from lineside.site.cli import with_database  # noqa: PLC0415 - it imports this module

    with_database()


def _head(count: int) -> dict[str, str]:
    today = date.today().isoformat()  # noqa: DTZ011 - the day on which a file was made, as its maker's calendar has it
    return {
        "source": f"Estimated by Splink from the {count} persons of this register; what only one has is not kept",
        "publisher": "The force", "licence": "the force's own", "in_force_from": today, "retrieved_on": today,
        "order": "by field and level",
    }  # fmt: skip

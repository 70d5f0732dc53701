"""The command `lineside`: every process and every errand of a node. An error is one sentence and a non-zero status."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer
from typer.exceptions import TyperException

from lineside.kernel.errors import RuleBroken
from lineside.site.demand_cli import FASTER, VOLUMES, bench, simulate
from lineside.site.import_cli import import_extracts
from lineside.site.match_cli import match
from lineside.site.sentences import say, sentence
from lineside.site.suggest_cli import suggest, texts

app = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__, pretty_exceptions_enable=False)
reference = typer.Typer(no_args_is_help=True, help="The reference tables: load them, or check their files.")
app.add_typer(reference, name="reference")
app.add_typer(match, name="match")
app.command()(simulate)
app.command()(bench)
app.command("import")(import_extracts)
app.command(context_settings={"ignore_unknown_options": True})(suggest)


def main() -> None:
    """Run the command; whatever goes wrong is one sentence that says what to do, and a status that is not zero."""
    try:
        status = app(prog_name="lineside", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(130)
    except TyperException as misread:
        _say_how(misread)
        sys.exit(2)
    except Exception as error:
        if os.environ.get("LINESIDE_DEBUG"):
            raise
        sys.stderr.write(f"lineside: {sentence(error)}\n")
        sys.exit(1)
    sys.exit(status if isinstance(status, int) else 0)


def _say_how(misread: TyperException) -> None:
    context = getattr(misread, "ctx", None)
    text = misread.format_message() if hasattr(misread, "format_message") else str(misread)
    if text:  # empty when the help itself was shown
        known = context.command_path if context else "lineside"
        sys.stderr.write(f"lineside: {text.rstrip('.?')}; see {known} --help.\n")


def setup(*, owner: bool = False) -> None:
    """Make Django ready, as the tables' owner only where tables are changed."""
    if owner:
        os.environ["LINESIDE_AS_OWNER"] = "yes"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineside.site.settings")
    import django  # noqa: PLC0415 - `locate` must start without it

    django.setup()


def with_database(*, owner: bool = False) -> None:
    from lineside.site import node  # noqa: PLC0415 - its driver is slow to load, and `locate` needs none

    node.start_database()
    os.environ.setdefault("LINESIDE_SECRET_KEY", node.secret_key())
    setup(owner=owner)


@app.command(context_settings={"ignore_unknown_options": True})  # a text may begin with a dash: `-1.5, 53.8`
def locate(
    text: Annotated[str, typer.Argument(help="What somebody typed.")] = "",
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the exchange format.")] = False,
    lines: Annotated[bool, typer.Option("--lines", help="One text a line from standard input.")] = False,
) -> None:
    """Read a place out of words: needs no database, network or sign-in."""
    from lineside.gazetteer.queries import locate as read  # noqa: PLC0415
    from lineside.gazetteer.queries import without  # noqa: PLC0415

    if lacking := without():
        sys.stderr.write(f"lineside: {lacking}\n")
    for said in texts(text, lines=lines):
        found = read(said)
        if as_json or lines:
            sys.stdout.buffer.write(json.dumps(found.as_json(), ensure_ascii=False).encode() + b"\n")
            sys.stdout.buffer.flush()  # whoever asks line by line has the answer before the next question
        else:
            names = [f"{reading.name} ({reading.kind}, {reading.why})" for reading in found.readings]
            sys.stdout.write("\n".join(names or ["No place is known by these words."]) + "\n")


@app.command()
def count(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Reports in the counting format; - is input.")],
) -> None:
    """Decide what crimes reports disclose, one JSON line each: needs no database, network or sign-in."""
    from lineside.site.counting import count_files  # noqa: PLC0415

    count_files(files)


@app.command()
def migrate() -> None:
    """Bring the database to this version."""
    with_database(owner=True)
    from lineside.site.upgrading import migrate as bring_forward  # noqa: PLC0415

    bring_forward()


@reference.command("check")
def reference_check() -> None:
    """Fail on disorder, duplicates, a lost code, a gap in dates, a missing source or licence, or changed bytes."""
    from lineside.site.rule_checks import all_tables, check_shipped, check_tables  # noqa: PLC0415

    tables = all_tables()
    if findings := [*check_tables(tables), *check_shipped()]:
        sys.stdout.write("\n".join(findings) + "\n")
        raise typer.Exit(1)
    sys.stdout.write(f"{len(tables)} tables are in order.\n")


@reference.command("load")
def reference_load() -> None:
    """Publish the editions that the database does not have yet."""
    with_database()
    load_reference(say)


def load_reference(tell: Callable[[str], None]) -> None:
    from lineside.kernel.actors import system_actor  # noqa: PLC0415
    from lineside.kernel.publishing import CAN_PUBLISH, publish_file  # noqa: PLC0415
    from lineside.kernel.rule_tables import SUFFIXES  # noqa: PLC0415
    from lineside.site.rule_checks import all_tables  # noqa: PLC0415

    actor = system_actor("reference load", CAN_PUBLISH)
    for folder in all_tables():
        room = folder.parents[1].name
        if room in {"gazetteer", "simulator", "access"} or "sharealike" in folder.parts:
            continue  # read from their files: no record points at them
        for path in sorted(found for found in folder.iterdir() if found.name.endswith(SUFFIXES)):
            if new := publish_file(actor=actor, table=f"{room}.{folder.name}", path=path):
                tell(f"  {room}.{new.table} {new.edition}: {len(new.rows)} rows")


@app.command()
def administrator(
    username: Annotated[str, typer.Argument(help="By which they will sign in, as a.reed.")],
    name: Annotated[str, typer.Option(help="The person's name, for an account that is not there yet.")] = "",
    *,
    reset: Annotated[bool, typer.Option("--reset", help="Their telephone is lost: take the second step away.")] = False,
) -> None:
    """Open an administrator's account, or help one who cannot get in; prints a one-use link."""
    with_database()
    from django.conf import settings  # noqa: PLC0415

    from lineside.site.first_account import administrator_link  # noqa: PLC0415

    say("Within 24 hours, and once, this link sets a password and then the second step:")
    sys.stdout.write(f"{settings.ORIGIN}{administrator_link(username, name, reset=reset)}\n")


@app.command()
def web() -> None:
    """Serve the pages and the API."""
    with_database()
    from django.conf import settings  # noqa: PLC0415

    static = ["--static-path-route", "/static", "--static-path-mount", str(settings.STATIC_ROOT)]
    _serve("wsgi", "lineside.site.wsgi:application", settings.PORT, "--blocking-threads", "8", *static)


@app.command()
def live() -> None:
    """Serve the live stream."""
    with_database()
    from django.conf import settings  # noqa: PLC0415

    _serve("asgi", "lineside.site.live:application", settings.LIVE_PORT)


def _serve(interface: str, target: str, port: int, *more: str) -> None:
    host = os.environ.get("LINESIDE_HOST", "127.0.0.1")
    from lineside.site import node  # noqa: PLC0415

    node.free_port(port)
    command = [sys.executable, "-m", "granian", "--interface", interface, "--host", host, "--port", str(port),
               "--workers", "1", "--log-level", "warning", *more, target]  # fmt: skip
    os.execv(command[0], command)  # noqa: S606 - our own server in our place, so that signals reach it


@app.command()
def worker() -> None:
    """Carry out reactions and what runs by the clock."""
    with_database()
    from lineside.kernel.worker import run  # noqa: PLC0415

    run()


@app.command()
def gateway(name: str) -> None:
    """Run a gateway: email, senders, scanner, telephony, text, web, social, eisec, aml, radio, pnc, mait and more."""
    from importlib import import_module  # noqa: PLC0415
    from importlib.util import find_spec  # noqa: PLC0415

    if not name.isidentifier() or find_spec(f"lineside.gateways.{name}") is None:
        there = ", ".join(
            sorted(path.parent.name for path in (Path(__file__).parents[1] / "gateways").glob("*/run.py"))
        )
        raise RuleBroken(f"There is no gateway {name}; there are {there}.")
    with_database()
    import_module(f"lineside.gateways.{name}.run").run()


@app.command()
def up() -> None:
    """Run everything on this node; never on a demonstration's database."""
    from lineside.site.running import up as run_up  # noqa: PLC0415

    run_up(say)


@app.command()
def demo(
    speed: Annotated[float, FASTER] = 1.0,
    profile: Annotated[Literal["role", "now"], VOLUMES] = "now",
    *,
    quiet: Annotated[bool, typer.Option("--quiet", help="No simulated demand.")] = False,
) -> None:
    """Show Lineside at work: a fictional force, fed by simulated demand, on this machine only."""
    from lineside.site.running import demo as run_demo  # noqa: PLC0415

    run_demo(say, speed=speed, profile=profile, quiet=quiet)


@app.command()
def train() -> None:
    """Run a training copy: a database of its own, scenarios for trainees, and nothing that leaves this machine."""
    from lineside.site.train import train as run_train  # noqa: PLC0415

    run_train(say)


@app.command()
def backup(file: Path) -> None:
    """Write the database and every stored file into one archive."""
    with_database(owner=True)
    from lineside.site.backup import back_up  # noqa: PLC0415

    say(back_up(file))


@app.command()
def restore(file: Path) -> None:
    """Fill an empty database and an empty store from an archive."""
    with_database(owner=True)
    from lineside.site.backup import bring_back  # noqa: PLC0415

    say(bring_back(file))


@app.command()
def verify() -> None:
    """Recompute the seals over log, audit and event rows, and the stored files; name the first fault."""
    with_database()
    from lineside.audit import queries as audit  # noqa: PLC0415
    from lineside.files.queries import damaged_files  # noqa: PLC0415

    faults = [*audit.verify(), *(f"file {each.sha256} ({each.name}): {each.what}" for each in damaged_files())]
    if faults:
        sys.stdout.write("\n".join(faults[:20]) + "\n")
        raise typer.Exit(1)
    sys.stdout.write(f"Every sealed row and every stored file is as it was written. {audit.sealed().sentence}\n")


if __name__ == "__main__":
    main()

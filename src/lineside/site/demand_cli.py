"""`lineside simulate` and `lineside bench`: demand on a running node, and what a node of its own does under it."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from lineside.site.sentences import say

FASTER = typer.Option(min=0.01, max=10_000, help="How many times faster than life the demand is.")
VOLUMES = typer.Option(help="role: the volumes of the role; now: those of today.")


def simulate(
    profile: Annotated[Literal["role", "now"], VOLUMES] = "now",
    speed: Annotated[float, FASTER] = 1.0,
    seed: int = 1,
    minutes: Annotated[float, typer.Option(min=0, help="How long; 0 is until it is stopped.")] = 0,
    base_url: str = "http://127.0.0.1:8000",
    smtp: str = "127.0.0.1:2525",
    smpp: str = "127.0.0.1:2775",
) -> None:
    """Feed a running Lineside by the real protocols, by the key LINESIDE_API_KEY; LINESIDE_SENT gets what was taken.

    Reports go by the public's form at LINESIDE_FORM_URL, posts to the platforms of LINESIDE_SOCIAL_PEERS
    (`mastodon=http://...,x=http://...`), and both as mail without.
    """
    from lineside.simulator.outside import Doors  # noqa: PLC0415
    from lineside.simulator.run import main as play  # noqa: PLC0415

    host, _, port = smtp.partition(":")
    centre, _, centre_port = smpp.partition(":")
    if not (
        host and port.isdigit() and centre and centre_port.isdigit() and base_url.startswith(("http://", "https://"))
    ):
        raise typer.BadParameter("give --smtp and --smpp as host:port, and --base-url with http:// or https://")
    play(
        profile=profile,
        speed=speed,
        seed=seed,
        doors=Doors(
            base_url=base_url,
            smtp=(host, int(port)),
            smpp=(centre, int(centre_port)),
            api_key=os.environ.get("LINESIDE_API_KEY", ""),
            web=os.environ.get("LINESIDE_FORM_URL", ""),
            social=dict(pair.split("=", 1) for pair in os.environ.get("LINESIDE_SOCIAL_PEERS", "").split(",") if pair),
        ),
        minutes=minutes or None,
        sent=Path(os.environ["LINESIDE_SENT"]) if os.environ.get("LINESIDE_SENT") else None,
    )


def bench(
    parts: Annotated[list[str] | None, typer.Argument(help="Only these, as board, or soak alone; else all.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.5, help="How long busy or soak lasts; else 5 or 24.")] = None,
    speed: Annotated[float, typer.Option(min=1, max=600, help="How many times faster than life soak's day is.")] = 60,
    kill_every: Annotated[float, typer.Option(min=1, help="Seconds from one kill in soak to the next.")] = 60,
    seed: Annotated[int, typer.Option(help="Of what soak and days play.")] = 1,
    logs: Annotated[int, typer.Option(min=800, help="How many logs years makes: ten years, unless fewer.")] = 2_700_000,
) -> None:
    """Measure, side by side with PostgreSQL's own bench on the same server; soak plays a day, days play sending.

    `years` makes ten years of logs once, keeps them in the folder of data, and measures what the desks take among them;
    `compliance` makes a third of them crimes and sweeps them all.
    """
    if parts == ["soak"]:
        from lineside.site.soak import Day, soak  # noqa: PLC0415

        soak(say, Day(minutes=minutes or 24, speed=speed, kill_every=kill_every, seed=seed))
        return
    if parts == ["days"]:
        from lineside.site.bench_sending import days, ready  # noqa: PLC0415

        ready()
        days(say, seed=seed)
        return
    if parts == ["years"]:
        from lineside.site.bench_years import years  # noqa: PLC0415

        years(say, logs)
        return
    if parts == ["compliance"]:
        from lineside.site.bench_compliance import compliance  # noqa: PLC0415

        compliance(say, logs)
        return
    from lineside.site.bench import measure  # noqa: PLC0415

    measure(say, parts or (), minutes or 5)

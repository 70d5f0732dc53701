"""For the bench: what one database's desks take, in a process of its own that knows no other; figures as JSON."""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lineside.site.bench_desks import CHANGES, PAGES, first_pages, row_times, signed_in
from lineside.site.bench_node import Caller, Node
from lineside.site.postgres import ClusterFault

if TYPE_CHECKING:
    from django.test import Client

WARMING = 5  # pages of each kind that are not counted
LOOKS_BACK = "fcr_supervisor"  # the board as it was is not for everybody
Times = dict[str, list[float]]


def main(part: str, asked: str) -> None:
    from lineside.site.cli import setup  # noqa: PLC0415 - it imports the bench

    setup()
    sys.stdout.write(json.dumps(PARTS[part](int(asked))))


def board(_: int) -> Times:
    times, shown = first_pages(signed_in())
    if shown == 0:
        raise ClusterFault("The board shows no log; nothing was measured.")
    return {"the board's first page": times[3:PAGES], "the first page after a start": times[:1]}


def rows(_: int) -> Times:
    """The change of a row, as far as the last of a hundred streams, over HTTP to the web process of this database."""
    from lineside.access import commands as access  # noqa: PLC0415 - Django is ready only now
    from lineside.access.permissions import CanAccess  # noqa: PLC0415
    from lineside.incidents import queries as incidents  # noqa: PLC0415
    from lineside.incidents.permissions import CanIncident  # noqa: PLC0415
    from lineside.kernel.actors import system_actor  # noqa: PLC0415

    maker = system_actor("bench", *CanAccess, CanIncident.VIEW)
    key = access.enrol_client(actor=maker, name="bench", scopes=(CanIncident.VIEW, CanIncident.LOG)).shown_key
    keys = [str(row.id) for row in incidents.board(maker) if not row.is_restricted]
    port = int(os.environ["LINESIDE_PORT"])
    caller = Caller(Node(port, port + 1, 0, 0, "", "", key, keys, ""))
    return {
        f"a change to its row, last of {number}": row_times(caller, port + 1, keys[:CHANGES], number)
        for number in (1, 100)
    }


def opening(asked: int) -> Times:
    """Logs of all ages by chance, and those with the most lines; each as a desk asks for it."""
    browser, found = signed_in(), Times()
    for which, keys in (("", _some_logs(asked + WARMING)), (", 200 lines or more", _long_logs(asked // 4 + WARMING))):
        for number, (key, reference) in enumerate(keys):
            for what, path, headers in (
                ("a log beside the board", f"/control/{key}/", {"HX-Request": "true"}),
                ("the control page with a log", f"/control/{key}/", {}),
                ("a log on its own page", f"/incidents/{reference}/", {}),
            ):
                spent = _asked(browser, path, None, headers)
                if number >= WARMING:
                    found.setdefault(what + which, []).append(spent)
    return found


def finding(asked: int) -> Times:
    """What people type into Find, and the board as it was; each asked for once, as nobody asks twice."""
    browser, found = signed_in(LOOKS_BACK), Times()
    for what, texts in _typed(asked // 2 + WARMING).items():
        for number, text in enumerate(texts):
            path, typed = ("/as-it-was/", {"at": text}) if what == WAS else ("/find/", {"q": text})
            spent = _asked(browser, path, typed, {})
            if number >= WARMING:
                found.setdefault(what, []).append(spent)
    return found


def _asked(browser: "Client", path: str, typed: dict[str, str] | None, headers: dict[str, str]) -> float:
    began = time.perf_counter()
    answer = browser.get(path, typed, headers=headers)
    spent = (time.perf_counter() - began) * 1000
    if answer.status_code != 200:  # noqa: PLR2004
        raise ClusterFault(f"{path} {typed or ''} was answered {answer.status_code}; nothing was measured.")
    return spent


WAS = "the board as it was at a moment"


def _typed(each: int) -> dict[str, list[str]]:
    """Drawn from what the logs hold, so that nearly all of them find something."""
    rows = _sample("place_text, summary, informant_name, informant_number, opened_at", 10 * each)
    drawn = random.Random(21)  # noqa: S311 - the same each time, for the same rows
    called = [row for row in rows if row[3]]
    rare = [row[1].rpartition(" ")[2] for row in rows if ", says " in row[1]]
    words = [drawn.sample([each.strip(",") for each in row[1].split() if len(each) > 3], 2) for row in rows]  # noqa: PLR2004
    typed = {
        "a place": [row[0] for row in rows],
        "two words of what was said": [" ".join(pair) for pair in words],
        "a place and a word": [f"{row[0]} {pair[0]}" for row, pair in zip(rows, words, strict=True)],
        "a rare word": rare,
        "a person": [row[2] for row in called],
        "a surname": [row[2].rpartition(" ")[2] for row in called],
        "a number": ["0" + row[3][4:] for row in called],
        "the end of a number": [row[3][-6:] for row in called],
        "a day": [f"{row[4]:%d/%m/%Y}" for row in rows],
        "a day and a place": [f"{row[4]:%d/%m/%Y} {row[0]}" for row in rows],
        "a time of a day": [f"{row[4]:%d/%m/%Y %H:%M}" for row in rows],
        WAS: [f"{row[4] + timedelta(minutes=1):%Y-%m-%dT%H:%M:%S+00:00}" for row in rows],
    }
    return {what: texts[:each] for what, texts in typed.items()}


def _some_logs(number: int) -> list[tuple[Any, ...]]:
    return _sample("id, reference", number)


def _long_logs(number: int) -> list[tuple[Any, ...]]:
    return list(_read(
        "SELECT id, reference FROM incidents_incident JOIN bench_long USING (id) WHERE NOT is_restricted"
        " ORDER BY random() LIMIT %s", [number]
    ))  # fmt: skip


def _sample(columns: str, number: int) -> list[tuple[Any, ...]]:
    """Rows of all ages, drawn from a few thousand pages all over the table."""
    sample = (
        "SELECT {} FROM incidents_incident TABLESAMPLE BERNOULLI (%s) WHERE NOT is_restricted"
        " ORDER BY random() LIMIT %s"
    )
    (count,) = next(_read("SELECT count(*) FROM incidents_incident", []))
    return list(_read(sample.format(columns), [min(100.0, 300.0 * number / count), number]))


def _read(sql: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        yield from cursor.fetchall()


PARTS: dict[str, Callable[[int], Times]] = {"board": board, "rows": rows, "opening": opening, "finding": finding}

if __name__ == "__main__":
    main(*sys.argv[1:])

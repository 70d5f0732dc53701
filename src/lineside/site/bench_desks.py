"""For the bench, the desks: the board's first page, and how long a change takes to streams and to a real browser."""

import shutil
import time
from typing import TYPE_CHECKING, Any

from lineside.site.bench_node import Caller, Node, Say, spread
from lineside.site.bench_peers import Streams
from lineside.site.postgres import ClusterFault

if TYPE_CHECKING:
    from django.test import Client

PAGES, CHANGES, CHANGES_A_SECOND = 43, 100, 10
SEEN = "Seen in a browser."
# In the page: when the row of each incident first holds the words, at the frame that shows them.
WATCH = """words => {
  window.came = {};
  const look = node => {
    const row = (node.nodeType === 1 ? node : node.parentElement)?.closest('tr[id^=incident-]');
    if (row && !(row.id in window.came) && row.textContent.includes(words)) {
      window.came[row.id] = 0;
      requestAnimationFrame(() => { window.came[row.id] = performance.timeOrigin + performance.now(); });
    }
  };
  new MutationObserver(changes => {
    for (const change of changes) [change.target, ...change.addedNodes].forEach(look);
  }).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""


def board(say: Say, _: Node) -> None:
    """The control desk's first page at the server: the whole of Django, without the wire."""
    from django.db import connection  # noqa: PLC0415 - Django is ready only now
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    browser = signed_in()
    times, shown = first_pages(browser)
    with CaptureQueriesContext(connection) as statements:
        browser.get("/control/")
    say(f"board: {shown} incidents in {spread(times[3:])} at the server, {len(statements)} SQL statements")
    say(f"  (the first page after a start, with every row to be made: {times[0]:.0f} ms)")


def first_pages(browser: "Client") -> tuple[list[float], int]:
    """How long each of some pages took, the first of them with every row to be made; and how many rows they show."""
    from lineside.desks import rows as live_rows  # noqa: PLC0415 - Django is ready only now

    live_rows.warm()  # as the web process does when it starts
    times = []
    for _number in range(PAGES):
        began = time.monotonic()
        page = browser.get("/control/")
        times.append((time.monotonic() - began) * 1000)
    return times, page.content.count(b'id="incident-')


def rows(say: Say, made: Node) -> None:
    for number in (1, 100):
        _rows(say, made, number)


def _rows(say: Say, made: Node, number: int) -> None:
    times = row_times(Caller(made), made.live_port, made.incidents[:CHANGES], number)
    say(f"change to row, last of {number}: {spread(times)}; {len(times)} of {CHANGES} changes came to every stream")


def row_times(caller: Caller, live_port: int, incidents: list[str], number: int) -> list[float]:
    """From sending a change over HTTP to its row at the last of the open streams, for those that came to all."""
    streams = Streams(live_port, [cookie()] * number)
    with streams.reading():
        time.sleep(2)
        sent = caller.say_in_logs(incidents, "Measured by the bench.", CHANGES_A_SECOND)
        time.sleep(2)
    whole = [key for key in sent if len(streams.came[key]) >= number]
    if not whole:
        raise ClusterFault(f"No change came to all of {number} streams; {streams.open} are open.")
    return [(streams.came[key][number - 1] - sent[key]) * 1000 for key in whole]


def cell(say: Say, made: Node) -> None:
    """From sending a change over HTTP to the frame of one real browser that shows it in its row."""
    program = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - there only where the checks are installed
    except ImportError:
        program = None
    if program is None:
        say("change to cell in a browser: not measured, for Chromium or playwright is not installed.")
        return
    name, _, value = cookie().partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1500, "height": 940})
        page.context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{made.port}"}])
        page.goto(f"http://127.0.0.1:{made.port}/control/")
        page.evaluate(WATCH, SEEN)
        page.wait_for_timeout(2000)
        sent = Caller(made).say_in_logs(made.incidents[:CHANGES], SEEN, CHANGES_A_SECOND)
        page.wait_for_timeout(2000)
        came: dict[str, Any] = page.evaluate("window.came")
        browser.close()
    times = [came[f"incident-{key}"] - at * 1000 for key, at in sent.items() if came.get(f"incident-{key}")]
    if not times:
        raise ClusterFault("No change was seen in the browser.")
    say(f"change to cell in one browser: {spread(times)}; {len(times)} of {CHANGES} changes were seen")


def cookie(role: str = "communications_officer") -> str:
    return signed_in(role).cookies["sessionid"].OutputString().partition(";")[0]


def signed_in(role: str = "communications_officer") -> "Client":
    """Somebody of this role at a desk, signed in."""
    from django.test import Client  # noqa: PLC0415 - Django is ready only now

    from lineside.access import commands as access  # noqa: PLC0415
    from lineside.access.permissions import CanAccess  # noqa: PLC0415
    from lineside.kernel.actors import system_actor  # noqa: PLC0415

    maker, name = system_actor("bench", *CanAccess), f"bench-{time.monotonic_ns()}"
    account = access.open_account(actor=maker, username=name, display_name="Bench", role=role)
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser

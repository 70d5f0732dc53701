"""For the bench, the map: how many frames a second a real browser draws while the whole country is moved about."""

import shutil

from lineside.site.bench_desks import cookie
from lineside.site.bench_node import Node, Say
from lineside.site.postgres import ClusterFault

LEAST, FRAMES = 5000, 30
SECONDS = 10
# In the page: each frame moves the map by some dots and asks for the next; every one draws all that is in view anew.
MOVE = """seconds => new Promise(done => {
  const { map, chart } = window.linesideMap;
  const began = performance.now();
  const drawn = [];
  let frames = 0, features = Infinity;
  const own = chart._draw.bind(chart);
  chart._draw = () => {
    const at = performance.now();
    own();
    drawn.push(performance.now() - at);
    features = Math.min(features, chart.count());
  };
  const step = now => {
    if (now - began > seconds * 1000) {
      drawn.sort((a, b) => a - b);
      const at = share => drawn[Math.min(drawn.length - 1, Math.floor(drawn.length * share))];
      const rate = frames / ((now - began) / 1000);
      return done({ rate, drawn: drawn.length, features, median: at(0.5), slow: at(0.99) });
    }
    frames += 1;
    map.panBy([frames % 40 < 20 ? 3 : -3, 0], { animate: false });
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


def frames(say: Say, made: Node) -> None:
    """Every layer on, the whole of Great Britain in view, moved at each frame for ten seconds."""
    program = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - there only where the checks are installed
    except ImportError:
        program = None
    if program is None:
        say("frames of the map: not measured, for Chromium or playwright is not installed.")
        return
    name, _, value = cookie().partition("=")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1500, "height": 1100})
        page.context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{made.port}"}])
        page.goto(f"http://127.0.0.1:{made.port}/map/")
        page.wait_for_selector("#map-told:not(:empty)")  # the ground is there, and says what it left out
        page.wait_for_timeout(2000)
        found = page.evaluate(MOVE, SECONDS)
        browser.close()
    if found["features"] < LEAST:
        raise ClusterFault(f"Only {found['features']} features were in view; {LEAST} are to be measured.")
    rate, features = found["rate"], found["features"]
    say(f"map: {features} features at {rate:.1f} frames a second, ratio to {FRAMES}: {rate / FRAMES:.2f}")
    one = f"median {found['median']:.1f} ms, p99 {found['slow']:.1f} ms"
    say(f"  ({found['drawn']} drawings in {SECONDS} s; one of them {one})")

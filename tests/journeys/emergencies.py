"""An officer's emergency in the journeys: raised by a radio as a newcomer would, and ended by whoever raised it."""

import re
import subprocess
import sys

import httpx
from tests.journeys.conftest import ROOT, new_key

from lineside.kernel.keys import uuid7

SCOPES = ("officer_emergencies.view", "officer_emergencies.answer", *(f"incidents.{each}" for each in
          ("view", "view_restricted", "result", "close", "cancel")), "procedures.view", "procedures.work")  # fmt: skip
MOST = 20
ENDED = ("closed", "cancelled", "duplicate")


def terminal_port(running):
    return next(found[1] for words in running.commands if (found := re.search(r"tetra\.peer --port (\d+)", words)))


def by_radio(running, words):
    """What a radio of the demonstration says; how many lines heard it."""
    asked = [sys.executable, "-m", "lineside.gateways.tetra.peer", "--port", terminal_port(running), "--tell", words]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True).stdout.strip()


def end_emergencies(running, chromium):
    """What stays open covers the desks of every journey that follows, and its Immediates climb over their boards."""
    with by_key(running, chromium) as client:
        for _ in range(MOST):
            open_ones = [row for row in emergencies(client) if row["state"] != "over"]
            if not open_ones:
                break
            end(client, open_ones[0])
        else:
            raise AssertionError("An emergency does not end.")
        for row in emergencies(client):
            close(client, f"incidents/{row['incident_id']}")


def end_log(running, chromium, key):
    with by_key(running, chromium) as client:
        close(client, f"incidents/{key}")


def cancel_log(running, chromium, key):
    """A log that nobody has graded is cancelled, for only what is graded closes."""
    with by_key(running, chromium) as client:
        log = client.get(f"incidents/{key}").json()
        change(client, f"incidents/{key}/cancel", log["version"], reason="The journey is over")


def by_key(running, chromium):
    key = {"Authorization": f"Bearer {new_key(running, chromium, 'emergencies', SCOPES)}"}
    return httpx.Client(base_url=f"{running.address}/api/v1/", headers=key, trust_env=False, timeout=20)


def emergencies(client):
    return client.get("officer-emergencies", params={"limit": 200}).json()["items"]


def end(client, row):
    at = f"officer-emergencies/{row['id']}"
    if row["state"] == "genuine":
        change(client, f"{at}/resolve", row["version"], words="Safe")
    else:
        said = {"outcome": "accidental", "spoken_with": "The officer", "challenge_answered": True}
        change(client, f"{at}/outcome", row["version"], **said)


def close(client, log):
    """Its log has its result; the cards that came with it are taken off, and it closes."""
    if client.get(log).json()["state"] in ENDED:
        return
    for card in client.get(f"{log}/cards").json()["items"]:
        if not card["off_at"]:
            change(client, f"cards/{card['id']}/take-off", card["version"], reason="The journey is over")
    for deed, said in (("result", {"closing_code": "AD1", "result_codes": ["ADV"]}), ("close", {})):
        change(client, f"{log}/{deed}", client.get(log).json()["version"], **said)


def change(client, path, version, **said):
    answer = client.post(path, json=said, headers={"If-Match": f'"{version}"', "Idempotency-Key": str(uuid7())})
    assert answer.is_success, answer.text

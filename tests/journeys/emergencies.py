"""An officer's emergency in the journeys: raised by a radio as a newcomer would, and ended by whoever raised it."""

import re
import subprocess
import sys

import httpx
from tests.journeys.conftest import ROOT, new_key

SCOPES = ("officer_emergencies.view", "officer_emergencies.answer")
MOST = 20


def terminal_port(running):
    return next(found[1] for words in running.commands if (found := re.search(r"tetra\.peer --port (\d+)", words)))


def by_radio(running, words):
    """What a radio of the demonstration says; how many lines heard it."""
    asked = [sys.executable, "-m", "lineside.gateways.tetra.peer", "--port", terminal_port(running), "--tell", words]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, timeout=30, check=True).stdout.strip()


def end_emergencies(running, chromium):
    """An emergency that stays open would cover the desks of every journey that follows."""
    key = {"Authorization": f"Bearer {new_key(running, chromium, 'emergencies', SCOPES)}"}
    with httpx.Client(base_url=f"{running.address}/api/v1/", headers=key, trust_env=False, timeout=20) as client:
        for _ in range(MOST):
            open_ones = [row for row in client.get("officer-emergencies").json()["items"] if row["state"] != "over"]
            if not open_ones:
                return
            end(client, open_ones[0])
        raise AssertionError("An emergency does not end.")


def end(client, row):
    at, seen = f"officer-emergencies/{row['id']}", {"If-Match": f'"{row["version"]}"'}
    if row["state"] == "genuine":
        client.post(f"{at}/resolve", json={"words": "Safe"}, headers=seen)
    else:
        said = {"outcome": "accidental", "spoken_with": "The officer", "challenge_answered": True}
        client.post(f"{at}/outcome", json=said, headers=seen)

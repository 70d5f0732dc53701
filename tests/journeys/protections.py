"""Line protections in the journeys: what one left open is given back, so that no bar stands on later desks."""

import httpx
from tests.journeys.conftest import new_key

SCOPES = ("protection.view", "protection.work", "incidents.view", "incidents.log")
JO = {"name": "Jo Patel", "role": "route control"}


def end_protections(running, chromium):
    key = {"Authorization": f"Bearer {new_key(running, chromium, 'protections', SCOPES)}"}
    with httpx.Client(base_url=f"{running.address}/api/v1/", headers=key, trust_env=False, timeout=20) as client:
        for row in client.get("protections?limit=200").json()["items"]:
            end(client, row)


def end(client, row):
    at = f"protections/{row['id']}"
    if row["state"] == "requested":
        client.post(f"{at}/withdraw", json={"told": "Jo Patel", "why": "The journey is over"}, headers=seen(client, at))
    if row["state"] not in ("in_force", "restore_asked"):
        return
    log = f"incidents/{row['incident_id']}/protections"
    for party in row["parties"]:
        client.post(f"{log}/clear", json={"sign": party["sign"], "word": "yes", "said_by": "PC Hale"})
    client.post(f"{log}/person", json={"person": "nobody", "says": "The driver"})
    if row["state"] == "in_force":
        client.post(f"{at}/restore", headers=seen(client, at))
    client.post(f"{at}/restored", json=JO, headers=seen(client, at))


def seen(client, at):
    return {"If-Match": f'"{client.get(at).json()["version"]}"'}

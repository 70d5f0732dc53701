"""A telephone switch for the journeys, with a key that the administrator gave it."""

from datetime import UTC, datetime

import httpx

from lineside.kernel.keys import uuid7

SCOPES = ("contacts.receive", "incidents.open")


class Switch:
    """A telephone switch that is not Asterisk: it tells of its calls over HTTP, with a key of its own."""

    def __init__(self, address, key):
        self.client = httpx.Client(
            base_url=f"{address}/api/v1/", headers={"Authorization": f"Bearer {key}"}, trust_env=False, timeout=10
        )

    def tell(self, call_id, kind, number, line_type="", **facts):
        moment = datetime.now(UTC).isoformat()
        event = {"event_id": f"{call_id}-{kind}", "call_id": call_id, "kind": kind, "at": moment, "number": number}
        self.post("calls/events", event | ({"line_type": line_type} if line_type else {}) | {"facts": facts})

    def is_taken(self, call_id):
        return self.client.get("calls/taken", params={"call_id": call_id}).json()["is_taken"]

    def post(self, path, facts):
        answer = self.client.post(path, json=facts, headers={"Idempotency-Key": str(uuid7())})
        assert answer.is_success, answer.text


def a_number():
    return f"+447700{int(uuid7().int % 1_000_000):06d}"

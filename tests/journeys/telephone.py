"""A telephone switch for the journeys, with a key that the administrator gave it."""

from datetime import UTC, datetime

import httpx

from lineside.kernel.keys import uuid7

SCOPES = ("contacts.receive", "incidents.open")
WHO_ENDS_ALL = ("contacts.view", "contacts.take", "contacts.resolve", "contacts.supervise")
ENDED = {"disposition": "advice_given", "reason": "Left by an earlier journey"}


class Switch:
    """A telephone switch that is not Asterisk: it tells of its calls over HTTP, with a key of its own."""

    def __init__(self, address, key):
        self.client = httpx.Client(
            base_url=f"{address}/api/v1/", headers={"Authorization": f"Bearer {key}"}, trust_env=False, timeout=30
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.close()

    def tell(self, call_id, kind, number, line_type="", **facts):
        moment = datetime.now(UTC).isoformat()
        event = {"event_id": f"{call_id}-{kind}", "call_id": call_id, "kind": kind, "at": moment, "number": number}
        self.post("calls/events", event | ({"line_type": line_type} if line_type else {}) | {"facts": facts})

    def is_taken(self, call_id):
        return self.client.get("calls/taken", params={"call_id": call_id}).json()["is_taken"]

    def end_what_waits(self):
        """Every contact that nobody has, so that nothing graver waits."""
        while rows := [each for each in self._queue() if not each["handler_name"]]:
            for row in rows:
                path, seen = f"contacts/{row['id']}", row["version"]
                if row["call_back"] == "needed":
                    not_called = {"decision": "no_call", "reason": ENDED["reason"]}
                    seen = self.post(f"{path}/call-back", not_called, seen)["version"]
                seen = self.post(f"{path}/take", None, seen)["version"]
                self.post(f"{path}/resolve", ENDED, seen)

    def _queue(self):
        return self.client.get("contacts", params={"limit": 200}).json()["items"]

    def post(self, path, facts, seen=None):
        headers = {"Idempotency-Key": str(uuid7())} | ({"If-Match": f'"{seen}"'} if seen is not None else {})
        answer = self.client.post(path, json=facts, headers=headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None


def a_number():
    return f"+447700{int(uuid7().int % 1_000_000):06d}"

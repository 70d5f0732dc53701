"""During a soak, the control room: desks that open logs as the day brings them, grade, send, write, result and close.

All by the API, each errand under one key and again until it is answered, as a desk's browser does. What was
acknowledged is remembered here and held against the database afterwards. How many logs an hour, of which types and
grades and how many units are the simulator's tables of demand; of what they cannot know the shares stand below.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from lineside.simulator.crews import ON_PATROL
from lineside.simulator.errands import Errands, TryLater
from lineside.simulator.outside import Api, Refused
from lineside.simulator.run import Pace
from lineside.site.soak_before import CALM, WHY
from lineside.site.soak_plan import Planned, day

FROM_CONTACT = 0.5  # the railway's own lines and what the police see themselves are opened from a desk
NOBODY_SENT = {"I": 0.08, "P": 0.06}  # so that ladders climb: for longer than its first rung, some until the end
REGRADED = {"up": 0.06, "down": 0.04}  # demand.md 8
PROMISED, KEPT = 0.6, 0.5
PROMISE_S = (5, 60)
SENT_AFTER_S = {"I": 2.2 * 60, "P": 14 * 60, "S": 60 * 60}  # of the day's own time
LINES, LINE_EVERY_S = 3, 6 * 60
RESULTED_AFTER_S = 10 * 60
LOOK_S, CONTACTS_LOOKED_AT, CHOSEN_FOR_S = 2.0, 20, 20.0
STALE = (": 409", ": 412")
UP, DOWN = {"S": "P", "P": "I", "R": "P"}, {"I": "P", "P": "S", "S": "R"}


@dataclass
class Worked:
    """A log as its desk knows it: only what was acknowledged stands here."""

    planned: Planned
    id: str = ""
    contact_id: str = ""
    lines: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    promise_id: str = ""
    promised_until: datetime | None = None
    promise_kept: bool = False
    was_resulted: bool = False
    was_closed: bool = False
    not_closed: str = ""


@dataclass(frozen=True)
class Look:
    """What was told as overdue for its next THRIVE, asked between two moments: key and when it was due, as listed."""

    asked_at: float
    told_at: float
    listed: tuple[tuple[str, str], ...]


class DeskApi(Api):
    """The API as a desk uses it: a change names the version that was read."""

    def change(self, path: str, body: dict[str, Any], key: str, version: int) -> Any:  # noqa: ANN401 - JSON
        headers = {"Idempotency-Key": key, "If-Match": f'"{version}"'}
        try:
            return self._answer("POST", path, json=body, headers=headers)
        except Refused as refused:
            if any(each in str(refused) for each in STALE):
                raise TryLater(str(refused)) from refused
            raise


class Room:
    """Every desk of the soak: what it still has to do is an errand."""

    def __init__(self, address: str, keys: dict[str, str], pace: Pace, seed: int) -> None:
        self.desk, self.second = DeskApi(address, keys["desk"]), DeskApi(address, keys["second"])
        self.stop, self.pace = threading.Event(), pace
        self.errands = Errands(self.stop)
        self.plan = day(seed, pace.start)
        self.logs: list[Worked] = []
        self.looks: list[Look] = []
        self.refused: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._free: dict[str, dict[str, Any]] = {}
        self._taken: set[str] = set()  # contacts that a log was opened from, and logs whose result is on its way
        self._chosen: dict[str, float] = {}  # units that were chosen a moment ago and may not be seen as sent yet
        self._questions: dict[str, dict[str, Any]] = {}

    def play(self, until: float) -> None:
        """Open what comes until then; what was begun is worked on until everything is answered."""
        looking = threading.Thread(target=self._watch, name="room", daemon=True)
        looking.start()
        for planned in self.plan:
            due = self.pace.real(planned.at)
            if due >= until:
                break
            self.stop.wait(max(0.0, due - time.monotonic() - 1))
            log = Worked(planned)
            with self._lock:
                self.logs.append(log)
            self._at(due, partial(self._open, log))
        self.stop.wait(max(0.0, until - time.monotonic()))

    def end(self, seconds: float) -> bool:
        """Whether all that was due is answered within these seconds."""
        done = self.errands.drain(time.monotonic(), seconds) and self.errands.drain(self.pace.after(120), seconds)
        self.errands.close()
        self.desk.close()
        self.second.close()
        return done

    def _at(self, moment: float, act: Callable[[], None]) -> None:
        def once() -> None:
            try:
                act()
            except Refused as refused:
                with self._lock:
                    self.refused[str(refused)[-200:]] += 1

        self.errands.at(moment, once)

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        """After so many seconds of the day."""
        self._at(self.pace.after(seconds), act)

    # Opening.
    def _open(self, log: Worked) -> None:
        planned = log.planned
        body = {"opening": self._opening(planned), "answers": self._answers(planned.kind), "grade": planned.grade,
                "reason": WHY}  # fmt: skip
        contact = self._contact() if planned.lot[0] < FROM_CONTACT and not log.contact_id else None
        try:
            if contact or log.contact_id:
                self._open_from(log, contact, body)
        except Refused as refused:  # somebody has ended the contact meanwhile
            log.not_closed = str(refused)
        if not log.id:
            log.id = self.desk.post("triage/incidents", body, f"{planned.key}-open")["id"]
        self._plan_on(log)

    def _open_from(self, log: Worked, contact: dict[str, Any] | None, body: dict[str, Any]) -> None:
        """A call goes on while it is taken, so its version may be another one a moment later."""
        key = log.contact_id = contact["id"] if contact else log.contact_id
        now = self.desk.get(f"contacts/{key}")
        if not now["handler_name"]:
            now = self.desk.change(f"contacts/{key}/take", {}, f"{log.planned.key}-take", now["version"])
        if log.planned.lot[1] < PROMISED and not log.promise_id:
            self._promise(log)
            now = self.desk.get(f"contacts/{key}")
        log.id = self.desk.change(f"contacts/{key}/incident", body, f"{log.planned.key}-open", now["version"])["id"]

    def _contact(self) -> dict[str, Any] | None:
        found = self.desk.get("contacts", limit=str(CONTACTS_LOOKED_AT))["items"]
        with self._lock:
            fresh = [each for each in found if each["id"] not in self._taken and not each["handler_name"]]
            if fresh:
                self._taken.add(fresh[0]["id"])
        return fresh[0] if fresh else None

    def _opening(self, planned: Planned) -> dict[str, Any]:
        at = planned.station
        place = {"name": at.name, "crs": at.crs, "lat": at.lat, "lon": at.lon, "area": at.area}
        return {"summary": f"{planned.key} {planned.kind}", "opening_code": planned.kind, "place_text": at.name,
                "place": place, "place_status": "confirmed"}  # fmt: skip

    def _answers(self, kind: str) -> dict[str, Any]:
        """The calmest THRIVE; what the kind asks beside it is not asked, which is an answer too."""
        if kind not in self._questions:
            asked = self.desk.get("triage/questions", opening_code=kind, limit="200")["items"]
            also = {each["code"]: ["not_asked"] if each["many"] else "not_asked"
                    for each in asked if each["required"] and each["code"] not in CALM}  # fmt: skip
            self._questions[kind] = {**CALM, **also}
        return self._questions[kind]

    # Working.
    def _plan_on(self, log: Worked) -> None:
        planned = log.planned
        self._after(LINE_EVERY_S * planned.lot[2], lambda: self._write(log, 0))
        if planned.grade in SENT_AFTER_S and planned.kind != "POLGEN":
            wait = SENT_AFTER_S[planned.grade] * (0.5 + planned.lot[3])
            if planned.lot[4] < NOBODY_SENT.get(planned.grade, 0.0):
                # Nobody is free: of real minutes, since the ladder's are.
                self._at(time.monotonic() + 60 + planned.lot[5] * 1500, lambda: self._send(log, 0))
            else:
                self._after(wait, lambda: self._send(log, 0))
        else:
            self._after(RESULTED_AFTER_S, lambda: self._result(log))
        if planned.lot[6] < REGRADED["up"] + REGRADED["down"]:
            table = UP if planned.lot[6] < REGRADED["up"] else DOWN
            if to := table.get(planned.grade):
                self._after(60 * (1 + 4 * planned.lot[7]), lambda: self._regrade(log, to))

    def _write(self, log: Worked, number: int) -> None:
        text = f"{log.planned.key} line {number}"
        self.desk.post(f"incidents/{log.id}/log", {"text": text}, f"{log.planned.key}-line-{number}")
        log.lines.append(text)
        if number + 1 < LINES:  # the next only once this one is acknowledged, so that their order is known
            self._after(LINE_EVERY_S, lambda: self._write(log, number + 1))

    def _regrade(self, log: Worked, grade: str) -> None:
        body = {"answers": self._answers(log.planned.kind), "grade": grade, "reason": WHY}
        self.desk.change(f"incidents/{log.id}/regrade", body, f"{log.planned.key}-{grade}", self._version(log))

    def _send(self, log: Worked, number: int) -> None:
        """One unit after the other; when none is free, the same again a little later."""
        unit = self._choose()
        if unit is None:
            self._after(60, lambda: self._send(log, number))
            return
        body, key = {"incident_id": log.id}, f"{log.planned.key}-unit-{number}-{unit['call_sign']}"
        try:
            self.desk.post(f"dispatch/units/{unit['id']}/assign", body, key)
        except Refused:  # it was sent a moment ago, by this desk whose answer was lost
            self._after(60, lambda: self._send(log, number))
            return
        log.sent.append(unit["call_sign"])
        if number + 1 < log.planned.units:
            self._after(30, lambda: self._send(log, number + 1))

    def _choose(self) -> dict[str, Any] | None:
        with self._lock:
            if not self._free:
                return None
            key, unit = next(iter(self._free.items()))
            self._free.pop(key)
            self._chosen[key] = time.monotonic()
            return unit

    def _result(self, log: Worked) -> None:
        body = {"closing_code": "ASB2", "result_codes": ["ADV"]}
        self.desk.change(f"incidents/{log.id}/result", body, f"{log.planned.key}-result", self._version(log))
        log.was_resulted = True
        self._after(60, lambda: self._close(log))

    def _close(self, log: Worked) -> None:
        """By a second person, whom the grave ones want; one that something holds stays as it is, with its reason."""
        try:
            self.second.change(f"incidents/{log.id}/close", {}, f"{log.planned.key}-close", self._version(log))
            log.was_closed = True
        except Refused as refused:
            log.not_closed = str(refused)[-300:]

    def _version(self, log: Worked) -> int:
        return int(self.desk.get(f"incidents/{log.id}")["version"])

    # Promises.
    def _promise(self, log: Worked) -> None:
        shortest, longest = PROMISE_S
        seconds = shortest + (longest - shortest) * log.planned.lot[5]
        if log.promised_until is None:
            log.promised_until = datetime.now(UTC) + timedelta(seconds=seconds)
        until = log.promised_until
        body = {"reach": "write", "until": until.isoformat(), "what": f"What came of {log.planned.key}"}
        try:
            key = f"{log.planned.key}-promise-{until:%H%M%S}"
            log.promise_id = self.desk.post(f"contacts/{log.contact_id}/promises", body, key)["id"]
        except Refused:  # that time was over before anybody could be told of it: none is given
            return
        kept = log.planned.lot[7] < KEPT
        self._at(time.monotonic() + seconds * (0.5 if kept else 2.5), lambda: self._keep(log))

    def _keep(self, log: Worked) -> None:
        body = {"how": "told_otherwise", "words": "Told at the counter by the officer in the case"}
        version = int(self.desk.get(f"promises/{log.promise_id}")["version"])
        self.desk.change(f"promises/{log.promise_id}/end", body, f"{log.planned.key}-kept", version)
        log.promise_kept = True
        if log.was_resulted and not log.was_closed:
            self._close(log)

    # Looking.
    def _watch(self) -> None:
        while not self.stop.is_set():
            try:
                self._look_at_units()
                began = time.time()
                listed = [(each["incident_id"], each["due_at"]) for each in self.desk.pages("triage/overdue")]
                self.looks.append(Look(began, time.time(), tuple(listed)))
            except (TryLater, Refused, RuntimeError):
                pass  # away: the next look tells
            self.stop.wait(LOOK_S)

    def _look_at_units(self) -> None:
        units = list(self.desk.pages("dispatch/units"))
        on = {each["incident_id"] for each in units if each["incident_id"]}
        with self._lock:
            lately = time.monotonic() - CHOSEN_FOR_S
            self._free = {
                unit["id"]: unit
                for unit in units
                if not unit["incident_id"] and unit["state"] == ON_PATROL and self._chosen.get(unit["id"], 0.0) < lately
            }
            back = [log for log in self.logs if log.sent and log.id not in on and not log.was_resulted]
            due = [log for log in back if len(log.sent) >= log.planned.units and log.id not in self._taken]
            self._taken.update(log.id for log in due)
        for log in due:
            self._after(60, partial(self._result, log))

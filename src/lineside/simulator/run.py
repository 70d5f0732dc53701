"""The simulator's process: plays the stream and the crews until it is told to stop."""

import argparse
import json
import logging
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lineside.simulator.crews import Step, moved, next_steps, station_in
from lineside.simulator.demand import Contact, Stream
from lineside.simulator.errands import Errands, TryLater
from lineside.simulator.letters import answers, letter
from lineside.simulator.outside import Api, Doors, Forms, Post, Posts, Refused, Texts
from lineside.simulator.switch import Moment, event_body, moments, rings_for

log = logging.getLogger("lineside.simulator")
Note = Callable[[Contact], None]
POLL_S = 2.0
MOVE_S = 20.0
LOOK_S = 1.0
AHEAD_S = 3.0
DRAIN_S = 120.0


@dataclass(frozen=True)
class Pace:
    """The stream's clock against ours: one real second is `speed` of the stream's."""

    start: datetime
    began: float
    speed: float

    def real(self, at: datetime) -> float:
        return self.began + (at - self.start).total_seconds() / self.speed

    def since(self, at: datetime) -> float:
        """The seconds of the stream that have passed since then."""
        return (time.monotonic() - self.real(at)) * self.speed

    def after(self, seconds: float) -> float:
        return time.monotonic() + seconds / self.speed


class Senders:
    """The public and the switch; what the system has taken is noted, when it is asked for."""

    def __init__(
        self,
        api: Api,
        doors: tuple[Post, Texts],
        errands: Errands,
        pace: Pace,
        note: Note = lambda _: None,
        forms: Forms | None = None,
        posts: Posts | None = None,
    ) -> None:
        self.api, (self.post, self.texts), self.errands, self.pace, self.note = api, doors, errands, pace, note
        self.forms, self.posts = forms, posts

    def plan(self, contact: Contact) -> None:
        if contact.by != "phone":
            self.errands.at(self.pace.real(contact.at), lambda: self._send(contact))
            return
        self._say(contact, moments(contact)[:1], 0)
        if rings_for(contact) / self.pace.speed > LOOK_S:
            self._look_at(contact, LOOK_S * self.pace.speed)
        else:  # too short for anybody to reach for it
            self._say(contact, moments(contact)[1:], 1)

    def _send(self, contact: Contact) -> None:
        if self.forms and contact.channel == "web_form":
            # The outside knows a report by its link; a digest of it is enough to find it again.
            contact = replace(contact, by="web", key=self.forms.send(contact.key, answers(contact)))
        elif self.posts and contact.channel == "social":
            platform, called = self.posts.send(contact.key, contact.person.name, contact.text)
            contact = replace(contact, by=platform, key=called)
        elif contact.by == "email":
            self.post.send(letter(contact))
        else:
            self.texts.send(contact.person.number, contact.text)
        self.note(contact)

    def _look_at(self, call: Contact, after_s: float) -> None:
        self.errands.at(self.pace.real(call.at + timedelta(seconds=after_s)), lambda: self._look(call))

    def _look(self, call: Contact) -> None:
        """A call that somebody at a desk has taken is answered, and not given up."""
        rung = self.pace.since(call.at)
        if self._is_taken(call):
            self._say(call, moments(call, rung)[1:], 1)
        elif rung < rings_for(call):
            self._look_at(call, min(rung + LOOK_S * self.pace.speed, rings_for(call)))
        else:
            self._say(call, moments(call)[1:], 1)

    def _is_taken(self, call: Contact) -> bool:
        try:
            return bool(self.api.get("calls/taken", call_id=call.key)["is_taken"])
        except Refused:
            return False  # not told of yet

    def _say(self, call: Contact, told: list[Moment], first: int) -> None:
        """Each moment when it is due, numbered from the `first` on."""
        for number, moment in enumerate(told, first):
            due = self.pace.real(call.at + timedelta(seconds=moment.after_s))
            # The moment is when it was due, however late the system comes to hear of it.
            at = datetime.now(UTC) + timedelta(seconds=due - time.monotonic())
            body = event_body(call, moment, number, at.isoformat())
            self.errands.at(due, lambda body=body: self._tell(call, body))  # type: ignore[misc]

    def _tell(self, call: Contact, body: dict[str, Any]) -> None:
        self.api.post("calls/events", body)
        if body["kind"] == "offered":
            self.note(call)


class Crews:
    """The officers: acknowledges, travels, arrives, reports, resumes; and where each unit is meanwhile."""

    def __init__(self, api: Api, errands: Errands, pace: Pace, seed: int) -> None:
        self.api, self.errands, self.pace = api, errands, pace
        self.dice = random.Random(f"crews {seed}")  # noqa: S311 - repeatable is the point
        self._planned: dict[str, tuple[str, int]] = {}
        self._places: dict[str, str] = {}
        self._moved: dict[str, float] = {}

    def look(self) -> None:
        """See what the control room shows, and plan what has not been planned."""
        for unit in self.api.pages("dispatch/units"):
            key, seen = unit["id"], (unit["incident_id"] or "", unit["state"])
            if self._planned.get(key) != seen:
                self._planned[key] = seen
                for step in next_steps(unit, self._place(seen[0]), self.dice):
                    self._plan(unit, seen, step)
            if time.monotonic() - self._moved.get(key, 0) > MOVE_S:
                self._moved[key] = time.monotonic() - self.dice.uniform(0, MOVE_S / 2)
                self._move(unit)

    def _plan(self, unit: dict[str, Any], seen: tuple[str, int], step: Step) -> None:
        mark = f"sim-{unit['id']}-{unit['state_at']}-{step.state or 'line'}"

        def act() -> None:
            if self._planned.get(unit["id"]) != seen:
                return  # the control room has changed its mind meanwhile
            if step.line:
                said = {"text": f"{unit['call_sign']}: {step.line}"}
                self.api.post(f"incidents/{seen[0]}/log", said, f"{mark}-said")
            if step.state is not None:
                self.api.post(f"dispatch/units/{unit['id']}/state", {"state": step.state}, mark)

        self.errands.at(self.pace.after(step.after_s), act)

    def _move(self, unit: dict[str, Any]) -> None:
        target = station_in(self._place(unit["incident_id"] or ""))
        lat, lon = moved(unit, target, self.dice)
        where = {"lat": round(lat, 5), "lon": round(lon, 5)}
        self.errands.at(time.monotonic(), lambda: self._say_where(unit["id"], where))

    def _say_where(self, unit_id: str, where: dict[str, float]) -> None:
        self.api.post(f"dispatch/units/{unit_id}/position", where)

    def _place(self, incident_id: str) -> str:
        if incident_id and incident_id not in self._places:
            incident = self.api.get(f"incidents/{incident_id}")
            self._places[incident_id] = str(incident.get("place") or "")
        return self._places.get(incident_id, "")


def main(
    *,
    profile: str,
    speed: float,
    seed: int,
    doors: Doors,
    minutes: float | None = None,
    sent: Path | None = None,
) -> None:
    """Play until the minutes are over or SIGTERM comes; what could not be sent is tried again, also after them."""
    stop = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    start = datetime.now(UTC).replace(microsecond=0)
    pace = Pace(start, time.monotonic(), max(speed, 0.01))
    api, errands = Api(doors.base_url, doors.api_key), Errands(stop)
    post, texts = Post(*doors.smtp), Texts(*doors.smpp)
    forms = Forms(doors.web) if doors.web else None
    posts = Posts(doors.social) if doors.social else None
    senders = Senders(api, (post, texts), errands, pace, noting(sent, pace) if sent else lambda _: None, forms, posts)
    deadline = time.monotonic() + minutes * 60 if minutes else None
    looking = threading.Thread(target=watch, args=(Crews(api, errands, pace, seed), stop), daemon=True)
    looking.start()
    try:
        play(Stream(profile, seed, start).contacts(), senders, stop, deadline)
        if deadline and not errands.drain(deadline, DRAIN_S) and not stop.is_set():
            log.warning("Not everything could be sent within %.0f s of the end.", DRAIN_S)
    finally:
        errands.close()
        looking.join(POLL_S * 2)
        api.close()
        for door in (post, texts, forms):
            if door:
                door.close()
        log.warning("Sent %d, tried again %d, given up %d.", errands.done, errands.again, errands.failed)


def noting(file: Path, pace: Pace) -> Note:
    """Add a line for each contact that the system has taken, with how long that took; a line is written whole."""

    def note(contact: Contact) -> None:
        after = time.monotonic() - pace.real(contact.at)
        facts = {"key": contact.key, "by": contact.by, "number": contact.person.number, "text": contact.text,
                 "due": time.time() - after, "after_s": round(after, 3)}  # fmt: skip
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(facts, ensure_ascii=False) + "\n")

    return note


def play(stream: Iterator[Contact], senders: Senders, stop: threading.Event, deadline: float | None) -> None:
    """Plan each contact a little before it is due, so that the queue stays short at any speed."""
    for contact in stream:
        due = senders.pace.real(contact.at)
        while not stop.is_set() and due - time.monotonic() > AHEAD_S:
            left = deadline - time.monotonic() if deadline else 1.0
            if left <= 0:
                return
            stop.wait(min(left, due - time.monotonic() - AHEAD_S + 0.01, 1.0))
        if stop.is_set() or (deadline and time.monotonic() >= deadline):
            return
        senders.plan(contact)


def watch(crews: Crews, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            crews.look()
        except (TryLater, Refused, ValueError, KeyError) as why:
            log.warning("The crews cannot see the control room: %s", why)
            stop.wait(POLL_S * 3)
        stop.wait(POLL_S)


def dry_run(*, profile: str, seed: int, start: datetime, hours: float) -> Iterator[str]:
    """The stream as lines of JSON, without sending anything."""
    end = start + timedelta(hours=hours)
    for contact in Stream(profile, seed, start).contacts():
        if contact.at >= end:
            return
        facts = {**asdict(contact), "at": contact.at.isoformat(), "station": contact.station.crs}
        yield json.dumps(facts, ensure_ascii=False)


def from_shell(words: list[str] | None = None) -> None:
    asked = argparse.ArgumentParser(description="Print the stream of simulated contacts as lines of JSON.")
    asked.add_argument("--dry-run", action="store_true", required=True)
    asked.add_argument("--profile", choices=["role", "now"], default="role")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--start", type=datetime.fromisoformat, default=datetime(2026, 4, 1, tzinfo=UTC))
    asked.add_argument("--hours", type=float, default=1.0)
    given = asked.parse_args(words)
    for line in dry_run(profile=given.profile, seed=given.seed, start=given.start, hours=given.hours):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    from_shell()

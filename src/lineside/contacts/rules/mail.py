"""What makes a mail urgent, with every reason told; how soon its box owes a look and an answer; and what may loop."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from lineside.contacts.rules import READ_FOR_RISK, Arrival, danger_words, risk_of_message, table
from lineside.kernel.errors import RuleBroken

HIGHEST, MOST_LIFT = 99, 5
LONGEST_WHY = 200
LOOP_WITHIN = timedelta(hours=1)
MOST_REPLIES = 20  # to one address within the hour; no handler writes more, and a loop does within minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Where a message stands, its gravest reason, all of them, and the kind that its sender proposes."""

    risk: int
    why: str
    reasons: tuple[str, ...] = ()
    kind: str = ""
    look_seconds: int = 0


def weigh(arrival: Arrival, on: date) -> Weighed:
    """The box, lifted by the gravest reason, and by one more for each danger beside it. Nothing lowers it."""
    base, why = _by_text(arrival, on)
    if arrival.channel != "email":
        return Weighed(risk=base, why=why, reasons=(why,) if why else ())
    dangers, box = _dangers(arrival, on), table("boxes", on).by_code.get(arrival.box, {})
    lifts = [*dangers, (int(box.get("risk", 10)), f"came to {box.get('label', arrival.box)}")]
    sender = sender_rule(arrival.sender_address, arrival.subject, on)
    lifted = max(base, int(sender["risk"])) if sender else base
    if sender:
        lifts.append((int(sender["risk"]), sender["reason"]))
    reasons = [f"{words} ({lift})" for lift, words in sorted(lifts, key=lambda lift: -lift[0])]
    if count := len(arrival.attachment_ids):
        reasons.append(f"brings {count} {'file' if count == 1 else 'files'}")
    return Weighed(
        risk=min(HIGHEST, lifted + min(MOST_LIFT, max(0, len(dangers) - 1))),
        why=(sender["reason"] if sender and lifted > base else why)[:LONGEST_WHY],
        reasons=tuple(reasons),
        kind=sender["label"] if sender else "",
        look_seconds=int(sender["look_seconds"]) if sender else 0,
    )


def ranking_of(weighed: Weighed, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """As it is kept with the contact: the reasons of every message, and the first kind proposed."""
    known = before or {}
    reasons = list(dict.fromkeys([*weighed.reasons, *known.get("reasons", [])]))[:20]
    return {"reasons": reasons, "kind": known.get("kind") or weighed.kind}


def sender_rule(address: str, subject: str, on: date) -> dict[str, Any] | None:
    """The first row of the edition that fits who wrote, and about what."""
    return next(
        (
            row
            for row in table("senders", on).rows
            if re.fullmatch(row["address"], address.lower()[:320])
            and (not row["subject"] or re.search(row["subject"], subject, re.IGNORECASE))
        ),
        None,
    )


def clocks(box: str, at: datetime, on: date, look_seconds: int = 0) -> tuple[datetime | None, datetime | None]:
    """By when a person looks at it, and by when it is answered; a box without a clock owes neither."""
    row = table("box_clocks", on).by_code.get(box)
    if row is None:
        return None, None
    look = timedelta(seconds=look_seconds) if look_seconds else timedelta(minutes=row["look_minutes"])
    return at + look, at + timedelta(minutes=row["reply_minutes"])


@dataclass(frozen=True, slots=True)
class Flood:
    """From how many within which time on one sender's mails are a flood."""

    mails: int
    within: timedelta


def flood_of(channel: str, on: date) -> Flood | None:
    row = table("mail_floods", on).by_code.get(channel)
    return Flood(int(row["mails"]), timedelta(minutes=row["minutes"])) if row else None


def check_flood_seen(waiting: int, seen: int, reason: str) -> None:
    """Nobody closes what came while they were reading, or so many without a word."""
    if not waiting:
        raise RuleBroken("Nothing else waits in this flood.")
    if waiting != seen:
        raise RuleBroken(f"{waiting} wait in this flood now, not {seen}: look at them again, then close them.")
    if not reason.strip():
        raise RuleBroken("Say why they are closed together.", "reason")


def check_no_loop(*, only_machines: bool, sent_lately: int) -> None:
    """A reply is refused where it would go round: a machine answers it, and we answer the machine."""
    if only_machines and sent_lately:
        raise RuleBroken(
            "Only a machine wrote here, and it was answered within the hour; another reply may go round for ever. "
            "Reach them another way."
        )
    if sent_lately >= MOST_REPLIES:
        raise RuleBroken(
            f"{sent_lately} replies went to this address within the hour, which looks like a loop. "
            "Reach them another way, or wait."
        )


def _by_text(arrival: Arrival, on: date) -> tuple[int, str]:
    """Whichever of the text and the html says the graver thing."""
    weighed = (
        risk_of_message(arrival.box, arrival.subject, words, on)
        for words in dict.fromkeys((arrival.text, arrival.html_words))
    )
    return max(weighed, key=lambda found: found[0])


def _dangers(arrival: Arrival, on: date) -> list[tuple[int, str]]:
    read = f"{arrival.subject}\n{arrival.text[:READ_FOR_RISK]}\n{arrival.html_words[:READ_FOR_RISK]}"
    return [
        (risk, f"says “{match.group(0).lower()}”")
        for risk, pattern in danger_words(on)
        if (match := pattern.search(read))
    ]

"""What is disclosed of an incident: its log as PDF and as a table, its facts, and the digests to check them by."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import typst
from django.conf import settings

from lineside.audit import rules
from lineside.audit.queries.seals import digests
from lineside.incidents import queries as incidents
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

TEMPLATE = Path(__file__).parent.parent / "log.typ"
BY_NUMBER = "Letters of other scripts stand here by their numbers in Unicode; log.csv holds them as they were written."
HEAD = ("number", "happened (UK time)", "recorded (UK time)", "kind", "source", "by", "text", "corrects", "digest")
LIVE = "LIVE"
MARKING = "OFFICIAL-SENSITIVE when complete"
PROOF = (
    "Each line carries the SHA-256 digest that the database gave it when it was written; digests.json names it. The "
    "lines are chained by seals, so that none can be changed, added or left out unseen: 'lineside verify' on "
    "the system that holds them computes all of it again. SHA256SUMS names the digest of each file of this bundle."
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A zip file with its name and its digest, which goes on record."""

    name: str
    content: bytes
    sha256: str


def bundle_of(actor: Actor, incident_id: UUID, reason: str) -> Bundle:
    """All that the log of an incident holds, as it stands now. Whole, and not redacted: who takes it sees to that."""
    reason = rules.check_disclosure(reason)
    chosen, taken = incidents.incident(actor, incident_id), now()
    lines = incidents.log(chosen.id)
    known = digests("incidents_logentry", [str(line.id) for line in lines])
    given = {key: kept for key, (kept, _) in known.items()}
    changed = sorted(key for key, (kept, computed) in known.items() if kept != computed)
    files = {
        f"{named_apart()}log.pdf": pdf_of(_told(actor, chosen, lines, reason, taken)),
        f"{named_apart()}log.csv": rules.csv_of(HEAD, (_cells(line, given) for line in lines)).encode("utf-8-sig"),
        "facts.json": _json(
            {"reference": chosen.reference, **_system(), **dict(_facts(chosen)), "editions": chosen.editions}
        ),
        "digests.json": _json(
            {
                **_system(),
                "taken_at": taken.isoformat(),
                "taken_by": actor.name,
                "reason": reason,
                "changed_since_written": changed,  # none, unless somebody got past the database
                "lines": given,
            }
        ),
        "READ ME.txt": f"{told_apart()}{chosen.reference}\n\n{PROOF}\n".encode(),
    }
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    content = _zipped({**files, "SHA256SUMS": sums.encode()}, taken)
    return Bundle(f"{named_apart()}{chosen.reference}.zip", content, sha256(content).hexdigest())


def told_apart() -> str:
    """What stands at the head of everything that leaves a system that is not live; nothing where it is."""
    if settings.ENVIRONMENT == LIVE:
        return ""
    return f"{settings.ENVIRONMENT}: nothing here is real. This was not written by a live system.\n\n"


def named_apart() -> str:
    """Before the name of each file, so that it is seen before it is opened."""
    return "" if settings.ENVIRONMENT == LIVE else f"{settings.ENVIRONMENT}-"


def _system() -> dict[str, str]:
    return {} if settings.ENVIRONMENT == LIVE else {"environment": settings.ENVIRONMENT}


def pdf_of(told: dict[str, Any]) -> bytes:
    """The log set for print, tagged so that a screen reader reads it (PDF/UA-1).

    A letter for which this machine has no type is set by its number, as [U+4E2D], and the sheet says so.
    """
    try:
        return _set(told)
    except typst.TypstError as fault:
        if "could not be displayed" not in str(fault):
            raise
    return _set(_by_number(told | {"note": BY_NUMBER}))


def _by_number(told: Any) -> Any:  # noqa: ANN401 - as JSON is
    if isinstance(told, dict):
        return {name: _by_number(value) for name, value in told.items()}
    if isinstance(told, (list, tuple)):
        return [_by_number(value) for value in told]
    return rules.by_number(told) if isinstance(told, str) else told


def _set(told: dict[str, Any]) -> bytes:
    said = json.dumps(told, ensure_ascii=False)
    sheet = typst.compile(TEMPLATE.read_bytes(), format="pdf", pdf_standards=["ua-1"], sys_inputs={"told": said})
    assert isinstance(sheet, bytes)  # noqa: S101 - a PDF is one file
    return sheet


def _told(
    actor: Actor, chosen: "Incident", lines: list[incidents.LogLine], reason: str, at: datetime
) -> dict[str, Any]:
    return {
        "reference": chosen.reference,
        "marking": MARKING,
        "apart": told_apart().strip(),
        "note": "",
        "by": actor.name,
        "taken": said(at),
        "reason": reason,
        "facts": [list(fact) for fact in _facts(chosen)],
        "lines": [
            {
                "number": line.number,
                "happened": said(line.event_at),
                "recorded": said(line.recorded_at),
                "text": line.text,
                "note": _note(line),
                "by": line.by,
            }
            for line in lines
        ],
        "proof": PROOF,
    }


def _facts(chosen: "Incident") -> Iterable[tuple[str, str]]:
    words = incidents.in_words(chosen)
    yield "Opened as", f"{words['opening']} ({chosen.opening_code})"
    yield "Grade", f"{chosen.grade or 'not graded'}. {chosen.grade_reason}".strip()
    yield "Place", f"{chosen.place_text} ({chosen.place_status})"
    yield "First contact", said(chosen.first_contact_at)
    yield "Opened", f"{said(chosen.opened_at)} by {chosen.opened_by_name}"
    yield "First assigned", said(chosen.first_assigned_at)
    yield "First at scene", said(chosen.first_at_scene_at)
    yield "Owner", chosen.owner_name or "nobody"
    yield "Informant", f"{chosen.informant_name} {chosen.informant_number}".strip() or "not recorded"
    yield "State", chosen.state
    yield "Closed", said(chosen.closed_at)
    yield "Crimes", ", ".join(chosen.crime_references) or "none"


def _note(line: incidents.LogLine) -> str:
    if line.corrected_by:
        return f"Corrected by line {line.corrected_by}: {line.correction}"
    return f"Corrects line {line.corrects}" if line.corrects else ""


def _cells(line: incidents.LogLine, given: dict[str, str]) -> tuple[object, ...]:
    times = (said(line.event_at), said(line.recorded_at))
    told = (line.kind, line.source, line.by, line.text, line.corrects or "")
    return (line.number, *times, *told, given.get(str(line.id), ""))


def said(at: datetime | None) -> str:
    return f"{at.astimezone(UK):%d %b %Y %H:%M:%S}" if at else "not yet"


def _json(facts: dict[str, Any]) -> bytes:
    return json.dumps(facts, ensure_ascii=False, indent=1).encode()


def _zipped(files: dict[str, bytes], at: datetime) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, at.astimezone(UK).timetuple()[:6]), content, ZIP_DEFLATED)
    return out.getvalue()

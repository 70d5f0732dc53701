"""What a file may be called, what it may be, how it is handed out, and where its bytes lie."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path, PurePosixPath

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import in_force

DATA = Path(__file__).parent / "data"
LONGEST_NAME = 150
SAFE_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # control, direction and unassigned characters
HEAD = 16  # bytes that tell one kind from another
HELD = ".held"
NOT_SCANNED, CLEAN, INFECTED, UNSCANNABLE = "not_scanned", "clean", "infected", "unscannable"
SIGNATURES_KEEP = timedelta(days=7)  # after that a scanner knows nothing of what is going round now
LONGEST_SAYING = 300
HELD_BECAUSE = {
    NOT_SCANNED: "Nobody has scanned this file.",
    UNSCANNABLE: "The scanner could not scan this file.",
    CLEAN: "The scanner found nothing, which does not prove that there is nothing.",
    INFECTED: "The scanner found harm in this file.",
}
# Whatever the file claims to be, a browser is only ever told to keep it: never shown, guessed at, or run as a page.
HANDED_OUT = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: how it is recognised, and whether a double click would run it."""

    code: str
    label: str
    endings: frozenset[str]
    types: frozenset[str]
    begins: tuple[bytes, ...]
    runs: bool


def display_name(name: str) -> str:
    """A name that shows what it is: no path, no control character, nothing that turns the reading direction round."""
    # A name is cut at both ends' expense before anything else, so that a huge one costs nothing.
    short = name if len(name) <= LONGEST_NAME * 4 else name[: LONGEST_NAME * 2] + name[-LONGEST_NAME * 2 :]
    shown = "".join(sign for sign in short if unicodedata.category(sign) not in NOT_SHOWN)
    last = re.split(r"[/\\]", shown)[-1]
    plain = re.sub(r'[<>:"|?*]', "_", re.sub(r"\s+", " ", last)).strip(" .")
    return _shortened(plain) or "unnamed"


def media_type(claimed: str) -> str:
    """The type as claimed when it is one at all; nobody is made to trust it."""
    lower = claimed.strip().lower()
    return lower if SAFE_TYPE.fullmatch(lower) else "application/octet-stream"


def place_of(sha256: str) -> PurePosixPath:
    return PurePosixPath(sha256[:2], sha256[2:4], sha256)


def cautions(name: str, claimed: str, head: bytes, on: date) -> tuple[str, ...]:
    """What a person should know before taking the file: what it may do, and where its name, type and bytes differ."""
    known = kinds(on)
    named, typed = _named(name, known), next((kind for kind in known if claimed in kind.types), None)
    found = next((kind for kind in known if head.startswith(kind.begins)), None)
    may_run = dict.fromkeys(kind for kind in (named, typed, found) if kind and kind.runs)
    said = [f"It may be {kind.label}: it can do harm when it is started." for kind in may_run]
    said += _difference(found, {"Its name says": named, "It claims to be": typed})
    if any(kind.code == "archive" for kind in (named, found) if kind):
        said.append("It is packed: what is inside may be far larger than it looks, and is not unpacked here.")
    return tuple(said)


def download_name(name: str, on: date) -> str:
    """The name it is handed out under: a kind that runs gets an ending that no double click starts."""
    kind = _named(name, kinds(on))
    return f"{name}{HELD}" if kind and kind.runs else name


def is_stale(signatures_at: datetime | None, at: datetime) -> bool:
    """Whether a scanner's signatures are too old to trust its "clean"; one that names no day may be of any age."""
    return signatures_at is None or at - signatures_at > SIGNATURES_KEEP


def check_scan(state: str) -> None:
    if state not in (CLEAN, INFECTED, UNSCANNABLE):
        raise RuleBroken(f"A scan ends as {CLEAN}, {INFECTED} or {UNSCANNABLE}.", "state")


def may_replace(was: str, found: str, *, was_stale: bool) -> bool:
    """What one scanner found is never unfound by another, or by a scan that failed; an old "clean" is worth little."""
    return was != INFECTED and (was != CLEAN or was_stale or found != UNSCANNABLE)


def check_quarantine(state: str, why: str, *, may_enter: bool) -> None:
    if state != INFECTED:
        return
    if not may_enter:
        raise RuleBroken("The scanner found harm in this file: it is in quarantine. Ask a supervisor.", "understood")
    if not why.strip():
        raise RuleBroken("Say why a file that is known to do harm is taken out of quarantine.", "why")


def check_review(state: str, reviewed_by: str, how: str) -> str:
    if state != INFECTED:
        raise RuleBroken("This file is not in quarantine.")
    if reviewed_by:
        raise RuleBroken(f"{reviewed_by} has dealt with this already.")
    if not how.strip():
        raise RuleBroken("Say what was done about it.", "how")
    return how.strip()


def check_understood(understood: str, state: str) -> None:
    if understood != "yes":
        raise RuleBroken(f"{HELD_BECAUSE[state]} Tick that you know that, and take it again.", "understood")


def kinds(on: date) -> tuple[Kind, ...]:
    return _kinds(in_force(DATA / "kinds", on).edition, on)


@cache
def _kinds(_edition: str, on: date) -> tuple[Kind, ...]:
    return tuple(
        Kind(
            code=row["code"],
            label=row["label"],
            endings=frozenset(row["endings"]),
            types=frozenset(row["types"]),
            begins=tuple(bytes.fromhex(start) for start in row["begins"]),
            runs=row["runs"],
        )
        for row in in_force(DATA / "kinds", on).rows
    )


def _named(name: str, known: tuple[Kind, ...]) -> Kind | None:
    ending = name.rpartition(".")[2].strip().lower() if "." in name else ""
    return next((kind for kind in known if ending in kind.endings), None)


def _difference(found: Kind | None, claims: dict[str, Kind | None]) -> list[str]:
    """The first claim that the bytes gainsay."""
    for words, claimed in claims.items():
        if found and claimed and found != claimed and not _wraps(found, claimed):
            return [f"{words} {claimed.label}, its bytes say {found.label}."]
    return []


def _wraps(found: Kind, said: Kind) -> bool:
    """Today's office documents are archives inside; so are some with macros, whose danger is told already."""
    return (found.code, said.code) in {("archive", "office"), ("archive", "macro"), ("archive", "program"),
                                       ("office", "macro")}  # fmt: skip


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:  # noqa: PLR2004 - a longer ending is no ending
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"

"""Camera activations: what a mail says of one, which belong to one burst, how often a camera was wrong. No database."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

LABELS = {
    "camera": r"camera(?: (?:id|no|number))?",
    "elr": r"elr",
    "mileage": r"mileage|miles",
    "clip": r"clip|video|footage",
    "site": r"site",
}
LINE = re.compile(r"^\s*(?P<label>[A-Za-z ]{2,16})\s*:\s*(?P<said>\S.*?)\s*$")
SITE = re.compile(r"\bSite ([A-Z]{3})\b")
LONGEST = {"camera": 60, "elr": 8, "mileage": 20, "clip": 300, "site": 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationFacts:
    """One activation as its mail tells it; `camera` is empty where nothing tells which it was."""

    camera: str
    elr: str
    mileage: str
    clip: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAlarms:
    """How often a camera's bursts turned out to be nothing."""

    wrong: int
    looked_at: int
    least: int
    days: int

    @property
    def words(self) -> str:
        if not self.looked_at:
            return f"nothing of it looked at in {self.days} days"
        told = f"{self.wrong} of {self.looked_at} false in {self.days} days"
        return told if self.looked_at < self.least else f"{told} ({round(100 * self.wrong / self.looked_at)} %)"


def read_activation(subject: str, text: str) -> ActivationFacts:
    """The first line of each kind counts; without a camera's own number, the site stands for it."""
    found: dict[str, str] = {}
    for line in text.splitlines()[:200]:
        match = LINE.match(line[:400])
        for name, label in LABELS.items():
            if match and re.fullmatch(label, match["label"].strip(), re.IGNORECASE):
                found.setdefault(name, _shown(match["said"])[: LONGEST[name]])
    site = found.get("site") or next((said for said in SITE.findall(f"{subject}\n{text[:4000]}")), "")
    camera = found.get("camera", "").upper() or (f"SITE {site.upper()}" if site else "")
    return ActivationFacts(
        camera=camera, elr=found.get("elr", "").upper(), mileage=found.get("mileage", ""), clip=found.get("clip", "")
    )


def joins_burst(last_at: datetime, at: datetime, within: timedelta) -> bool:
    """Whether one more activation belongs to the burst whose last was at `last_at`; the wire may turn them round."""
    return abs(at - last_at) <= within


def _shown(said: str) -> str:
    return "".join(filter(str.isprintable, said))

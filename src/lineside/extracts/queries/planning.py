"""What of some rows would be moved in, what is there already, and what is not taken and why; nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lineside.extracts.models import Arrival
from lineside.extracts.queries.building import BUILDERS, Built, Known
from lineside.extracts.rules import LONGEST_REFERENCE, SUBJECTS, Read, RowReader
from lineside.kernel.errors import RuleBroken

Numbered = tuple[int, Sequence[str]]  # a row by its place in the file, the first after the names being 1
LONGEST_WHY = 400
OF_A_LINK = ("person", "subject", "subject_reference", "role")  # by which one is told from another
# What else a row of a kind names, and of which kind that is.
NAMED = {"lines": (("log", "logs"),), "occurrences": (("log", "logs"),), "links": (("person", "persons"),)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row that can be moved in."""

    row: int
    reference: str
    built: Built


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that cannot."""

    row: int
    reference: str
    why: str


@dataclass(slots=True, kw_only=True)
class Planned:
    """Every row of a batch is one of three: to be moved in, there already, or rejected."""

    rows: int
    items: list[Item] = field(default_factory=list)
    there: int = 0
    rejected: list[Rejected] = field(default_factory=list)


@dataclass(slots=True)
class Seen:
    """What this run has met; a dry run keeps it from batch to batch, since nothing of it is in the ledger."""

    keys: dict[tuple[str, str], UUID] = field(default_factory=dict)
    numbers: set[tuple[str, str]] = field(default_factory=set)


class Planner:
    """Plans the rows of one extract, batch by batch."""

    def __init__(self, source: str, kind: str, reader: RowReader, extract_id: UUID | None) -> None:
        self.source, self.kind, self.reader, self.extract_id = source, kind, reader, extract_id
        self.build, self.taken = BUILDERS[kind]

    def plan(self, rows: Sequence[Numbered], seen: Seen) -> Planned:
        planned = Planned(rows=len(rows))
        told = [each for number, row in rows if (each := self._read(number, row, planned))]
        known = self._known([facts for _, facts in told], seen)
        arrived = self._arrived([facts["reference"] for _, facts in told])
        for number, facts in told:
            reference = facts["reference"]
            if reference in arrived and arrived[reference] != self.extract_id:
                planned.there += 1
                continue
            try:
                _refuse_again(is_again=reference in arrived or (self.kind, reference) in seen.keys)
                built = self.build(facts, known, number)
            except RuleBroken as broken:
                planned.rejected.append(Rejected(row=number, reference=reference, why=broken.sentence[:LONGEST_WHY]))
                continue
            seen.keys[self.kind, reference] = built.key
            planned.items.append(Item(row=number, reference=reference, built=built))
        planned.rejected.sort(key=lambda each: each.row)
        return planned

    def _read(self, number: int, row: Sequence[str], planned: Planned) -> tuple[int, Read] | None:
        try:
            facts = self.reader.read(row)
            facts.setdefault("reference", "|".join(str(facts.get(part, "")) for part in OF_A_LINK))
            _refuse_longer(facts["reference"])
        except RuleBroken as broken:
            reference = self.reader.reference(row)
            planned.rejected.append(Rejected(row=number, reference=reference, why=broken.sentence[:LONGEST_WHY]))
            return None
        return number, facts

    def _arrived(self, references: Sequence[str]) -> Mapping[str, UUID]:
        found = Arrival.objects.filter(source=self.source, kind=self.kind, reference__in=references)
        return dict(found.values_list("reference", "extract_id"))

    def _known(self, told: Sequence[Read], seen: Seen) -> Known:
        """The records that these rows name, and which of the numbers that they bring are another record's."""
        keys: dict[tuple[str, str], UUID] = {}
        for kind, asked in self._named(told).items():
            found = Arrival.objects.filter(source=self.source, kind=kind, reference__in=asked)
            keys |= {(kind, reference): key for reference, key in found.values_list("reference", "record_id")}
            keys |= {(kind, each): seen.keys[kind, each] for each in asked if (kind, each) in seen.keys}
        return Known(keys=keys, taken=self.taken(told), numbers=seen.numbers)

    def _named(self, told: Sequence[Read]) -> dict[str, set[str]]:
        """The references of other records, by their kind."""
        wanted: dict[str, set[str]] = {}
        for facts in told:
            for name, kind in NAMED.get(self.kind, ()):
                wanted.setdefault(kind, set()).add(str(facts.get(name) or ""))
            if (subject := SUBJECTS.get(str(facts.get("subject")))) is not None:
                wanted.setdefault(subject, set()).add(str(facts["subject_reference"]))
        return wanted


def _refuse_again(*, is_again: bool) -> None:
    if is_again:
        raise RuleBroken("This number stands in the file more than once; the first was taken.")


def _refuse_longer(reference: str) -> None:
    if len(reference) > LONGEST_REFERENCE:
        raise RuleBroken(f"reference: it is longer than {LONGEST_REFERENCE} characters.")

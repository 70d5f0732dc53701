"""How old records are moved in: file by file, batch by batch, each batch short enough that no desk waits for it."""

import hashlib
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, OperationalError

from lineside.crimes.permissions import CanCrime
from lineside.extracts import commands, queries
from lineside.extracts.permissions import CanExtract
from lineside.extracts.queries import KINDS, LedgerRow, Planned, Planner, RowReader, Section, Seen
from lineside.extracts.queries.building import Built
from lineside.incidents.permissions import CanIncident
from lineside.kernel.actors import Actor, system_actor
from lineside.kernel.errors import RuleBroken
from lineside.pole.permissions import CanPole
from lineside.site.bench_node import Say
from lineside.site.extract_files import Rows, digest_of_file, rows_of, write_rejects

FIRST, FEWEST, MOST = 500, 100, 4000  # rows of a batch
AIM = 1.0  # seconds that a batch should take; five would hold up a desk
TRIES = 5
TOLD_EVERY = 5.0  # seconds
AHEAD = 4  # months for whose lines room is made at once
REASONS_TOLD = 5
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be moved in, where the rejects go, and who answers for it."""

    mapping: Path
    kinds: Sequence[str]
    rejects: Path
    by: str
    is_dry: bool


@dataclass(slots=True)
class Told:
    """What is said at the end, and whether every row is accounted for."""

    lines: list[str] = field(default_factory=list)
    adds_up: bool = True


@dataclass(slots=True)
class Totals:
    """Of one extract: as a dry run counts them, or as the ledger has them."""

    rows: int = 0
    moved_in: int = 0
    there: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)
    batches: int = 0
    longest: float = 0.0
    spent: float = 0.0
    begun_at: int = 0

    def add(self, planned: Planned) -> None:
        self.rows += planned.rows
        self.moved_in += len(planned.items)
        self.there += planned.there
        self.rejected += [(each.row, each.why) for each in planned.rejected]

    def take(self, row: LedgerRow, rejected: list[tuple[int, str]]) -> None:
        self.rows, self.moved_in, self.there = row.rows_done, row.moved_in, row.there_already
        self.rejected, self.batches = rejected, row.batches

    @property
    def adds_up(self) -> bool:
        return self.rows == self.moved_in + self.there + len(self.rejected)


def move_in_all(say: Say, wanted: Wanted) -> Told:
    """Every extract that the mapping names, in the order in which they need each other; the totals at the end."""
    text = wanted.mapping.read_bytes()
    mapping = queries.read_mapping(text.decode())
    if unknown := [kind for kind in wanted.kinds if kind not in KINDS]:
        raise RuleBroken(f"There is no kind of record {unknown[0]!r}; there are {', '.join(KINDS)}.")
    chosen = [each for each in mapping.sections if not wanted.kinds or each.kind in wanted.kinds]
    for each in chosen:  # before anything is written: a column that is not there would be noticed half-way
        with closing(rows_of(each, wanted.mapping.parent / each.file)) as rows:
            RowReader(each, rows.header)
    told, seen = Told(), Seen()
    if wanted.is_dry:
        told.lines.append(f"Dry run of {mapping.source}: nothing was written.")
    for each in chosen:
        run = _Run(say, wanted, mapping.source, each, seen)
        with closing(run.rows):
            totals = run.dry() if wanted.is_dry else run.real(text)
        told.lines += _in_words(each.kind, totals, write_rejects(each, run.path, wanted.rejects, totals.rejected))
        told.adds_up &= totals.adds_up
    if not wanted.is_dry:
        _reconcile(mapping.source, told)
    return told


class _Run:
    """One extract from its first row to its last."""

    def __init__(self, say: Say, wanted: Wanted, source: str, section: Section, seen: Seen) -> None:
        self.say, self.section, self.seen, self.source = say, section, seen, source
        self.path = wanted.mapping.parent / section.file
        self.actor = importer(wanted.by)
        self.rows: Rows = rows_of(section, self.path)
        self.reader = RowReader(section, self.rows.header)
        self.totals, self.began, self.told_at = Totals(), time.monotonic(), time.monotonic()
        self.months: set[tuple[int, int]] = set()

    def dry(self) -> Totals:
        planner = Planner(self.source, self.section.kind, self.reader, None)
        numbered = iter(enumerate(self.rows, start=1))
        while rows := list(islice(numbered, MOST)):
            self.totals.add(planner.plan(rows, self.seen))
            self._tell(self.totals.rows)
        return self.totals

    def real(self, mapping: bytes) -> Totals:
        """Goes on after the last row that the ledger knows of; what it says is the whole extract's."""
        extract = commands.begin_extract(
            actor=self.actor, source=self.source, kind=self.section.kind, name=self.path.name,
            sha256=digest_of_file(self.path), mapping_sha256=_digest(mapping),
        )  # fmt: skip
        planner = Planner(self.source, self.section.kind, self.reader, extract.id)
        done, size = extract.rows_done, FIRST
        self.totals.begun_at = done
        if done:
            self.say(f"{self.section.kind}: going on after row {done:,}")
        numbered = islice(enumerate(self.rows, start=1), done, None)
        while rows := list(islice(numbered, size)):
            took = self._batch(planner, extract.id, done, rows)
            done += len(rows)
            size = max(FEWEST, min(MOST, int(size * min(2.0, AIM / max(took, 0.01)))))
            self._tell(done)
        finished = commands.finish_extract(actor=self.actor, extract_id=extract.id)
        self.totals.take(queries.ledger_row(finished.id), list(queries.rejections(finished.id)))
        self.totals.spent = time.monotonic() - self.began
        return self.totals

    def _batch(self, planner: Planner, extract_id: UUID, done: int, rows: list[tuple[int, list[str]]]) -> float:
        """Planned and written; how long its transaction took. What a desk did meanwhile is planned for anew."""
        for left in reversed(range(TRIES)):
            planned = planner.plan(rows, Seen())
            self._make_room(planned)
            began = time.monotonic()
            try:
                count, sha256, references = commands.announced(planned)
                commands.move_in(
                    actor=self.actor, extract_id=extract_id, first_row=done, count=count, sha256=sha256,
                    references=references, content=planned,
                )  # fmt: skip
            except (IntegrityError, OperationalError):
                if not left:
                    raise
                time.sleep(0.5)
                continue
            took = time.monotonic() - began
            self.totals.longest = max(self.totals.longest, took)
            return took
        raise RuntimeError("A batch has one try at least.")

    def _make_room(self, planned: Planned) -> None:
        """Partitions of the months of which keys were made; where a long reader holds them up, lines go to the rest."""
        if self.section.kind not in {"logs", "lines", "occurrences"}:
            return
        keys = [key for each in planned.items for key in _keys(each.built)]
        months = {(at.year, at.month) for at in (datetime.fromtimestamp((key.int >> 80) / 1000, UTC) for key in keys)}
        for month in sorted(months - self.months):
            if month in self.months:
                continue
            try:
                commands.make_room(actor=self.actor, first=datetime(*month, 1, tzinfo=UTC))
            except OperationalError:
                continue
            self.months |= set(_from(month))

    def _tell(self, done: int) -> None:
        now = time.monotonic()
        if now - self.told_at >= TOLD_EVERY:
            self.told_at = now
            pace = (done - self.totals.begun_at) / (now - self.began)
            self.say(f"{self.section.kind}: {done:,} rows, {self.rows.share():.0%}, {pace:,.0f} a second")


def importer(by: str) -> Actor:
    """No more rights than to move old records in; the name of who answers for it is on every line of record."""
    rights = (CanExtract.MOVE_IN, CanPole.MOVE_IN, CanIncident.MOVE_IN, CanCrime.MOVE_IN)
    return system_actor(f"import by {by}"[:200], *rights)


def _keys(built: Built) -> Iterator[UUID]:
    yield built.key
    if built.log:
        yield built.log.id


def _from(month: tuple[int, int]) -> Iterator[tuple[int, int]]:
    for more in range(AHEAD):
        years, rest = divmod(month[1] - 1 + more, 12)
        yield month[0] + years, rest + 1


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


def _in_words(kind: str, totals: Totals, rejects: Path | None) -> list[str]:
    where = f" (see {rejects})" if rejects else ""
    parts = f"{totals.moved_in:,} moved in + {totals.there:,} there already + {len(totals.rejected):,} rejected"
    lines = [f"{kind}: {totals.rows:,} rows = {parts}{where}"]
    if not totals.adds_up:
        lines.append(f"{kind}: THE TOTALS DO NOT ADD UP.")
    # Without what differs from row to row, so that a thousand of one cause are one line.
    reasons = Counter(QUOTED.sub("…", why) for _, why in totals.rejected)
    lines += [f"  {count:,} times: {why}" for why, count in reasons.most_common(REASONS_TOLD)]
    if totals.batches and totals.spent:
        rows = totals.rows - totals.begun_at
        lines.append(
            f"  {rows:,} rows in {totals.spent:.1f} s, {rows / totals.spent * 60:,.0f} a minute;"
            f" the longest of {totals.batches} batches took {totals.longest:.2f} s"
        )
    return lines


def _reconcile(source: str, told: Told) -> None:
    """Counted anew in the tables, of everything that ever came from this system."""
    told.lines.append(f"Of {source} in all:")
    for row in queries.reconciled(source):
        is_whole = row.in_ledger == row.in_tables
        told.adds_up &= is_whole
        told.lines.append(
            f"  {row.kind}: {row.in_ledger:,} in the ledger, {row.in_tables:,} in the tables"
            f"{'' if is_whole else ': THEY DIFFER'}"
        )
    told.lines.append("Every row is accounted for." if told.adds_up else "NOT EVERY ROW IS ACCOUNTED FOR.")

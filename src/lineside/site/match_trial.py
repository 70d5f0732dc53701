"""Trying the matching rule on a file whose truth is known: precision, recall and F1, of pairs and of groups."""

import csv
import gzip
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from lineside.kernel.errors import RuleBroken
from lineside.pole.queries import Weights, compare, keys, particulars_of_row

TRUTHS = ("cluster", "person", "entity")
FEBRL = re.compile(r"rec-(\d+)-(org|dup-\d+)")
MOST_OF_A_KEY = 400
AT_LEAST = {"likely": ("certain", "likely"), "possible": ("certain", "likely", "possible")}


@dataclass(frozen=True)
class Score:
    found: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"precision {self.precision:.4f}, recall {self.recall:.4f}, F1 {self.f1:.4f}"


def read_files(paths: Iterable[Path]) -> tuple[list[dict[str, str]], list[str]]:
    """Records and who each is: a column cluster, person or entity, or a Febrl record number."""
    records, truth = [], []
    for path in paths:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
        for row in csv.DictReader(io.StringIO(text), skipinitialspace=True):
            records.append(particulars_of_row({key: value or "" for key, value in row.items() if key}))
            truth.append(_who(row, path))
    return records, truth


def _who(row: dict[str, str], path: Path) -> str:
    named = next((row[column] for column in TRUTHS if row.get(column)), "")
    febrl = FEBRL.fullmatch(row.get("rec_id") or "")
    if not (named or febrl):
        raise RuleBroken(f"{path.name} does not say who its records are: add a column named cluster.")
    return named or (febrl[1] if febrl else "")


def candidate_pairs(records: Sequence[dict[str, str]]) -> set[tuple[int, int]]:
    """Pairs that share a key; a key that too many share tells nobody from another and is passed over."""
    held: dict[str, list[int]] = {}
    for n, record in enumerate(records):
        for key in keys(record):
            held.setdefault(key, []).append(n)
    return {pair for group in held.values() if len(group) <= MOST_OF_A_KEY for pair in combinations(group, 2)}


def try_weights(records: Sequence[dict[str, str]], truth: Sequence[str], weights: Weights) -> dict[str, Score]:
    pairs = candidate_pairs(records)
    verdicts = {pair: compare(records[pair[0]], records[pair[1]], weights).verdict for pair in pairs}
    true = _pairs_in(Counter(truth))
    scores = {"worth comparing": Score(len(pairs), sum(truth[a] == truth[b] for a, b in pairs), true)}
    for name, taken in AT_LEAST.items():
        kept = [pair for pair, verdict in verdicts.items() if verdict in taken]
        scores[f"pairs, {name} or better"] = Score(len(kept), sum(truth[a] == truth[b] for a, b in kept), true)
    sure = [pair for pair, verdict in verdicts.items() if verdict == "certain"]
    scores["pairs, certain"] = Score(len(sure), sum(truth[a] == truth[b] for a, b in sure), true)
    joined = _groups(len(records), (pair for pair, verdict in verdicts.items() if verdict in AT_LEAST["likely"]))
    right = _pairs_in(Counter(zip(joined, truth, strict=True)))
    scores["groups, likely or better"] = Score(_pairs_in(Counter(joined)), right, true)
    return scores


def _pairs_in(sizes: Counter[int] | Counter[str] | Counter[tuple[int, str]]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _groups(count: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Records that a chain of likely pairs joins: what a person who accepts each of them would get."""
    first = list(range(count))

    def root(n: int) -> int:
        while first[n] != n:
            first[n] = first[first[n]]
            n = first[n]
        return n

    for a, b in pairs:
        first[root(a)] = root(b)
    return [root(n) for n in range(count)]


def report(say: Callable[[str], None], scores: dict[str, Score]) -> None:
    for name, score in scores.items():
        say(f"{name}: {score} ({score.found} found, {score.right} of {score.true} right)")

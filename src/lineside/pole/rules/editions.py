"""Editions of the matching weights: a dated file that says from what records they were estimated, and how."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from lineside.kernel.rule_tables import Edition, in_force
from lineside.pole.rules.matching import FieldWeights, Weights

TABLE = Path(__file__).parents[1] / "data" / "match_weights"


def weights_in_force(on: date) -> Weights:
    return weights_from(in_force(TABLE, on))


def weights_from(edition: Edition) -> Weights:
    """Rows are levels of fields (`m` and `u`) and, where it is known, how common a value is (`share`)."""
    m: dict[str, dict[str, float]] = defaultdict(dict)
    u: dict[str, dict[str, float]] = defaultdict(dict)
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    facts: dict[str, tuple[str, str]] = {}
    for row in edition.rows:
        name = str(row["field"])
        if "share" in row:
            shares[name][str(row["value"])] = float(row["share"])
            continue
        facts[name] = str(row["how"]), str(row["called"])
        m[name][str(row["level"])], u[name][str(row["level"])] = float(row["m"]), float(row["u"])
    fields = [FieldWeights(name, how, called, m[name], u[name], shares[name]) for name, (how, called) in facts.items()]
    return Weights(edition.edition, float(edition.meta["prior"]), tuple(fields))


def edition_text(weights: Weights, head: Mapping[str, str]) -> str:
    """The file of an edition. A share names a value and how common it is, never whose it is."""
    lines = [f"{key} = {json.dumps(value)}" for key, value in {**head, "prior": str(weights.prior)}.items()]
    for each in weights.fields:
        for level, m in each.m.items():
            facts = {"code": f"{each.name}.{level}", "field": each.name, "how": each.how, "called": each.called}
            lines += ["", "[[row]]", *(f"{key} = {json.dumps(value)}" for key, value in facts.items())]
            lines += [f'level = "{level}"', f"m = {m:.8f}", f"u = {each.u.get(level, 0.0):.8f}"]
        for value, share in each.shares.items():
            lines += ["", "[[row]]", f"code = {json.dumps(f'{each.name}={value}', ensure_ascii=False)}"]
            lines += [
                f'field = "{each.name}"',
                f"value = {json.dumps(value, ensure_ascii=False)}",
                f"share = {share:.8f}",
            ]
    return "\n".join(lines) + "\n"

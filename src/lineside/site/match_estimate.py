"""Matching weights estimated by Splink, an offline tool: no process of a node imports it.

Splink compares by the one rule of the register, which DuckDB calls as functions: what is estimated is what is applied.
"""

import importlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from lineside.kernel.errors import RuleBroken
from lineside.pole.queries import LEVELS, FieldWeights, Weights, agree, names_agree_of

HOW = {
    "given": ("given", "given name"), "surname": ("surname", "surname"), "born_on": ("date", "date of birth"),
    "house": ("plain", "house number"), "street": ("text", "street"), "locality": ("text", "locality"),
    "place": ("text", "town"), "postcode": ("code", "postcode"), "region": ("plain", "region"),
    "phone": ("number", "telephone number"), "email": ("email", "e-mail address"), "number": ("number", "own number"),
    "birth_place": ("text", "place of birth"), "gender": ("plain", "sex"), "occupation": ("text", "occupation"),
}  # fmt: skip
COMMON_COUNT = ("given", "surname", "born_on", "place", "birth_place", "occupation", "postcode")
MOST_PAIRS, SEED, FEWEST_SHARED = 400_000, 20260401, 2
RECALL_OF_SURE = 0.7  # [design] what share of true pairs agree in the sure ways below
SMALLEST = 1e-6
Record = Mapping[str, str]


def estimate(records: Sequence[Record], edition: str, say: Callable[[str], None] = print) -> Weights:
    """Weights for the fields that these records have. No record says who it is; Splink finds that out by EM."""
    splink, duckdb = _tools()
    names = [name for name in HOW if sum(bool(record.get(name)) for record in records) >= FEWEST_SHARED]
    database = duckdb.connect()
    _teach(database, names)
    columns = ", ".join(f'"{name}" VARCHAR' for name in names)
    database.execute(f"CREATE TABLE records (unique_id INTEGER, {columns})")
    slots = ", ".join("?" * (len(names) + 1))
    rows = [[n, *(record.get(name) or None for name in names)] for n, record in enumerate(records)]
    database.executemany(f"INSERT INTO records VALUES ({slots})", rows)  # noqa: S608 - column names are our own
    blocks = importlib.import_module("splink.internals.duckdb.database_api")
    table = blocks.DuckDBAPI(connection=database).register("records")
    linker = splink.Linker(table, _settings(splink, names), log_level=40)
    linker.training.estimate_probability_two_random_records_match(_sure(names), recall=RECALL_OF_SURE)
    linker.training.estimate_u_using_random_sampling(max_pairs=MOST_PAIRS, seed=SEED)
    for block in _sessions(names):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block, record_sample_proportion=1.0, max_pairs=MOST_PAIRS
        )
    say(f"Splink {splink.__version__}: {len(records)} records, {len(names)} fields")
    return weights_of(linker.misc.save_model_to_json(), records, edition)


def _tools() -> tuple[Any, Any]:
    try:
        return importlib.import_module("splink"), importlib.import_module("duckdb")
    except ImportError as fault:
        raise RuleBroken(
            "Weights are estimated by Splink; install it with: pip install 'lineside[analysis]'."
        ) from fault


def _teach(database: Any, names: Sequence[str]) -> None:  # noqa: ANN401 - a tool that is not installed with us
    """The rule's own comparisons as functions of the database."""

    def given(a: str | None, b: str | None, c: str | None, d: str | None) -> str | None:
        return names_agree_of((a or "", b or ""), (c or "", d or ""))[0]

    def surname(a: str | None, b: str | None, c: str | None, d: str | None) -> str | None:
        return names_agree_of((a or "", b or ""), (c or "", d or ""))[1]

    four, two = ["VARCHAR"] * 4, ["VARCHAR"] * 2
    database.create_function("given_level", given, four, "VARCHAR", null_handling="special")
    database.create_function("surname_level", surname, four, "VARCHAR", null_handling="special")
    for how in {HOW[name][0] for name in names} - {"given", "surname"}:
        database.create_function(f"{how}_level", _level_of(how), two, "VARCHAR", null_handling="special")


def _level_of(how: str) -> Callable[[str | None, str | None], str | None]:
    def level(a: str | None, b: str | None) -> str | None:
        return agree(how, a or "", b or "")

    return level


def _settings(splink: Any, names: Sequence[str]) -> Any:  # noqa: ANN401
    kinds = importlib.import_module("splink.comparison_library")
    return splink.SettingsCreator(
        link_type="dedupe_only",
        comparisons=[kinds.CustomComparison(_levels(name, names), output_column_name=name) for name in names],
        blocking_rules_to_generate_predictions=[],
        retain_intermediate_calculation_columns=False,
    )


def _levels(name: str, names: Sequence[str]) -> list[dict[str, Any]]:
    how = HOW[name][0]
    of = [f'"{name}_l"', f'"{name}_r"']
    if how in {"given", "surname"}:
        of = [f'"{part}_{side}"' if part in names else "NULL" for side in "lr" for part in ("given", "surname")]
    asked = f"{how}_level({', '.join(of)})"
    known = [level for level in LEVELS[how] if level != "different"]
    return [
        {"sql_condition": f"{asked} IS NULL", "label_for_charts": "null", "is_null_level": True},
        *({"sql_condition": f"{asked} = '{level}'", "label_for_charts": level} for level in known),
        {"sql_condition": "ELSE", "label_for_charts": "different"},
    ]


def _sure(names: Sequence[str]) -> list[str]:
    """Ways to agree that hardly two persons share: they say roughly how many pairs there are."""
    ways = [("number",), ("email",), ("given", "surname", "born_on"), ("surname", "born_on", "postcode")]
    return [_all(way) for way in ways if all(name in names for name in way)]


def _sessions(names: Sequence[str]) -> list[str]:
    """Each training session holds some fields still and learns the others; together they learn every field."""
    ways = [("born_on",), ("given", "surname"), ("email",), ("postcode", "surname")]
    return [_all(way) for way in ways if all(name in names for name in way)][:3]


def _all(names: Iterable[str]) -> str:
    return " AND ".join(f'l."{name}" = r."{name}"' for name in names)


def weights_of(model: Mapping[str, Any], records: Sequence[Record], edition: str) -> Weights:
    """Splink's model as our edition; a level that it never saw keeps the smallest chance."""
    fields = []
    for comparison in model["comparisons"]:
        name = comparison["output_column_name"]
        levels = [each for each in comparison["comparison_levels"] if not each.get("is_null_level")]
        m = {each["label_for_charts"]: each.get("m_probability") or SMALLEST for each in levels}
        u = {each["label_for_charts"]: each.get("u_probability") or SMALLEST for each in levels}
        fields.append(FieldWeights(name, *HOW[name], m, u, _shares(name, records)))
    return Weights(edition, model["probability_two_random_records_match"], tuple(fields))


def _shares(name: str, records: Sequence[Record]) -> dict[str, float]:
    if name not in COMMON_COUNT:
        return {}
    counts = Counter(value for record in records if (value := record.get(name)))
    whole = counts.total()
    # A value seen once is as rare as its single record says; those seen once are not listed one by one.
    listed = {value: count / whole for value, count in counts.most_common(2000) if count > 1}
    return listed | {"": 1 / whole} if listed else {}

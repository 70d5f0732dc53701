"""Trying the matching on files: what is measured, and what a model of Splink becomes."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.kernel.rule_tables import load_edition
from lineside.kernel.testing import real_data
from lineside.pole.queries import weights_from, weights_in_force
from lineside.site.match_estimate import estimate, weights_of
from lineside.site.match_trial import Score, read_files, try_weights

INVENTED = """cluster,first_name,surname,dob,email
1,Robin,Vale,1984-03-09,robin.vale@example.org
1,Rob,Vale,1984-03-09,
1,Robyn,Vale,1984-03-08,robin.vale@example.org
2,Hazel,Stone,1961-12-25,hazel@example.com
2,Stone,Hazel,1961-12-25,
3,Robin,Vale,2002-07-14,
"""
FEBRL_4 = ("matching/febrl_dataset4a.csv.gz", "matching/febrl_dataset4b.csv.gz")


@pytest.fixture
def weights():
    return weights_in_force(date(2026, 11, 26))


def test_true_pairs_are_found_and_a_namesake_is_kept_apart(tmp_path, weights):
    path = tmp_path / "invented.csv"
    path.write_text(INVENTED, "utf-8")
    scores = try_weights(*read_files([path]), weights)
    assert scores["pairs, likely or better"] == Score(found=4, right=4, true=4)
    assert scores["groups, likely or better"].f1 == 1.0


def test_a_wrong_pair_costs_precision_and_a_lost_one_recall():
    score = Score(found=4, right=3, true=6)
    assert (score.precision, score.recall, score.f1) == (0.75, 0.5, 0.6)


def test_a_file_that_does_not_say_who_is_who_is_refused(tmp_path):
    path = tmp_path / "who.csv"
    path.write_text("first_name\nRobin\n", "utf-8")
    with pytest.raises(RuleBroken, match="add a column named cluster"):
        read_files([path])


def test_a_level_that_was_never_seen_is_rare_and_not_impossible():
    level = {"label_for_charts": "same", "m_probability": 0.8, "u_probability": 0.01}
    unseen = {"label_for_charts": "different"}
    model = {
        "probability_two_random_records_match": 0.001,
        "comparisons": [{"output_column_name": "gender", "comparison_levels": [level, unseen]}],
    }
    [gender] = weights_of(model, [], "2027-01").fields
    assert gender.m == {"same": 0.8, "different": 1e-6}
    assert gender.weight("different", "x") > 0


@pytest.mark.skipif(importlib.util.find_spec("splink") is not None, reason="Splink is installed")
def test_without_splink_an_estimate_says_how_to_get_it():
    with pytest.raises(RuleBroken, match="pip install"):
        estimate([{"given": "robin"}], "2027-01")


def test_weights_of_one_febrl_set_find_the_persons_of_another():
    """The weights come from set 1 without its truth; of set 4, which they never saw, every tenth person is tried."""
    read = zip(*read_files([real_data(name) for name in FEBRL_4]), strict=True)
    records, truth = zip(*((record, who) for record, who in read if who.endswith("0")), strict=True)
    weights = weights_from(load_edition(Path(__file__).parent / "febrl_weights.toml"))
    assert try_weights(records, truth, weights)["pairs, likely or better"].f1 >= 0.97

"""Links between logs: their kinds by the words they begin with, and which log is a part of which."""

from datetime import date

import pytest

from lineside.incidents.commands import link_incidents
from lineside.incidents.models import IncidentLink
from lineside.incidents.queries import log, parts_of
from lineside.incidents.rules import read_link
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import RuleBroken

SUSPECT = "Linked to {other}: same suspect"
ON = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("why", "kind", "here", "there"),
    [
        ("child of", "child", "Part of {other}", "{other} is a part of this"),
        ("Part of: platform 2", "child", "Part of {other}: platform 2", "{other} is a part of this: platform 2"),
        ("parent of", "child", "{other} is a part of this", "Part of {other}"),
        ("caused by the crush", "caused", "Caused by {other}: the crush", "Caused {other}: the crush"),
        ("follow-up", "follow_up", "Follows {other}", "{other} follows this"),
        ("same suspect, red coat", "same_suspect", f"{SUSPECT}: red coat", f"{SUSPECT}: red coat"),
        ("childish pranks", "linked", "Linked to {other}: childish pranks", "Linked to {other}: childish pranks"),
        ("", "linked", "Linked to {other}: linked", "Linked to {other}: linked"),
        ("{curious}", "linked", "Linked to {other}: {{curious}}", "Linked to {other}: {{curious}}"),
    ],
)  # fmt: skip
def test_the_words_that_a_link_begins_with_tell_its_kind(why, kind, here, there):
    read = read_link(why, ON)
    assert (read.kind, read.here, read.there) == (kind, here, there)


@pytest.mark.django_db
def test_a_part_is_named_in_both_logs_and_found_from_the_whole():
    part, whole = make_incident("P"), make_incident("I")
    link_incidents(actor=OPERATOR, incident_id=part.id, other_id=whole.id, why="child of")
    assert log(part.id)[-1].text == f"Part of {whole}"
    assert log(whole.id)[-1].text == f"{part} is a part of this"
    assert [row.id for row in parts_of(OPERATOR, whole.id)] == [part.id]
    assert parts_of(OPERATOR, part.id) == []


@pytest.mark.django_db
def test_said_from_the_whole_it_is_the_same_link():
    part, whole = make_incident("P"), make_incident("I")
    first = link_incidents(actor=OPERATOR, incident_id=whole.id, other_id=part.id, why="parent of")
    assert link_incidents(actor=OPERATOR, incident_id=part.id, other_id=whole.id, why="child of") == first
    assert IncidentLink.objects.count() == 1


@pytest.mark.django_db
def test_a_log_is_a_part_of_one_other_which_is_a_part_of_none():
    part, whole, third = (make_incident("P") for _ in range(3))
    link_incidents(actor=OPERATOR, incident_id=part.id, other_id=whole.id, why="child of")
    for one, other, why in (
        (part, third, "is a part of"),
        (third, part, "itself a part"),
        (whole, third, "parts of this"),
    ):
        with pytest.raises(RuleBroken, match=why):
            link_incidents(actor=OPERATOR, incident_id=one.id, other_id=other.id, why="child of")

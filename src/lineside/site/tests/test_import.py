"""`lineside import`: old records moved in, as the desks then find them, and what is on record."""

from datetime import UTC, datetime

import pytest

from lineside.crimes.models import Crime
from lineside.crimes.queries import crime_file, find_crimes, worklist
from lineside.crimes.queries.finals import finals_of
from lineside.crimes.queries.worklists import to_finalise_row
from lineside.extracts.models import Rejection
from lineside.extracts.testing import WHOLE, write_extracts
from lineside.incidents.commands import reopen_incident
from lineside.incidents.models import ClosingHold, Incident
from lineside.incidents.queries import board, find_incidents, log
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import AuditLine, EventRecord
from lineside.pole.queries import find_people, linked_to
from lineside.site.moving_in import importer
from lineside.site.tests.moved import LOOKER, everything, move_in, totals
from lineside.victims.commands import open_care
from lineside.victims.models import Duty, Victim
from lineside.victims.reactions import CLOCK


@pytest.fixture
def whole(tmp_path):
    return write_extracts(tmp_path)


@pytest.mark.django_db
def test_what_was_moved_in_is_found_and_read_at_the_desks_with_its_origin_and_its_old_number(whole):
    assert move_in(whole).adds_up
    (row,) = find_incidents(LOOKER, "youths café")
    assert (row.reference, row.origin, row.state) == ("CAD-17-19", "OLD CAD", "closed")
    assert row.opened_at == datetime(2019, 3, 12, 17, 42, tzinfo=UTC)
    assert [(line.kind, line.text) for line in log(row.id)] == [
        ("moved_in", "Moved in from OLD CAD, where its number was CAD/17/19."),
        ("moved_in", "Unit at scene"),
        ("moved_in", "Words of advice"),
    ]
    (crime,) = crime_file(LOOKER, row.id).crimes
    assert (crime.reference, crime.state, crime.origin, crime.title) == (
        "1900004512", "recorded", "OLD CAD", "Theft from the person of another",
    )  # fmt: skip
    assert Incident.objects.get(id=row.id).crime_references == ["1900004512"]
    assert [each.reference for each in find_crimes(LOOKER, "1900004777")] == ["1900004777"]
    (person,) = find_people(LOOKER, "07700 900123", "to see that they are found")
    assert (person.name, person.origin, person.times_victim) == ("Robin Vale", "OLD CAD", 1)
    assert [each.role for each in linked_to(LOOKER, "incident", row.id)] == ["witness"]


@pytest.mark.django_db
def test_a_crime_that_came_without_a_log_gets_one_that_is_over(whole):
    move_in(whole)
    own = Incident.objects.get(reference="1900004777")
    assert (own.state, own.origin, own.crime_references) == ("closed", "OLD CAD", ["1900004777"])


@pytest.mark.django_db
def test_what_an_old_system_owed_the_victim_of_a_crime_begins_no_clock_here(whole):
    move_in(whole)
    open_care(actor=CLOCK, crime_id=Crime.objects.get(reference="1900004512").id)
    assert Victim.objects.get().name == "Robin Vale"
    assert not Duty.objects.exists()


@pytest.mark.django_db
def test_an_outcome_is_kept_as_it_was_and_one_that_our_list_lacks_is_rejected(tmp_path):
    rows = [
        "1900004777,,2019-04-02 13:30,39,039/00,finalised,18",
        "1900004778,,2019-04-02 13:30,39,039/00,finalised,99",
    ]
    move_in(write_extracts(tmp_path, crimes=[WHOLE["crimes.csv"][0], *rows]), kinds=["occurrences"])
    (final,) = finals_of(LOOKER, Crime.objects.get().id)
    assert (final.code, final.rationale) == ("18", "As it stood in OLD CAD.")
    assert "'99' is no outcome of our list" in Rejection.objects.get().why


@pytest.mark.django_db
def test_the_desks_show_where_a_record_comes_from(whole, client, sign_in):
    move_in(whole)
    sign_in("incidents.view", "crimes.view", "contacts.view", "pole.look_up")
    found = client.get("/find/", {"q": "youths café"}).content.decode()
    assert "CAD-17-19" in found
    assert "from OLD CAD" in found
    page = client.get("/incidents/CAD-17-19/").content.decode()
    assert "Moved in from OLD CAD, where its number was CAD/17/19." in page
    assert "Unit at scene" in page


@pytest.mark.django_db
def test_nothing_that_was_moved_in_is_news(whole):
    before = EventRecord.objects.count()
    move_in(whole)
    assert EventRecord.objects.count() == before
    assert not ClosingHold.objects.exists()
    assert not Duty.objects.exists()
    assert board(LOOKER) == []
    assert worklist(LOOKER) == []
    assert to_finalise_row(Crime.objects.get(state="recorded").id) is None
    assert not Incident.objects.filter(closed_at=None).exists()


@pytest.mark.django_db
def test_a_live_log_keeps_the_next_number_of_its_day_whatever_is_moved_in(tmp_path):
    at = datetime.now(UTC).isoformat()
    rows = [WHOLE["logs.csv"][0], f"A1,{at},{at},Over already,ASB,"]
    move_in(write_extracts(tmp_path, logs=rows), kinds=["logs"])
    assert make_incident().serial == 1


@pytest.mark.django_db
def test_a_batch_is_one_deed_on_record_with_its_count_its_digest_and_each_old_number(whole):
    move_in(whole)
    lines = AuditLine.objects.filter(name="extracts.move_in").order_by("id")
    facts = [line.facts for line in lines]
    assert [each["references"] for each in facts] == [
        ["N1"], ["CAD/17/19"], ["CAD/17/19#1"], ["1900004512", "1900004777"],
        ["N1|occurrence|1900004512|victim", "N1|log|CAD/17/19|witness"],
    ]  # fmt: skip
    assert [each["count"] for each in facts] == [1, 1, 1, 2, 2]
    assert all(len(each["sha256"]) == 64 for each in facts)
    assert {line.actor_name for line in lines} == {"import by Ruth Adeyemi"}
    below = AuditLine.objects.filter(name="pole.move_in_people").get().facts
    assert below == {"source": "OLD CAD", "count": 1, "sha256": facts[0]["sha256"]}


@pytest.mark.django_db
def test_run_twice_it_doubles_nothing_and_says_that_all_is_there(whole):
    move_in(whole)
    before = everything()
    told = move_in(whole)
    assert told.adds_up
    assert everything() == before
    assert totals(told)[0] == "persons: 1 rows = 0 moved in + 1 there already + 0 rejected"


@pytest.mark.django_db
def test_a_log_that_was_moved_in_is_over_and_not_opened_again(whole):
    move_in(whole)
    old = Incident.objects.get(reference="CAD-17-19")
    with pytest.raises(RuleBroken, match="moved in from OLD CAD and is over"):
        reopen_incident(actor=OPERATOR, incident_id=old.id, reason="Something new came up")


@pytest.mark.django_db
def test_lines_of_one_minute_keep_the_order_of_the_file(tmp_path):
    lines = [f"CAD/17/19,{n},2019-03-12 18:01,J SMALL,Line {n}" for n in range(1, 8)]
    move_in(write_extracts(tmp_path, lines=[WHOLE["lines.csv"][0], *lines]))
    old = Incident.objects.get(reference="CAD-17-19")
    assert [line.text for line in log(old.id)][1:-1] == [f"Line {n}" for n in range(1, 8)]


@pytest.mark.django_db
def test_a_line_that_was_written_after_the_log_was_closed_is_read_with_the_others(tmp_path):
    late = "CAD/17/19,1,2020-06-01 09:00,P MARSH,The camera's record came"
    move_in(write_extracts(tmp_path, lines=[WHOLE["lines.csv"][0], late]))
    old = Incident.objects.get(reference="CAD-17-19")
    assert log(old.id)[-1].text == "The camera's record came"
    assert old.last_line == "The camera's record came"


@pytest.mark.django_db
def test_who_may_not_move_records_in_cannot(whole):
    from lineside.extracts.commands import begin_extract

    facts = {"source": "OLD CAD", "kind": "persons", "name": "p.csv", "sha256": "0" * 64, "mapping_sha256": "0" * 64}
    with pytest.raises(NotPermitted):
        begin_extract(actor=OPERATOR, **facts)
    assert begin_extract(actor=importer("Ruth Adeyemi"), **facts).rows_done == 0

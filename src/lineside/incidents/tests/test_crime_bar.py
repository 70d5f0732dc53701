"""The crime bar: words raise the question, a person answers it, and what nobody answers goes to a recorder."""

from datetime import date

import pytest

from lineside.incidents import commands, queries, rules
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import RuleBroken

ON = date(2026, 11, 27)
CALM = "Two people singing loudly in the waiting room"
TOLD = "Two lads shouting, one punched a man on the platform"


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("One of them PUNCHED a man", "an assault"),
        ("she was groped on the 0812", "a sexual offence"),
        ("someone stole my rucksack", "a theft or robbery"),
        ("they smashed the ticket machine", "criminal damage"),
        ("he threatened to wait for me", "a threat that is an offence"),
        ("I saw a knife in his belt", "a weapon carried"),
        ("shouting homophobic things", "a hate crime"),
        ("a man followed me home again", "stalking, harassment or voyeurism"),
        ("kids throwing stones at the trains", "endangering the railway"),
        ("a lad selling drugs by the gate", "a drugs offence"),
    ],
)
def test_words_by_which_people_tell_an_offence_raise_the_question(said, label):
    assert [sign.label for sign in rules.crime_signs([said], ON)] == [label]


@pytest.mark.parametrize(
    "said", [CALM, "A bladeless fan in the shop", "My train is late and cold", "Punchbowl Road bridge", ""]
)
def test_words_that_tell_none_raise_none(said):
    assert rules.crime_signs([said], ON) == ()


@pytest.mark.django_db
def test_what_nobody_answers_waits_for_a_recorder_with_the_words_that_led_there():
    incident = make_incident(summary=TOLD, opening_code="ASB")
    assert [hold.kind for hold in queries.holds(incident.id)] == ["crime_decision"]
    [line] = [line.text for line in queries.log(incident.id) if line.kind == "crime_bar"]
    assert line == "Crime bar not answered; “punched” may be an assault. A crime recorder decides."


@pytest.mark.django_db
def test_a_person_who_says_why_it_is_none_is_believed_and_stands_in_the_log():
    why = "Play fighting, both say so and the CCTV operator watched it."
    incident = make_incident("P", summary=TOLD, opening_code="ASB", crime_bar="not_met", crime_bar_reason=why)
    assert queries.holds(incident.id) == []
    [line] = [line.text for line in queries.log(incident.id) if line.kind == "crime_bar"]
    assert line == f"Crime bar not met (“punched” may be an assault): {why}"
    done = result(incident)
    assert (done.state, queries.holds(incident.id)) == ("resulted", [])


@pytest.mark.django_db
def test_a_person_may_say_that_it_is_met_where_no_word_did():
    incident = make_incident(summary=CALM, opening_code="ASB", crime_bar="met")
    assert [hold.kind for hold in queries.holds(incident.id)] == ["crime_decision"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"crime_bar": "perhaps"}, "crime_bar"),
        ({"crime_bar": "not_met", "crime_bar_reason": "  "}, "crime_bar_reason"),
        ({"crime_bar": "not_met", "crime_bar_reason": "None", "opening_code": "VIOL"}, "crime_bar"),
    ],
)
def test_a_fault_is_one_sentence_beside_its_field(facts, field):
    with pytest.raises(RuleBroken) as refusal:
        make_incident(**{"summary": TOLD, "opening_code": "ASB", **facts})
    assert refusal.value.field == field


@pytest.mark.django_db
def test_what_another_contact_told_later_is_asked_about_before_it_closes_as_nuisance():
    incident = make_incident(grade="P", summary=CALM, opening_code="ASB")
    assert queries.holds(incident.id) == []
    commands.add_log_entry(
        actor=OPERATOR, incident_id=incident.id, text="Another contact: they stole my phone", kind="contact"
    )
    done = result(incident)
    assert [hold.kind for hold in queries.holds(incident.id)] == ["crime_decision"]
    assert [line.kind for line in queries.log(incident.id)][-2:] == ["result", "crime_bar"]
    with pytest.raises(RuleBroken, match="crime decision is owed"):
        commands.close_incident(actor=OPERATOR, incident_id=incident.id, seen_version=done.version)


@pytest.mark.django_db
def test_what_a_recorder_decided_is_not_asked_again():
    incident = make_incident(summary=TOLD, opening_code="ASB")
    commands.release_hold(actor=OPERATOR, incident_id=incident.id, kind="crime_decision", reason="No crime")
    result(incident)
    assert queries.holds(incident.id) == []


def result(incident):
    return commands.result_incident(actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",))

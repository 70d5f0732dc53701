"""An interpreter is asked for, joins and leaves; what became of it and the statement's language stay."""

from datetime import UTC, date, datetime

import pytest

from lineside.contacts.testing import in_one_instant, make_call, make_taken_contact
from lineside.incidents.queries import log
from lineside.incidents.testing import make_incident
from lineside.interpreters import rules
from lineside.interpreters.commands import (
    ask_interpreter,
    end_interpreter,
    keep_statement_language,
    note_interpreter_joined,
)
from lineside.interpreters.events import InterpreterChanged
from lineside.interpreters.queries import interpreters_of, statement_of, statements_of_incident
from lineside.interpreters.testing import ASKER, make_interpreter
from lineside.kernel.errors import NotPermitted, RuleBroken, Stale
from lineside.kernel.testing import an_actor, audit_lines, events_of
from lineside.triage.commands import attach_contact

ON, AT = date(2026, 11, 27), datetime(2026, 11, 27, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "provider", "field"),
    [("xx", "first", "language"), ("pl", "nobody", "provider"), ("bfi", "first", "provider"),
     ("pl", "video", "provider"), ("other", "first", "words")],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_refused_beside_its_field(language, provider, field):
    with pytest.raises(RuleBroken) as refused:
        rules.check_request(language, provider, "", ON)
    assert refused.value.field == field


@pytest.mark.parametrize(("language", "provider"), [("pl", "first"), ("bfi", "video"), ("bfi", "officer")])
def test_a_language_goes_to_who_can_interpret_it(language, provider):
    assert rules.check_request(language, provider, "", ON) == ""


def test_who_never_joined_has_interpreted_nothing():
    for row in rules.table("outcomes", ON).rows:
        if row["joined"]:
            with pytest.raises(RuleBroken, match="No interpreter has joined"):
                rules.check_end(row["code"], "The neighbour helped", None, ON)
        assert rules.check_end(row["code"], "The neighbour helped", AT, ON) == "The neighbour helped"


def test_when_no_interpreter_was_free_it_is_said_what_was_done_instead():
    with pytest.raises(RuleBroken, match="what was done instead") as refused:
        rules.check_end("none_free", " ", None, ON)
    assert refused.value.field == "words"


@pytest.mark.django_db
def test_a_request_keeps_who_was_asked_when_they_joined_and_how_it_ended():
    row = make_interpreter()
    note_interpreter_joined(actor=ASKER, interpreter_request_id=row.id, their_reference="Interpreter 20417")
    end_interpreter(actor=ASKER, interpreter_request_id=row.id, outcome="interpreted")
    (kept,) = interpreters_of(row.contact_id)
    assert (kept.spoken, kept.asked_of, kept.their_reference) == (
        "Polish", "Telephone interpreter, first line", "Interpreter 20417",
    )  # fmt: skip
    assert kept.joined_at
    assert kept.ended_at
    assert kept.joined_at <= kept.ended_at
    assert [each.facts["what"] for each in events_of(InterpreterChanged)] == ["asked", "joined", "ended"]


@pytest.mark.django_db
def test_one_is_asked_for_at_a_time_and_what_is_over_is_not_ended_again():
    row = make_interpreter()
    with pytest.raises(RuleBroken, match="asked for already"):
        make_interpreter(row.contact_id)
    with pytest.raises(Stale):
        end_interpreter(actor=ASKER, interpreter_request_id=row.id, outcome="not_needed", seen_version=7)
    end_interpreter(actor=ASKER, interpreter_request_id=row.id, outcome="not_needed")
    with pytest.raises(RuleBroken, match="on record already"):
        end_interpreter(actor=ASKER, interpreter_request_id=row.id, outcome="not_needed")
    with pytest.raises(RuleBroken, match="on record already"):
        note_interpreter_joined(actor=ASKER, interpreter_request_id=row.id, their_reference="20417")
    assert make_interpreter(row.contact_id).version == 0


@pytest.mark.django_db
def test_what_was_said_at_both_ends_is_kept_whole():
    asked, ended = "a" * 299 + "b", "c" * 299 + "d"
    row = ask_interpreter(actor=ASKER, contact_id=make_call().id, language="pl", provider="first", words=asked)
    end_interpreter(actor=ASKER, interpreter_request_id=row.id, outcome="not_needed", words=ended)
    assert interpreters_of(row.contact_id)[0].words == f"{asked} {ended}"


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_in_one_instant_ask_once_and_the_last_language_stands():
    call = make_call()

    def says(language):
        return lambda: keep_statement_language(actor=ASKER, contact_id=call.id, language=language)

    asks = lambda: make_interpreter(call.id)  # noqa: E731 - done twice
    assert "asked for already" in str(in_one_instant(asks, asks))
    assert in_one_instant(says("ro"), says("pl")) is None
    kept = statement_of(call.id)
    assert kept
    assert kept.language == "pl"


@pytest.mark.django_db
def test_the_statements_language_is_kept_and_told_to_the_log_and_to_who_records_the_crime():
    linker = an_actor("triage.attach", "incidents.log", "incidents.view", "contacts.view", "contacts.resolve",
                      "contacts.take", "contacts.supervise", name="Robin Vale")  # fmt: skip
    call, incident = make_taken_contact(linker), make_incident()
    attach_contact(actor=linker, contact_id=call.id, incident_id=incident.id)
    keep_statement_language(actor=ASKER, contact_id=call.id, language="ro")
    keep_statement_language(actor=ASKER, contact_id=call.id, language="pl")
    kept = statement_of(call.id)
    assert kept
    assert kept.spoken == "Polish"
    assert [each.reference for each in statements_of_incident(incident.id)] == [call.reference]
    assert log(incident.id)[-1].text == f"{call.reference}: statement to be taken in Polish"


@pytest.mark.django_db
def test_who_has_no_right_asks_for_none():
    with pytest.raises(NotPermitted):
        ask_interpreter(actor=an_actor(), contact_id=make_call().id, language="pl", provider="first")
    assert audit_lines("refused") == ["interpreters.ask_interpreter"]

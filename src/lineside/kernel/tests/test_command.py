"""What every command does: permission, transaction, audit, refusal, and nothing written outside it."""

from dataclasses import replace
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction

from lineside.kernel.actors import STANDING
from lineside.kernel.commands import LONGEST_FACT, command, once, told
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import AuditLine, Policy
from lineside.kernel.policy import CAN_SET_POLICY, policy, set_policy
from lineside.kernel.testing import an_actor, audit_lines, round_trips

ALEX = an_actor(CAN_SET_POLICY)


@command(needs=CAN_SET_POLICY)
def break_a_rule(*, actor, text):
    set_policy(actor=actor, name="half", value="done")
    raise RuleBroken(f"No: {text}")


@command(needs=CAN_SET_POLICY)
def say_hello(*, actor):
    return "hello"


@pytest.mark.django_db
def test_it_writes_and_leaves_an_audit_line():
    set_policy(actor=ALEX, name="colour", value="blue", why="nights")
    assert policy("colour") == "blue"
    line = AuditLine.objects.get(name="kernel.policy.set_policy")
    assert (line.kind, line.actor_name, line.facts["value"]) == ("did", "Alex Reed", "blue")
    assert line.digest


@pytest.mark.django_db
def test_a_text_that_the_audit_line_cuts_is_proved_by_its_hash():
    whole = "Gates shut. " * 1000 + "The last word."
    set_policy(actor=ALEX, name="colour", value=whole, why=whole)
    facts = AuditLine.objects.get(name="kernel.policy.set_policy").facts
    assert facts["value"] == facts["why"]
    assert facts["value"].startswith(whole[:LONGEST_FACT] + "… (cut: 12014 characters in all, SHA-256 ")
    assert sha256(whole.encode()).hexdigest() in facts["value"]


def test_a_text_that_fits_is_told_as_it_is_and_bytes_only_by_their_hash():
    assert told("x" * LONGEST_FACT) == "x" * LONGEST_FACT
    assert told(b"abc") == f"3 bytes, SHA-256 {sha256(b'abc').hexdigest()}"
    assert told("\ud800" * 3).encode() == b"???"


def test_a_number_that_json_does_not_know_is_told_in_words():
    assert told({"at": float("nan"), "of": [float("-inf"), 1.5]}) == {"at": "nan", "of": ["-inf", 1.5]}


@pytest.mark.django_db
def test_without_the_right_nothing_happens_and_the_refusal_is_on_record():
    with pytest.raises(NotPermitted):
        set_policy(actor=an_actor(), name="colour", value="red")
    assert policy("colour") is None
    assert audit_lines("refused") == ["kernel.policy.set_policy"]


@pytest.mark.django_db
def test_a_refused_command_undoes_what_it_and_those_below_had_done():
    with pytest.raises(RuleBroken):
        break_a_rule(actor=ALEX, text="not today")
    assert policy("half") is None
    assert AuditLine.objects.get(kind="refused").why == "No: not today"
    assert audit_lines("did") == []


@pytest.mark.django_db
def test_the_same_key_is_one_deed_and_one_answer():
    first = once("k1", set_policy, actor=ALEX, name="n", value=1)
    second = once("k1", set_policy, actor=ALEX, name="n", value=2)
    assert first.pk == second.pk
    assert Policy.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_refusal_under_a_key_is_on_record_and_leaves_the_key_free():
    with pytest.raises(NotPermitted):
        once("k2", set_policy, actor=an_actor(), name="n", value=1)
    assert audit_lines("refused") == ["kernel.policy.set_policy"]
    assert once("k2", set_policy, actor=ALEX, name="n", value=2).value == 2


@pytest.mark.django_db
def test_a_control_character_is_refused_in_one_sentence():
    with pytest.raises(RuleBroken, match="control character"):
        set_policy(actor=ALEX, name="n\x00", value=1)
    assert audit_lines("refused")


@pytest.mark.django_db
def test_a_refusal_that_quotes_a_control_character_is_still_on_record():
    with pytest.raises(RuleBroken, match="No: a"):
        break_a_rule(actor=ALEX, text="a\x00b")
    assert AuditLine.objects.get(kind="refused").why == "No: a\u2400b"


@pytest.mark.django_db
def test_saving_outside_a_command_is_refused_by_the_model():
    with pytest.raises(RuntimeError, match="Only a command"):
        Policy(name="n", value=1, by="me").save()


@pytest.mark.django_db(transaction=True)
def test_raw_sql_outside_a_command_is_refused_by_the_database():
    set_policy(actor=ALEX, name="n", value=1)
    for statement in (
        "UPDATE kernel_policy SET value = '2'",
        "DELETE FROM kernel_policy",
        "INSERT INTO kernel_tombstone (id) VALUES (uuidv7())",
    ):
        with pytest.raises(DatabaseError, match="Only a command"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert policy("n") == 1


@pytest.mark.django_db(transaction=True)
def test_the_door_shuts_behind_a_command():
    with transaction.atomic():
        set_policy(actor=ALEX, name="n", value=1)
        with pytest.raises(DatabaseError, match="Only a command"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE kernel_policy SET value = '2'")


@pytest.mark.django_db(transaction=True)
def test_a_command_is_few_round_trips_from_begin_to_commit():
    """decisions.md allows six; this one opens, inserts its record, and closes."""
    with round_trips() as trips:
        set_policy(actor=ALEX, name="n", value=1)
    assert trips.count == 3


@pytest.mark.django_db(transaction=True)
def test_a_refusal_costs_nothing_but_its_own_line():
    with round_trips() as trips, pytest.raises(NotPermitted):
        set_policy(actor=an_actor(), name="n", value=1)
    assert trips.count == 1


@pytest.mark.django_db(transaction=True)
def test_a_command_that_asks_nothing_before_its_end_is_done_once_for_its_key():
    for _ in range(2):
        assert once("k", say_hello, actor=ALEX) == "hello"
    assert len(audit_lines()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_command_that_asks_nothing_before_its_end_is_not_done_for_one_whose_rights_are_withdrawn(monkeypatch):
    monkeypatch.setitem(STANDING, "client", "SELECT true WHERE $1::text IS NULL AND $2::int IS NULL")
    with pytest.raises(NotPermitted, match="withdrawn"):
        say_hello(actor=replace(ALEX, kind="client"))
    assert audit_lines() == []

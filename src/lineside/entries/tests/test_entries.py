"""Structured entries on record: a decision in its parts and its line, a M/ETHANE with every version."""

import pytest

from lineside.contacts.testing import in_one_instant, make_taken_contact
from lineside.entries.commands import correct_methane, draft_methane, log_methane, record_decision
from lineside.entries.events import MethaneChanged
from lineside.entries.models import Decision
from lineside.entries.queries import methane, methane_of
from lineside.entries.testing import LETTERS, WRITER, decision_facts, make_methane, make_read_methane
from lineside.incidents.queries import log
from lineside.incidents.testing import make_incident
from lineside.kernel.errors import NotFound, NotPermitted, RuleBroken, Stale
from lineside.kernel.testing import an_actor, audit_lines, events_of
from lineside.triage.commands import attach_contact

pytestmark = pytest.mark.django_db
LINKER = an_actor(
    "triage.attach", "incidents.log", "incidents.view", "contacts.view", "contacts.resolve", "contacts.take"
)


def test_a_decision_is_a_line_of_the_log_by_who_decided_and_kept_in_its_parts():
    incident = make_incident("P")
    row = record_decision(actor=WRITER, incident_id=incident.id, facts=decision_facts())
    line = log(incident.id)[-1]
    assert (line.id, line.by, line.kind) == (row.entry_id, "Kim Osei", "decision")
    assert "Code of ethics: Proportionate to what is known" in line.text
    assert Decision.objects.get().threat == "None to trains or people now"


def test_a_decision_without_the_right_to_write_in_the_log_is_none():
    incident = make_incident("P")
    with pytest.raises(NotPermitted):
        record_decision(
            actor=an_actor("entries.write", "incidents.view"), incident_id=incident.id, facts=decision_facts()
        )
    assert not Decision.objects.exists()


def test_a_draft_takes_what_the_contacts_of_the_incident_said():
    incident = make_incident("P")
    mail = make_taken_contact(LINKER, text="Smoke in coach C, two people injured. The fire brigade is here.")
    attach_contact(actor=LINKER, contact_id=mail.id, incident_id=incident.id)
    made = methane(WRITER, make_methane(incident_id=incident.id).id)
    assert made.latest.letters["hazards"] == "fire or smoke"
    assert made.latest.letters["casualties"] == "said: two people injured"
    assert made.latest.letters["services"] == "named: fire service"
    assert not made.latest.is_read


@pytest.mark.django_db(transaction=True)
def test_two_first_drafts_in_one_instant_are_two_versions_of_one_report():
    incident = make_incident("P")
    draws = lambda: make_methane(incident_id=incident.id)  # noqa: E731 - done twice
    assert in_one_instant(draws, draws) is None
    found = methane_of(incident.id)
    assert found
    assert [each.number for each in found.versions] == [1, 2]


def test_a_draft_goes_into_no_log_before_a_person_has_saved_it():
    row = make_methane()
    before = len(log(row.incident_id))
    with pytest.raises(RuleBroken, match="Nobody has read this draft"):
        log_methane(actor=WRITER, methane_id=row.id)
    assert len(log(row.incident_id)) == before


def test_every_version_stays_and_the_one_in_the_log_names_its_line():
    row = make_read_methane()
    log_methane(actor=WRITER, methane_id=row.id)
    with pytest.raises(RuleBroken, match="in the log already"):
        log_methane(actor=WRITER, methane_id=row.id)
    correct_methane(actor=WRITER, methane_id=row.id, letters={**LETTERS, "casualties": "Two, slightly hurt"})
    log_methane(actor=WRITER, methane_id=row.id)
    kept = methane(WRITER, row.id)
    assert [(each.number, each.is_read, bool(each.entry_id)) for each in kept.versions] == [
        (1, False, False),
        (2, True, True),
        (3, True, True),
    ]
    lines = [line for line in log(row.incident_id) if line.kind == "methane"]
    assert [line.id for line in lines] == [each.entry_id for each in kept.versions[1:]]
    assert lines[-1].text.startswith("M/ETHANE, version 3\nM Major incident: Not declared\nE Exact location")
    assert [each.facts["number"] for each in events_of(MethaneChanged)] == [1, 2, 2, 3, 3]


def test_a_letter_that_is_empty_keeps_the_report_out_of_the_log():
    row = make_methane()
    correct_methane(actor=WRITER, methane_id=row.id, letters={**LETTERS, "access": ""})
    with pytest.raises(RuleBroken, match="Fill in A, Access"):
        log_methane(actor=WRITER, methane_id=row.id)


def test_the_second_of_two_who_correct_is_told():
    row = make_methane()
    correct_methane(actor=WRITER, methane_id=row.id, letters=LETTERS, seen_version=row.version)
    with pytest.raises(Stale):
        correct_methane(actor=WRITER, methane_id=row.id, letters=LETTERS, seen_version=row.version - 1)


def test_a_draft_of_a_restricted_incident_is_not_there_for_who_may_not_see_it():
    hidden = make_incident("P", is_restricted=True)
    with pytest.raises(NotFound):
        draft_methane(actor=WRITER, incident_id=hidden.id)
    assert methane_of(hidden.id) is None


def test_who_has_no_right_writes_none():
    with pytest.raises(NotPermitted):
        make_methane(an_actor("incidents.view", "incidents.log"))
    assert audit_lines("refused")[-1] == "entries.draft_methane"

"""Makers for tests: findings, sweeps, dip samples, and who works with them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from lineside.compliance import commands
from lineside.compliance.models import Draw, Finding, Sample, Sweep
from lineside.compliance.permissions import CanCompliance
from lineside.compliance.reactions import CLOCK, carry_on
from lineside.compliance.rules.checks import INCIDENT
from lineside.compliance.rules.spans import WHOLE, first_of_month
from lineside.contacts.permissions import CanContact
from lineside.crimes.permissions import CanCrime
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.clock import now, uk_day
from lineside.kernel.keys import uuid7
from lineside.kernel.models import AuditLine, Seal
from lineside.kernel.testing import an_actor, clock
from lineside.people.testing import on_staff

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

READS = (CanCompliance.VIEW, CanIncident.VIEW, CanCrime.VIEW, CanContact.VIEW)
REGISTRAR = an_actor(
    *(right for right in CanCompliance if right != CanCompliance.JUDGE),
    *READS,
    CanIncident.VIEW_RESTRICTED,
    name="Jo Lindqvist",
    key=uuid7(),
)
PLAIN = an_actor(*READS, CanCompliance.WORK, CanCompliance.DRAW, name="Kit Vale", key=uuid7())
FIRST = an_actor(*READS, CanCompliance.REVIEW, name="Ash Birch", key=uuid7())
SECOND = an_actor(*READS, CanCompliance.REVIEW, name="Bo Field", key=uuid7())
THIRD = an_actor(*READS, CanCompliance.REVIEW, name="Mo Hart", key=uuid7())
CRIME_TOLD = "A man punched a passenger by the gates"


def make_overdue(**facts: Any) -> "Incident":
    """An incident that tells a crime on which nobody has decided within 24 hours."""
    with clock(now() - timedelta(hours=30)):
        return make_incident(summary=CRIME_TOLD, **facts)


def make_finding(**facts: Any) -> Finding:
    row = make_overdue(**facts)
    commands.judge(actor=CLOCK, subject=INCIDENT, keys=[row.id])
    return Finding.objects.get(incident_id=row.id, check_code="recordable_not_recorded")


def make_sweep(kind: str = WHOLE) -> Sweep:
    """A sweep taken to its end."""
    row = commands.begin_sweep(actor=REGISTRAR, kind=kind)
    carry_on()
    row.refresh_from_db()
    return row


def make_seal(chain: bytes = b"\x07" * 32) -> Seal:
    """A seal of the audit trail, as the sealer makes one a moment after commit."""
    row = Seal(of_table=AuditLine._meta.db_table, horizon="1", rows=[], chain=chain)
    row.save()
    return row


def last_month() -> date:
    return first_of_month(first_of_month(uk_day(now())) - timedelta(days=1))


def make_recorded_last_month(**facts: Any) -> UUID:
    """A crime of the month that has ended, recorded by who never reviews."""
    from lineside.crimes.testing import make_crime  # noqa: PLC0415 - beside its only use

    with clock(now() - timedelta(days=(uk_day(now()) - last_month()).days - 3)):
        return make_crime(**facts).id


def make_sample(many: int = 2) -> Sample:
    """One that nobody has reviewed, of a month that was drawn; the reviewers are on the staff."""
    on_staff(FIRST, SECOND, THIRD)
    if not Draw.objects.exists():
        for _ in range(many):
            make_recorded_last_month()
        make_seal()
        commands.draw_samples(actor=REGISTRAR, month=last_month())
    return Sample.objects.filter(opinions=None, kind="crime").order_by("id")[0]


def marks_of(**other: str) -> dict[str, str]:
    """Everything compliant, but for what is said otherwise."""
    known = ("recorded", "class", "in_time", "told", "closed")
    return {code: other.get(code, "compliant") for code in known}


def make_reviewed(row: Sample, first: dict[str, str], second: dict[str, str]) -> Sample:
    for actor, marks in ((FIRST, first), (SECOND, second)):
        commands.review_sample(actor=actor, sample_id=row.id, marks=marks, words="What was not right")
    row.refresh_from_db()
    return row


def make_differing(many: int = 2) -> Sample:
    return make_reviewed(make_sample(many), marks_of(), marks_of(**{"class": "not_compliant"}))

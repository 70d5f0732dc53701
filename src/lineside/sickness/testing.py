"""Makers for tests: an absence, and one that the HR system refuses."""

from datetime import date, timedelta

from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.testing import an_actor
from lineside.sickness.commands import AbsenceFacts, claim_notice, record_notice, report_absence
from lineside.sickness.models import Absence
from lineside.sickness.permissions import CanSickness

REPORTER = an_actor(CanSickness.REPORT, CanSickness.VIEW, name="Alex Reed")
GATEWAY = system_actor("test HR gateway", CanSickness.DELIVER)
REASON = "Broke a wrist at the gateline"


def make_absence(collar: str = "C1042", *, dead: bool = False, first_day: date | None = None) -> Absence:
    since = first_day or uk_day(now()) - timedelta(days=1)
    facts = AbsenceFacts(name="Robin Vale", collar_number=collar, first_day=since)
    absence = report_absence(actor=REPORTER, facts=facts, secret=REASON)
    if dead and (notice := claim_notice(actor=GATEWAY)):
        record_notice(actor=GATEWAY, notice_id=notice.id, outcome="refused", says="No such member of staff")
    return absence

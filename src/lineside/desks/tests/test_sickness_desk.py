"""The page of an absence: the reason is read for a reason while it is here, and nobody is asked for one afterwards."""

import pytest
from django.urls import reverse

from lineside.sickness.commands import claim_notice, record_notice
from lineside.sickness.permissions import CanSickness
from lineside.sickness.testing import GATEWAY, REASON, make_absence

pytestmark = pytest.mark.django_db


def test_the_reason_is_shown_for_a_why_and_once_the_hr_system_has_it_nobody_is_asked_for_one(client, sign_in):
    sign_in(CanSickness.VIEW, CanSickness.READ_SEALED)
    absence = make_absence()
    read = reverse("desks:absence-reason", args=[absence.id])
    assert REASON in client.post(read, {"why": "To arrange cover", "key": "k" * 8}).content.decode()
    notice = claim_notice(actor=GATEWAY)
    assert notice
    record_notice(actor=GATEWAY, notice_id=notice.id, outcome="kept")
    page = client.get(reverse("desks:absence", args=[absence.id])).content.decode()
    assert "Erased here" in page
    assert 'name="why"' not in page
    assert "erased here" in client.post(read, {"why": "To arrange cover", "key": "k" * 9}).content.decode()

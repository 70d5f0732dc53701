"""Staffing against forecast, and contacts that wait for a score, on the supervisor's desk."""

from datetime import timedelta

import pytest

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_past
from lineside.kernel.clock import now
from lineside.people.commands import Place, book_on, plan_shift
from lineside.people.models import Duty
from lineside.people.permissions import CanPeople
from lineside.people.queries import shift_now
from lineside.people.testing import PLANNER, make_staff
from lineside.quality.permissions import CanQuality
from lineside.quality.queries import waiting
from lineside.quality.testing import make_agreed, make_differing, make_review

pytestmark = pytest.mark.django_db


def words(client, path):
    return " ".join(client.get(path).content.decode().split())


def contact_row(page):
    return page.split("First Contact Centre <small>Contact handler")[1].split("</tr>")[0]


def test_who_is_there_stands_beside_what_the_rota_needs_and_what_the_figures_ask(client, sign_in):
    sign_in(CanContact.SUPERVISE, CanPeople.VIEW)
    day, shift = shift_now(now())
    plan_shift(actor=PLANNER, day=day, shift=shift, places=[Place(staff_id=make_staff().id, desk="Contact 1")])
    book_on(actor=PLANNER, duty_id=Duty.objects.get().id)
    for week in (1, 2, 3):
        came = now().replace(minute=30, second=0, microsecond=0) - timedelta(weeks=week)
        make_past(came, 30, timedelta(minutes=4))
    page = words(client, "/supervise/staffing/")
    row = contact_row(page)
    assert '<td class="num">15</td><td class="num">1 <span class="tag warn">14 short</span>' in row
    assert '<td class="num">1 <span class="tag bad">14 short</span>' in row
    assert '<td class="num">5 <span class="tag bad">4 short</span>' in row
    assert "3 of the last 6 weeks: First Contact Centre 30.0 calls of 4.0 min and 0.0 written" in page
    assert "Too few weeks" not in page
    assert "other role" not in page  # every other is short too


def test_roles_that_are_there_as_needed_and_answer_nobody_are_only_counted(client, sign_in):
    sign_in(CanContact.SUPERVISE, CanPeople.VIEW)
    day, shift = shift_now(now())
    chief = make_staff("C2000", role="fcc_supervisor")
    plan_shift(actor=PLANNER, day=day, shift=shift, places=[Place(staff_id=chief.id, desk="Supervisor")])
    assert "<small>FCC supervisor</small>" in words(client, "/supervise/staffing/")
    book_on(actor=PLANNER, duty_id=Duty.objects.get().id)
    page = words(client, "/supervise/staffing/")
    assert "<small>FCC supervisor</small>" not in page
    assert "1 other role is there as needed" in page


def test_too_few_weeks_are_said_and_no_figure_is_made_up(client, sign_in):
    sign_in(CanContact.SUPERVISE, CanPeople.VIEW)
    page = words(client, "/supervise/staffing/")
    assert "in this hour of 0 of the last 6 weeks, and 3 are needed" in page
    assert contact_row(page).count('class="faint"') == 1


def test_the_rota_is_shown_to_nobody_who_may_not_see_it(client, sign_in):
    sign_in(CanContact.SUPERVISE, CanContact.VIEW)
    assert client.get("/supervise/staffing/").status_code == 403
    assert "/supervise/staffing/" not in client.get("/supervise/").content.decode()


def test_what_waits_for_a_score_and_for_a_moderator_is_counted_with_the_way_there(client, sign_in):
    sign_in(CanContact.SUPERVISE, CanQuality.OWN)
    assert "No contact waits to be scored." in words(client, "/supervise/dip-samples/")
    make_agreed(), make_review(), make_review(), make_differing()
    assert (waiting().to_score, waiting().to_decide) == (2, 1)
    page = words(client, "/supervise/dip-samples/")
    assert "<b>2</b> wait to be scored, <b>1</b> waits for a moderator" in page
    assert 'href="/quality/"' in page
    assert "Kim Osei" not in page


def test_who_may_not_supervise_sees_neither(client, sign_in):
    sign_in(CanContact.VIEW, CanPeople.VIEW, CanQuality.OWN)
    assert client.get("/supervise/staffing/").status_code == 403
    assert client.get("/supervise/dip-samples/").status_code == 403

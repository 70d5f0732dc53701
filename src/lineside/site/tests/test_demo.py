"""A demonstration is made only where nothing was done, and a node never runs on one."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from lineside.access.models import Account
from lineside.access.queries import actor_of, labels_of_roles
from lineside.access.rules import role_labels
from lineside.access.testing import make_account
from lineside.crimes.models import Crime
from lineside.crimes.queries import worklist
from lineside.dispatch.models import Unit
from lineside.incidents.models import Incident
from lineside.kernel.errors import Refusal
from lineside.kernel.models import AuditLine
from lineside.kernel.policy import is_demo
from lineside.kernel.testing import an_actor, clock
from lineside.people import queries as people
from lineside.people.models import Staff
from lineside.people.permissions import CanPeople
from lineside.simulator.tables import newest
from lineside.site import demo
from lineside.site.demo import make_force
from lineside.site.force_people import make_rota
from lineside.site.postgres import ClusterFault
from lineside.site.running import _refuse_demonstration

OUT_ON_THE_RAILWAY = "officer"  # books on with a unit, and has no seat in the room
pytestmark = pytest.mark.django_db


def test_the_force_has_every_role_and_its_units_and_is_made_once(tmp_path):
    first = make_force(tmp_path)
    again = make_force(tmp_path)
    assert is_demo()
    assert Account.objects.count() == len(first) == len(labels_of_roles())
    assert Unit.objects.filter(is_on_duty=True, lat__isnull=False).count() >= 40
    assert [(each.username, each.password, each.totp) for each in first] == [
        (each.username, each.password, each.totp) for each in again
    ]
    assert {each.token for each in first}.isdisjoint({each.token for each in again})
    assert all(re.fullmatch(r"[A-Z2-7]{32}", each.totp) for each in first)
    assert (tmp_path / "accounts.json").stat().st_mode & 0o177 == 0


def test_who_comes_to_a_demonstration_of_an_earlier_version_bears_nobody_elses_name(tmp_path, monkeypatch):
    labels = role_labels()
    earlier = {role: label for role, label in labels.items() if role not in ("auditor", "trainer")}
    monkeypatch.setattr(demo, "role_labels", lambda: earlier)
    make_force(tmp_path)
    before = Staff.objects.count()
    monkeypatch.setattr(demo, "role_labels", lambda: labels)
    made = make_force(tmp_path)
    assert [each.username for each in made] == list(labels)
    assert Staff.objects.count() == before + 2
    names = Account.objects.values_list("display_name", flat=True)
    assert len(names) == len(set(names)) == len(labels)
    make_force(tmp_path)
    assert Staff.objects.count() == before + 2


def test_the_shift_before_leaves_its_logs_open_once_and_by_the_people_of_the_force(tmp_path):
    make_force(tmp_path)
    make_force(tmp_path)
    left = newest("shift_before").rows
    opened = Incident.objects.order_by("first_contact_at")
    assert [each.summary for each in opened] == [
        row["summary"] for row in sorted(left, key=lambda row: -row["minutes"])
    ]
    assert {each.grade for each in opened} >= {"I", "P"}
    assert Unit.objects.filter(state=6).count() == sum(row["unit"] == "at_scene" for row in left)
    assert Crime.objects.count() == sum(bool(row["crime"]) for row in left) > 0
    assert len(worklist(actor_of(Account.objects.get(username="crime_recorder")))) > 0
    assert AuditLine.objects.filter(name="triage.open_incident_from_contact", actor_name="Amara Holt").count() == len(
        left
    )


@pytest.mark.parametrize("hour", [3, 12, 22])
def test_the_rota_of_today_and_tomorrow_has_staff_in_every_role_of_the_room_at_any_hour(tmp_path, hour):
    at = datetime(2026, 11, 26, hour, 30, tzinfo=UTC)
    with clock(at):
        make_force(tmp_path)
        looker = an_actor(CanPeople.VIEW)
        day, shift = people.shift_now(at)
        running = [row for row in people.rota_of(looker, at.date()) if row.begins_at <= at < row.ends_at]
        assert {row.role for row in running} == set(labels_of_roles()) - {OUT_ON_THE_RAILWAY}
        assert len(people.on_duty(looker)) >= 30
        assert any(row.is_missing(at) for row in running)
        for need in people.strength(day, shift, people.rota_of(looker, day)):
            assert need.planned >= need.needed
        tomorrow = people.rota_of(looker, at.date() + timedelta(days=1))
        assert {row.shift for row in tomorrow} >= {"day", "night"}
        handler = Account.objects.get(username="contact_handler")
        own = people.own_duty(an_actor(key=handler.id))
        assert own
        assert own.booked_on_at is None
    with clock(at + timedelta(hours=12)):
        make_force(tmp_path)  # the next shift, the same people
        assert people.own_duty(an_actor(key=handler.id))
        assert len(people.on_duty(looker)) >= 30


def test_a_demonstration_of_an_earlier_edition_engages_the_people_of_the_roles_that_are_new():
    known, new = (make_account(role) for role in ("contact_handler", "safeguarding_officer"))
    make_rota({"contact_handler": (known.id, known.display_name)})
    before = Staff.objects.count()
    make_rota({each.username: (each.id, each.display_name) for each in (known, new)})
    assert Staff.objects.count() == before + 1
    assert people.own_duty(an_actor(key=new.id))


def test_a_force_that_has_work_of_its_own_is_never_made_a_demonstration(tmp_path):
    make_account("administrator")
    with pytest.raises(Refusal, match="will not be made a demonstration"):
        make_force(tmp_path)
    assert not is_demo()
    assert Account.objects.count() == 1


def test_a_node_refuses_to_run_on_a_demonstration(tmp_path):
    _refuse_demonstration()
    make_force(tmp_path)
    with pytest.raises(ClusterFault, match="lineside demo"):
        _refuse_demonstration()

"""Safe contact: who is at risk when reached is reached by another way, in safe hours, or for a reason on record."""

from datetime import datetime, time

import pytest

from lineside.kernel.clock import UK
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, clock
from lineside.pole.commands import lift_marker, overrule_safe_contact, place_safe_contact
from lineside.pole.permissions import CanPole
from lineside.pole.queries import unsafe_now
from lineside.pole.rules import MarkerFacts, SafeRule, unsafe_because

NUMBER = "+447700900123"
NIGHT, DAY = datetime(2026, 11, 26, 23, 30, tzinfo=UK), datetime(2026, 11, 26, 11, 0, tzinfo=UK)
HANDLER = an_actor(CanPole.KEEP_SAFE, CanPole.OVERRULE)
WORDS = "Her partner reads her telephone in the evening."


def facts(**changes):
    whole = {"code": "unsafe_contact", "known_by": "phone", "value": "07700 900123", "words": WORDS}
    return MarkerFacts(**whole | changes)


@pytest.mark.parametrize(
    ("rule", "way", "at", "is_safe"),
    [
        (SafeRule(), "call", DAY, False),
        (SafeRule(ways=("call",)), "text", DAY, True),
        (SafeRule(ways=("call",)), "call", DAY, False),
        (SafeRule(safe_from=time(9), safe_until=time(17)), "mail", DAY, True),
        (SafeRule(safe_from=time(9), safe_until=time(17)), "mail", NIGHT, False),
        (SafeRule(safe_from=time(9), safe_until=time(17)), "mail", datetime(2026, 11, 26, 17, 0, tzinfo=UK), False),
        (SafeRule(safe_from=time(22), safe_until=time(6)), "text", NIGHT, True),
        (SafeRule(safe_from=time(22), safe_until=time(6)), "text", DAY, False),
    ],
)
def test_a_way_is_safe_as_its_rule_says(rule, way, at, is_safe):
    assert rule.allows(way, at) is is_safe
    assert bool(unsafe_because([rule], way, NUMBER, at)) is not is_safe


def test_the_hours_are_those_of_the_clock_on_the_wall_in_summer_too():
    rule = SafeRule(safe_from=time(9), safe_until=time(17))
    assert rule.allows("call", datetime.fromisoformat("2026-07-01T08:30:00+00:00"))
    assert not rule.allows("call", datetime.fromisoformat("2026-07-01T16:30:00+00:00"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "vulnerable"},
        {"ways": ("pigeon",)},
        {"safe_from": time(9)},
        {"safe_from": time(9), "safe_until": time(9)},
    ],
)
def test_a_handler_places_rules_of_safe_contact_that_can_be_kept_and_nothing_else(wrong):
    with pytest.raises(RuleBroken):
        place_safe_contact(actor=HANDLER, marker=facts(**wrong))


@pytest.mark.django_db
def test_a_rule_holds_for_the_number_however_it_is_written_until_it_is_lifted():
    row = place_safe_contact(actor=HANDLER, marker=facts(ways=("call",), safe_from=time(9), safe_until=time(17)))
    with clock(NIGHT):
        assert unsafe_now("call", "07700 900123") == "It is not safe to call 07700 900123 outside 09:00 to 17:00"
        assert unsafe_now("text", NUMBER) == ""
        assert unsafe_now("call", "") == unsafe_now("call", "+447700900999") == ""
    with clock(DAY):
        assert unsafe_now("call", NUMBER) == ""
    lift_marker(actor=an_actor(CanPole.MARK), marker_id=row.id, why="She lives elsewhere now.", seen_version=0)
    with clock(NIGHT):
        assert unsafe_now("call", NUMBER) == ""


@pytest.mark.django_db
def test_what_overrules_a_rule_is_on_record_with_who_and_why():
    because = "It is not safe to call +447700900123"
    with pytest.raises(RuleBroken, match="use another way, or say why"):
        overrule_safe_contact(actor=HANDLER, way="call", to=NUMBER, because=because, reason=" ")
    overrule_safe_contact(actor=HANDLER, way="call", to=NUMBER, because=because, reason="Her life is in danger.")
    line = AuditLine.objects.get(kind="did", name="pole.overrule_safe_contact")
    assert (line.actor_name, line.facts["to"], line.facts["reason"]) == ("Alex Reed", NUMBER, "Her life is in danger.")
    with pytest.raises(NotPermitted):
        overrule_safe_contact(actor=an_actor(CanPole.LOOK_UP), way="call", to=NUMBER, because=because, reason="x")

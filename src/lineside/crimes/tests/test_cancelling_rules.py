"""When a recorded crime may be cancelled, reclassified or handed over: every code with what it needs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lineside.crimes.rules.cancelling import (
    PARTS,
    Around,
    Cancelling,
    asked_for_cancelling,
    cancellation_kinds,
    check_cancelling,
)
from lineside.crimes.rules.changing import (
    Change,
    asked_for_change,
    check_change,
    check_force,
    check_reference,
    facts_of_classes,
)
from lineside.crimes.rules.standing import Standing
from lineside.kernel.errors import RuleBroken

AT = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
ON = AT.date()
ABH = Standing(
    code="008/06",
    offence_class="8N",
    victim_or_state="V",
    first_report_at=AT - timedelta(days=40),
    recorded_at=AT - timedelta(days=40),
)
RAPE = replace(ABH, code="019/08", offence_class="19C")
SCOTS = replace(ABH, code="33/012", offence_class="", jurisdiction="scotland")
BOMB_HOAX = replace(ABH, code="066/03", offence_class="66", victim_or_state="S")
DDM, FCR, ACCREDITED = ("ddm",), ("registrar",), ("accredited_registrar",)
ALL_THERE = Around(transfer_accepted=True, other_is_live=True)


def whole(code: str, crime: Standing = ABH, **changed: object) -> Cancelling:
    checks = {row.code for row in asked_for_cancelling(crime, code, ON) if row.kind == "check"}
    asked = Cancelling(
        code=code,
        rationale="The recordings of two cameras were looked through.",
        arose="Two days after it was recorded",
        came_from="Cameras 4 and 5 of the concourse",
        verified="The recordings are kept, with their times",
        changes="He fell; nobody was near him",
        confirmed=frozenset(checks),
        told_victim_at=AT - timedelta(hours=2),
        telling="By telephone, by the decision maker",
        other_reference="260000007" if code in {"C3", "NC3"} else "",
    )
    return replace(asked, **changed)  # type: ignore[arg-type]


def refusal(asked: Cancelling, crime: Standing = ABH, around: Around = ALL_THERE, own: tuple[str, ...] = DDM) -> str:
    with pytest.raises(RuleBroken) as refused:
        check_cancelling(asked, crime, AT, around, own)
    return refused.value.sentence


@pytest.mark.parametrize("code", ["C1", "C2", "C3", "C4", "C5"])
def test_a_code_with_all_that_it_needs_cancels(code):
    assert check_cancelling(whole(code), ABH, AT, ALL_THERE, DDM).code == code


@pytest.mark.parametrize("code", ["NC1", "NC2", "NC3", "NC4"])
def test_scotland_has_its_own_reasons(code):
    assert check_cancelling(whole(code, SCOTS), SCOTS, AT, ALL_THERE, DDM).code == code


def test_no_code_of_one_country_cancels_in_the_other():
    assert "no code under which this crime" in refusal(whole("C2"), SCOTS)
    assert "no code under which this crime" in refusal(whole("NC2", SCOTS), ABH)
    assert "no code" in refusal(Cancelling(code="C6"))


@pytest.mark.parametrize("code", ["C1", "C2", "C5"])
def test_the_victim_is_told_before_a_transfer_no_crime_or_self_defence(code):
    assert "told before the crime is cancelled" in refusal(whole(code, told_victim_at=None))


@pytest.mark.parametrize("code", ["C3", "C4"])
def test_no_duty_to_tell_first_is_stated_for_a_duplicate_or_an_error(code):
    assert check_cancelling(whole(code, told_victim_at=None, telling=""), ABH, AT, ALL_THERE, DDM)


def test_nobody_is_told_first_where_there_is_no_victim():
    asked = whole("C2", BOMB_HOAX, told_victim_at=None, telling="")
    assert check_cancelling(asked, BOMB_HOAX, AT, ALL_THERE, DDM).code == "C2"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("code", ["C1", "C2", "C5"])
def test_additional_verifiable_information_has_four_parts(code, part):
    without: dict[str, Any] = {part: ""}
    assert refusal(replace(whole(code), **without)).endswith("write it (OF 2026 p28).")


@pytest.mark.parametrize("code", ["C1", "C2", "C3", "C4", "C5"])
def test_what_must_be_confirmed_is_named(code):
    for row in asked_for_cancelling(ABH, code, ON):
        asked = whole(code)
        if row.kind == "check" and "retracted" not in row.when:
            said = refusal(replace(asked, confirmed=asked.confirmed - {row.code}))
            assert said == f"Not confirmed: {row.says} ({row.paragraph})."


@pytest.mark.parametrize("code", ["C1", "C2", "C3", "C4", "C5"])
def test_only_a_designated_decision_maker_or_the_registrar_cancels(code):
    assert "designated decision maker or the registrar" in refusal(whole(code), own=())


def test_a_transfer_waits_for_the_other_force():
    assert "has accepted the crime" in refusal(whole("C1"), around=Around())


def test_a_duplicate_needs_another_live_record():
    assert "Give the reference" in refusal(whole("C3", other_reference=""))
    assert "live here, and that one is not" in refusal(whole("C3"), around=Around())


# --- Cases 37 and 39, and the worked examples of the texts ---


def test_case_37_the_cameras_show_that_he_fell():
    assert check_cancelling(whole("C2"), ABH, AT, ALL_THERE, DDM).code == "C2"
    assert "told before" in refusal(whole("C2", told_victim_at=None))


@pytest.mark.parametrize(
    ("code", "offence_class", "is_allowed"),
    [
        ("105/01", "105A", True), ("008/73", "105A", True), ("008/73", "104", True), ("008/06", "8N", True),
        ("008/01", "8N", False), ("008/77", "8N", False), ("005/01", "5D", False), ("008/06", "8S", False),
        ("008/60", "8P", False), ("049/10", "49", False),
    ],
)  # fmt: skip
def test_case_39_self_defence_cancels_only_these(code, offence_class, is_allowed):
    crime = replace(ABH, code=code, offence_class=offence_class)
    if is_allowed:
        assert check_cancelling(whole("C5", crime), crime, AT, ALL_THERE, DDM).code == "C5"
    else:
        assert "Self-defence cancels only" in refusal(whole("C5", crime), crime)


@pytest.mark.parametrize("offence_class", ["19C", "19E", "19K", "1", "4/1", "4/2", "4/10"])
def test_p25_rape_and_homicide_are_for_a_registrar_on_the_register(offence_class):
    crime = replace(RAPE, offence_class=offence_class)
    for own in (DDM, FCR):
        assert "on the College's register alone" in refusal(whole("C2", crime), crime, own=own)
    assert check_cancelling(whole("C2", crime), crime, AT, ALL_THERE, ACCREDITED).code == "C2"
    chief = whole("C2", crime, authority="chief_officer", authorised_by="ACC Wren Okafor")
    assert check_cancelling(chief, crime, AT, ALL_THERE, DDM).code == "C2"


def test_p25_a_rape_recorded_twice_needs_no_such_registrar():
    assert check_cancelling(whole("C3", RAPE), RAPE, AT, ALL_THERE, DDM).code == "C3"


def test_p45_mutilation_is_cancelled_by_the_registrar():
    crime = replace(ABH, code="008/52")
    assert "registrar alone" in refusal(whole("C2", crime), crime)
    assert check_cancelling(whole("C2", crime), crime, AT, ALL_THERE, FCR).code == "C2"


def test_p29_a_withdrawal_alone_is_no_information_and_pressure_forbids():
    for code in ("C2", "C4"):
        asked = whole(code)
        told = asked.confirmed - {"more_than_retraction", "pressure_considered"} | {"retracted"}
        assert "information besides the withdrawal" in refusal(replace(asked, confirmed=told))
        said = refusal(replace(asked, confirmed=told | {"more_than_retraction"}))
        assert "pressure have been considered" in said
        weighed = told | {"more_than_retraction", "pressure_considered"}
        assert check_cancelling(replace(asked, confirmed=weighed), ABH, AT, ALL_THERE, DDM)
        assert "cannot be cancelled" in refusal(replace(asked, confirmed=weighed | {"under_pressure"}))


def test_p48_reasonable_grounds_do_not_cancel_slavery_and_conclusive_ones_may():
    crime = replace(ABH, code="036/06", offence_class="106")
    asked = whole("C2", crime)
    negative = replace(asked, confirmed=asked.confirmed | {"negative_reasonable"})
    assert "does not cancel modern slavery" in refusal(negative, crime)
    both = replace(asked, confirmed=asked.confirmed | {"negative_reasonable", "negative_conclusive"})
    assert check_cancelling(both, crime, AT, ALL_THERE, DDM).code == "C2"


def test_p83_paying_because_the_police_called_cancels_nothing():
    crime = replace(ABH, code="049/12", offence_class="49A")
    asked = whole("C2", crime)
    assert check_cancelling(asked, crime, AT, ALL_THERE, DDM).code == "C2"
    assert "making off" in refusal(replace(asked, confirmed=asked.confirmed | {"paid_for_police"}), crime)


def test_scotland_no_complaint_alone_is_not_enough():
    asked = whole("NC2", SCOTS)
    told = replace(asked, confirmed=asked.confirmed - {"no_complaint_alone"} | {"retracted"})
    assert "no complaint alone" in refusal(told, SCOTS)
    assert "without a victim" in refusal(whole("NC5", SCOTS), SCOTS)


def test_nothing_is_cancelled_twice():
    assert "is cancelled" in refusal(whole("C4"), replace(ABH, state="cancelled"))


def test_the_codes_are_those_of_the_shipped_list():
    assert list(cancellation_kinds(ON, "england_wales")) == ["C1", "C2", "C3", "C4", "C5"]


# --- Reclassifying and handing over ---


def change(what: str, crime: Standing, more: frozenset[str] = frozenset(), **said: object) -> Change:
    checks = {row.code for row in asked_for_change(what, crime, ON, more) if row.kind == "check"}
    asked = Change(what=what, rationale="The doctor's note of today", confirmed=frozenset(checks))
    return replace(asked, **said)  # type: ignore[arg-type]


def refused(asked: Change, crime: Standing, own: tuple[str, ...] = DDM, more: frozenset[str] = frozenset()) -> str:
    with pytest.raises(RuleBroken) as broken:
        check_change(asked, crime, AT, own, more)
    return broken.value.sentence


def test_p13_a_decision_maker_reclassifies_and_says_what_showed_it():
    asked = change("reclassify", ABH)
    check_change(asked, ABH, AT, DDM)
    assert "designated decision maker or the registrar (CRR 2026/27 p13)" in refused(asked, ABH, own=())
    assert "Say what showed it" in refused(replace(asked, rationale=""), ABH)


def test_p55_only_the_registrar_makes_a_former_partners_stalking_harassment():
    crime = replace(ABH, code="195/12", offence_class="8Q", flags=frozenset({"domestic"}))
    more = facts_of_classes("8Q", "8L", ON)
    asked = change("reclassify", crime, more)
    assert "harassment in law only" in refused(asked, crime, more=more)
    check_change(asked, crime, AT, FCR, more)
    check_change(change("reclassify", ABH, more), replace(crime, flags=frozenset()), AT, DDM, more)


def test_p63_a_rape_becomes_a_reported_incident_by_an_accredited_registrar_and_early():
    more = facts_of_classes("19C", "N100/01", ON)
    asked = change("reclassify", RAPE, more)
    assert "accredited registrar" in refused(asked, RAPE, own=FCR, more=more)
    early = replace(asked, confirmed=frozenset())
    assert "No substantive investigation" in refused(early, RAPE, own=ACCREDITED, more=more)
    check_change(asked, RAPE, AT, ACCREDITED, more)


def test_a_class_does_not_cross_the_border():
    assert "Scotland takes no class" in refused(change("reclassify", ABH), ABH, more=facts_of_classes("8N", "", ON))


def test_p16_a_crime_in_btps_place_is_not_handed_to_the_force_of_the_area():
    ours = frozenset({"ours"})
    asked = change("send", ABH, ours)
    assert "recorded by them and not by the force of the area" in refused(asked, ABH, more=ours)
    agreed = replace(asked, confirmed=asked.confirmed | {"agreed_elsewhere"})
    check_change(agreed, ABH, AT, DDM, ours)
    check_change(change("send", ABH), ABH, AT, ())


def test_p64_a_rape_is_recorded_as_reported_before_it_is_sent():
    asked = change("send", RAPE)
    assert "N100/03" in refused(replace(asked, confirmed=asked.confirmed - {"rape_at_once"}), RAPE)


def test_p25_nothing_is_sent_to_ourselves_and_the_reference_is_a_crimes_or_an_incidents():
    assert check_force("British Transport Police", ON) == {"to_ourselves"}
    assert check_force("Kent Police", ON) == frozenset()
    more = frozenset({"to_ourselves"})
    assert "is this one" in refused(change("send", ABH, more), ABH, more=more)
    for kind in ("crime", "crime_related_incident"):
        check_reference("46/1234/26", kind, ON)
    for reference, kind in (("", "crime"), ("46/1234/26", "intelligence")):
        with pytest.raises(RuleBroken, match="p25"):
            check_reference(reference, kind, ON)
    with pytest.raises(RuleBroken, match="p25"):
        check_force(" ", ON)


def test_p16_a_transfer_is_not_declined_by_the_rule_alone():
    asked = change("decline", ABH)
    assert "What serves the victim" in refused(replace(asked, confirmed=frozenset()), ABH)
    check_change(asked, ABH, AT, DDM)
    check_change(change("accept", ABH), ABH, AT, DDM)

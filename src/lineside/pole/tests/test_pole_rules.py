"""Numbers and addresses in their comparable form; what a record must say."""

from datetime import date

import pytest

from lineside.kernel.errors import RuleBroken
from lineside.pole.rules import (
    PersonFacts,
    ThingFacts,
    check_person,
    check_thing,
    normal,
    normal_email,
    normal_mark,
    normal_phone,
)

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("written", "normal_form"),
    [
        ("07700 900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700 900123", "+447700900123"),
        ("+4407700900123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("tel:+447700900123", "+447700900123"),
        ("(020) 7946 0018", "+442079460018"),
        ("020\u20117946\u20110018", "+442079460018"),
        ("\uff10\uff17\uff17\uff10\uff10 900123", "+447700900123"),
        ("01632 96012", "+44163296012"),
        ("+33 1 99 00 12 34", "+33199001234"),
        ("101", "101"),
        ("61016", "61016"),
        ("999", "999"),
        ("Withheld", ""),
        ("", ""),
        ("7700", ""),
        ("+44", ""),
        ("+1234567890123456", ""),
        ("07700 900123 ext 4", ""),
        ("\u0660\u0667\u0667", ""),
    ],
)
def test_a_number_has_one_form_however_it_is_written(written, normal_form):
    assert normal_phone(written) == normal_form


@pytest.mark.parametrize(
    ("written", "normal_form"),
    [
        (" Robin.Vale@Example.ORG ", "robin.vale@example.org"),
        ("Robin Vale <robin@example.org>", "robin@example.org"),
        ("mailto:robin@example.org", "robin@example.org"),
        ("o'neill+rail@mail.example.org", "o'neill+rail@mail.example.org"),
        ("robin", ""),
        ("robin@", ""),
        ("@example.org", ""),
        ("robin@example", ""),
        ("ro bin@example.org", ""),
        ("robin@example.org\x00", ""),
        ("x" * 65 + "@example.org", ""),
    ],
)
def test_an_address_has_one_form_however_it_is_written(written, normal_form):
    assert normal_email(written) == normal_form


def test_handles_and_marks_compare_without_their_ornaments():
    assert normal("handle", " @RobinVale ") == "robinvale"
    assert normal_mark("ab12 cde") == "AB12CDE"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "R\x00"}, "name"),
        ({"name": "R", "kind": "dog"}, "kind"),
        ({"name": "R", "born_on": date(2027, 1, 1)}, "born_on"),
        ({"name": "R", "phones": ("call me",)}, "phone"),
        ({"name": "R", "emails": ("nowhere",)}, "email"),
    ],
)
def test_a_person_who_cannot_be_so_is_refused_with_the_field(facts, field):
    with pytest.raises(RuleBroken) as refused:
        check_person(PersonFacts(**facts), TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "cloud", "description": "x"}, "kind"),
        ({"kind": "property", "description": " "}, "description"),
        ({"kind": "property", "description": "x", "value_pence": -1}, "value_pence"),
    ],
)
def test_a_thing_that_cannot_be_so_is_refused_with_the_field(facts, field):
    with pytest.raises(RuleBroken) as refused:
        check_thing(ThingFacts(**facts))
    assert refused.value.field == field

"""Every change to staff records, the rota and sign-offs."""

from lineside.people.commands.rota import (
    Facts,
    Place,
    before_leaving,
    book_off,
    book_on,
    cancel_duty,
    change_staff,
    plan_duty,
    plan_shift,
    record_staff,
)
from lineside.people.commands.sign_offs import end_sign_off, set_probation, sign_off

__all__ = [
    "Facts",
    "Place",
    "before_leaving",
    "book_off",
    "book_on",
    "cancel_duty",
    "change_staff",
    "end_sign_off",
    "plan_duty",
    "plan_shift",
    "record_staff",
    "set_probation",
    "sign_off",
]

"""What may be done to staff records and the rota."""

from enum import StrEnum


class CanPeople(StrEnum):
    VIEW = "people.view"
    RECORD = "people.record"
    PLAN = "people.plan"
    BOOK = "people.book"
    BOOK_OTHERS = "people.book_others"
    SIGN_OFF = "people.sign_off"

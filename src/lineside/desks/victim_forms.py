"""The shape of what is typed at the desk for victim care."""

from django import forms

from lineside.desks.forms import CodesField
from lineside.desks.queue_forms import DAYS, NO_DAY
from lineside.ui.forms import DeskForm


def said(longest: int = 2000) -> forms.CharField:
    """As it was typed; the rule says what is missing and what is too long."""
    return forms.CharField(max_length=longest, required=False)


class NeedsForm(DeskForm):
    """What they need, and on which basis they have enhanced rights."""

    bases = CodesField(required=False)
    basis_words = said()
    declines_enhanced = forms.BooleanField(required=False)
    language = said(300)
    communication = said()
    support = said()
    measures = said()


class SupportForm(DeskForm):
    """Which service, and what they answered."""

    service = said(40)
    consent = said(20)
    words = said()


class PlanForm(DeskForm):
    """How, how often and by whom they are told."""

    way = said(20)
    address = said(1000)
    every_days = said(40)
    by_whom = said(1000)
    words = said()
    unsafe_reason = said()


class StandsForm(DeskForm):
    """Who receives the rights with or for them."""

    kind = said(40)
    name = said(1000)
    reached_by = said(1000)
    words = said()


class ChoiceForm(DeskForm):
    """A right that they do not want, or want again."""

    right = said(10)
    answer = said(10)
    words = said()


class StatementForm(DeskForm):
    """What they answered when a personal statement was offered."""

    answer = said(40)
    reader = said(40)
    words = said()


class CorrectForm(DeskForm):
    """What they are before the Code."""

    standing = said(40)
    regime = said(40)
    words = said()


class KeepForm(DeskForm):
    """How they were told, or why it ends."""

    how = said(40)
    words = said()
    unsafe_reason = said()


class StepForm(DeskForm):
    """What happened in the case; the time stays as it was typed until the rule has read it."""

    step = said(60)
    at = said(60)
    words = said()


class AddForm(DeskForm):
    """A victim whom the crime record does not name."""

    name = said(1000)
    standing = said(40)
    phone = said(60)
    email = said(1000)
    born_on = forms.DateField(required=False, input_formats=DAYS, error_messages=NO_DAY)
    words = said()


class LetterForm(DeskForm):
    """Which letter, in which language, by which way."""

    template = said(60)
    language = said(10)
    way = said(20)
    address = said(1000)
    words = said(20_000)


class SendForm(DeskForm):
    """It goes; a reason only where a rule of safe contact stands against it."""

    unsafe_reason = said()


class ComplaintForm(DeskForm):
    """What they complain of."""

    words = said(20_000)


class AnswerForm(DeskForm):
    """What they were answered."""

    words = said(20_000)
    is_final = said(5)

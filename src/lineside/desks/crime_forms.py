"""The shape of what is typed about a recorded crime; what it means is the rules' business."""

from typing import Any

from django import forms

from lineside.crimes.commands import Cancelling, Change, Claim
from lineside.desks.forms import MOMENTS, WRITTEN, CodesField, CrimeForm
from lineside.kernel.errors import RuleBroken
from lineside.ui.forms import DeskForm

OLDEST_DIGITS = 4


def said(longest: int = 8000) -> forms.CharField:
    """As it was typed; the rule says what is missing."""
    return forms.CharField(max_length=longest, required=False)


def moment() -> forms.DateTimeField:
    return forms.DateTimeField(required=False, input_formats=MOMENTS, error_messages=WRITTEN)


class DecidedForm(DeskForm):
    """What a decision on a recorded crime has in common with every other."""

    confirmed = CodesField(required=False)
    authority = said(30)
    authorised_by = said(200)
    told_victim_at = moment()
    telling = said()
    rationale = said()


class OutcomeForm(DecidedForm):
    """An outcome as somebody claims it."""

    outcome = said(10)
    suspect = said(20)
    suspect_age = said(20)
    evidence = said(20)
    admitted = forms.BooleanField(required=False)
    victim = said(20)
    charged = said(60)
    told_suspect_at = moment()

    def claim(self) -> Claim:
        facts = _without_hidden(self.cleaned_data)
        age = facts["suspect_age"]
        if age and (not age.isdecimal() or len(age) > OLDEST_DIGITS):
            raise RuleBroken("Write the age in years, as 31.", "suspect_age")
        facts["suspect"] = facts["suspect"] or "none"
        facts["suspect_age"] = int(age) if age else None
        return Claim(**facts | {"confirmed": frozenset(facts["confirmed"])})


class CancelForm(DecidedForm):
    """A cancellation as somebody asks for it, with the four parts of additional verifiable information."""

    code = said(10)
    arose = said()
    came_from = said()
    verified = said()
    changes = said()
    other_reference = said(60)

    def cancelling(self) -> Cancelling:
        facts = _without_hidden(self.cleaned_data)
        return Cancelling(**facts | {"confirmed": frozenset(facts["confirmed"])})


class FlagsForm(DeskForm):
    """The flags that it has from now on."""

    flags = CodesField(required=False)


class SendCrimeForm(DeskForm):
    """A crime that is offered to another force."""

    force = said(200)
    rationale = said()
    confirmed = CodesField(required=False)
    in_btp_place = forms.BooleanField(required=False)

    def change(self) -> Change:
        facts = self.cleaned_data
        return Change(what="send", rationale=facts["rationale"], confirmed=frozenset(facts["confirmed"]))


class ForceAnswerForm(DeskForm):
    """What the other force answered."""

    takes = said(10)
    reference = said(60)
    reference_kind = said(30)
    answer = said()


class CountForm(CrimeForm):
    """The crime as it is typed so far, and how it was told."""

    reporter = said(40)
    confirms = said(20)
    jurisdiction = said(40)


def _without_hidden(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if name not in {"key", "seen_version"}}

"""The shape of what is typed about safeguarding."""

from django import forms

from lineside.ui.forms import DeskForm


class ReferralForm(DeskForm):
    """Who is vulnerable, how, what was seen, and on which basis it is passed on."""

    subject = forms.CharField(max_length=1000, required=False)
    kind = forms.CharField(max_length=20, required=False)
    seen = forms.CharField(max_length=20_000, required=False)
    basis = forms.CharField(max_length=20, required=False)
    basis_words = forms.CharField(max_length=2000, required=False)
    urgency = forms.CharField(max_length=10, required=False)
    risk = forms.CharField(max_length=10, required=False)
    risk_words = forms.CharField(max_length=2000, required=False)


class ReceiveForm(DeskForm):
    """The unit has it: nothing is typed."""


class UnitWordsForm(DeskForm):
    """What the unit does about it, or why it comes back."""

    words = forms.CharField(max_length=2000, required=False)


class ShareForm(DeskForm):
    """Which other agency is told."""

    agency = forms.CharField(max_length=20, required=False)


class TheirReferenceForm(DeskForm):
    """What the agency answered with."""

    their_reference = forms.CharField(max_length=200, required=False)

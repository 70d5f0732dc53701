"""The shape of what is typed at the desk for the press."""

from django import forms

from lineside.ui.forms import DeskForm


class EnquiryForm(DeskForm):
    """What a journalist asks; the time stays as it was typed until the rule has read it."""

    outlet = forms.CharField(max_length=500, required=False)
    journalist = forms.CharField(max_length=500, required=False)
    reached_by = forms.CharField(max_length=500, required=False)
    asks = forms.CharField(max_length=10_000, required=False)
    answer_by = forms.CharField(max_length=40, required=False)


class PressDutyForm(DeskForm):
    """Which press officer is on duty."""

    name = forms.CharField(max_length=500, required=False)
    number = forms.CharField(max_length=40, required=False)
    begins_at = forms.CharField(max_length=40, required=False)
    ends_at = forms.CharField(max_length=40, required=False)


class EndDutyForm(DeskForm):
    """Why a duty ends before its time."""

    reason = forms.CharField(max_length=300, required=False)


class PassOnForm(DeskForm):
    """Nothing is typed."""


class SaidForm(DeskForm):
    """What was said to them."""

    words = forms.CharField(max_length=10_000, required=False)
    cleared_by = forms.CharField(max_length=500, required=False)


class EndForm(DeskForm):
    """How it ended."""

    outcome = forms.CharField(max_length=20, required=False)

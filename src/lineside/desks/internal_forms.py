"""The shape of what officers and staff report, and of what is typed about radios and sickness."""

from typing import Any

from django import forms

from lineside.gateways.internal.queries import Form
from lineside.ui.forms import DeskForm

SLACK = 100  # above what a question takes, so that the rule says by how much it is too long


class ReportForm(DeskForm):
    """One kind of report; what an answer must look like is the gateway's to say, in its own sentence."""

    def __init__(self, form: Form, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in form.questions:
            self.fields[question.name] = forms.CharField(max_length=question.most + SLACK, required=False)


class OrderForm(DeskForm):
    """A stun or an unstun is asked for."""

    action = forms.CharField(max_length=8, widget=forms.HiddenInput, required=False)
    proof = forms.CharField(max_length=2000, required=False)
    reason = forms.CharField(max_length=2000, required=False)


class DecideForm(DeskForm):
    """A second person approves or declines; or the first withdraws."""

    reason = forms.CharField(max_length=2000, required=False)


class HowForm(DeskForm):
    """A notice that could not be delivered is set aside."""

    how = forms.CharField(max_length=2000, required=False)


class WhyForm(DeskForm):
    """Why health data has to be read."""

    why = forms.CharField(max_length=300, required=False)

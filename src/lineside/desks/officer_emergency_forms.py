"""The shape of what is said of an officer's emergency."""

from django import forms

from lineside.ui.forms import DeskForm


class AnswerEmergencyForm(DeskForm):
    """It is on my desk; nothing is typed."""


class EmergencyOutcomeForm(DeskForm):
    """What it was."""

    outcome = forms.CharField(max_length=12, required=False)
    words = forms.CharField(max_length=2000, required=False)
    spoken_with = forms.CharField(max_length=200, required=False)
    challenge = forms.BooleanField(required=False)


class ResolveEmergencyForm(DeskForm):
    """How a genuine one ended."""

    resolved = forms.CharField(max_length=2000, required=False)

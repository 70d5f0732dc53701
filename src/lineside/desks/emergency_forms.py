"""The shape of what is typed on a call: silence, taps, a relay, ringing back, the enquiry with the operator."""

from django import forms

from lineside.ui.forms import DeskForm


class SilentForm(DeskForm):
    """That nobody speaks, or that the caller speaks after all."""

    silent = forms.CharField(max_length=8, required=False)
    words = forms.CharField(max_length=2000, required=False)


class AskForm(DeskForm):
    """The question that is asked by taps."""

    question = forms.CharField(max_length=40, required=False)


class TapsForm(DeskForm):
    """One tap, two, or none."""

    taps = forms.IntegerField(error_messages=dict.fromkeys(("required", "invalid"), "Say one tap, two, or none."))


class RelayForm(DeskForm):
    """Who speaks for the caller."""

    relay = forms.CharField(max_length=12, required=False)
    relay_id = forms.CharField(max_length=200, required=False)


class RingBackForm(DeskForm):
    """How ringing back went."""

    outcome = forms.CharField(max_length=24, required=False)
    words = forms.CharField(max_length=2000, required=False)


class AskOperatorForm(DeskForm):
    """Who is asked about a lost 999 caller, and why."""

    asked_of = forms.CharField(max_length=24, required=False)
    why = forms.CharField(max_length=4000, required=False)


class OperatorAnswerForm(DeskForm):
    """What the enquiry brought."""

    outcome = forms.CharField(max_length=24, required=False)
    told = forms.CharField(max_length=4000, required=False)

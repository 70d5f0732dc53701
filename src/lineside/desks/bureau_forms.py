"""The shape of what is typed at the desk for warning witnesses."""

from django import forms

from lineside.ui.forms import DeskForm


class WarningForm(DeskForm):
    """What the CJU asks for; times stay as they were typed until the rule has read them."""

    case_ref = forms.CharField(max_length=500, required=False)
    court = forms.CharField(max_length=500, required=False)
    hearing = forms.CharField(max_length=40, required=False)
    warn_by = forms.CharField(max_length=40, required=False)
    witnesses = forms.CharField(max_length=20_000, required=False)


class RingWitnessForm(DeskForm):
    """A call that begins now; the reason is asked for only where it is not safe."""

    unsafe_reason = forms.CharField(max_length=1000, required=False)


class EndCallForm(DeskForm):
    """What became of the call."""

    outcome = forms.CharField(max_length=20, required=False)
    words = forms.CharField(max_length=1000, required=False)
    only_set_words = forms.BooleanField(required=False)


class SettleForm(DeskForm):
    """What became of a witness without a call."""

    outcome = forms.CharField(max_length=20, required=False)
    words = forms.CharField(max_length=1000, required=False)


class CloseWarningForm(DeskForm):
    """What else the CJU is told."""

    words = forms.CharField(max_length=2000, required=False)

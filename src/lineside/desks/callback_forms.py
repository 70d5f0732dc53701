"""The shape of what is typed about call-backs."""

from django import forms

from lineside.ui.forms import DeskForm


class CallBackForm(DeskForm):
    """Whom to ring, why and by when; the time stays as it was typed until the rule has read it."""

    contact = forms.UUIDField(widget=forms.HiddenInput, required=False)
    incident = forms.UUIDField(widget=forms.HiddenInput, required=False)
    crime = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kind = forms.CharField(max_length=20, required=False)
    role = forms.CharField(max_length=20, required=False)
    name = forms.CharField(max_length=500, required=False)
    number = forms.CharField(max_length=100, required=False)
    why = forms.CharField(max_length=2000, required=False)
    due_by = forms.CharField(max_length=40, required=False)


class RingBackForm(DeskForm):
    """Our telephone rings first; the reason is asked for only where it is not safe."""

    telephone = forms.CharField(max_length=100, required=False)
    unsafe_reason = forms.CharField(max_length=1000, required=False)


class EndCallBackForm(DeskForm):
    """What became of the call; the answers stand beside it."""

    outcome = forms.CharField(max_length=20, required=False)
    words = forms.CharField(max_length=2000, required=False)
    only_set_words = forms.BooleanField(required=False)
    told = forms.CharField(max_length=10_000, required=False)


class WithdrawForm(DeskForm):
    """Why nobody needs to ring."""

    why = forms.CharField(max_length=2000, required=False)


class OptOutForm(DeskForm):
    """Who wants no routine calls."""

    number = forms.CharField(max_length=100, required=False)
    words = forms.CharField(max_length=2000, required=False)

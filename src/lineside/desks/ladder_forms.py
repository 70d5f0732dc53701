"""The shape of what is sent about the escalation ladder."""

from django import forms

from lineside.ui.forms import DeskForm


class BookOffForm(DeskForm):
    """Booking off, and who takes over the logs that are one's own."""

    to = forms.UUIDField(required=False, error_messages={"invalid": "Choose somebody of the list."})


class SeenForm(DeskForm):
    """Somebody has seen it; `level` is the rung that stood there when they looked."""

    level = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=9)

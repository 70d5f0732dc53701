"""The shape of what is typed on the rota, and at the administrator's and the auditor's desks."""

from django import forms

from lineside.ui.forms import DeskForm


class BookForm(DeskForm):
    """Booking on or off: nothing is typed."""


class ReasonForm(DeskForm):
    """Something that asks only for its reason."""

    reason = forms.CharField(max_length=500, required=False)

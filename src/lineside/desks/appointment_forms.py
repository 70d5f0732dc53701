"""The shape of what is typed about appointments."""

from django import forms

from lineside.ui.forms import DeskForm


class AgreeForm(DeskForm):
    """A slot as it was agreed with the caller."""

    begins = forms.CharField(max_length=60, required=False)
    minutes = forms.CharField(max_length=12, required=False)
    attends = forms.CharField(max_length=400, required=False)
    place = forms.CharField(max_length=400, required=False)
    agreed_with = forms.CharField(max_length=400, required=False)
    late_why = forms.CharField(max_length=2000, required=False)


class RearrangeForm(AgreeForm):
    """Another slot in its place, with the reason."""

    reason = forms.CharField(max_length=2000, required=False)


class EndAppointmentForm(DeskForm):
    """What became of it."""

    how = forms.CharField(max_length=20, required=False)
    words = forms.CharField(max_length=2000, required=False)

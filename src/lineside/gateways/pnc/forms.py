"""The shape of a look-up."""

from django import forms

from lineside.ui.forms import DeskForm


class LookUpForm(DeskForm):
    """What is looked for, why, and for whom."""

    kind = forms.CharField(max_length=20, required=False)
    name = forms.CharField(max_length=200, required=False)
    born = forms.CharField(max_length=20, required=False)
    vrm = forms.CharField(max_length=20, required=False)
    serial = forms.CharField(max_length=80, required=False)
    purpose = forms.CharField(max_length=20, required=False)
    reason = forms.CharField(max_length=500, required=False)
    originator = forms.CharField(max_length=120, required=False)
    reference = forms.CharField(max_length=40, required=False)

"""The shape of what is typed about promised updates."""

from django import forms

from lineside.ui.forms import DeskForm


class PromiseForm(DeskForm):
    """What somebody was told; the limit stays as it was typed until the rule has read it."""

    reach = forms.CharField(max_length=20, required=False)
    by = forms.CharField(max_length=40, required=False)
    what = forms.CharField(max_length=1000, required=False)


class EndPromiseForm(DeskForm):
    """How it was kept, or why it ends."""

    how = forms.CharField(max_length=20, required=False)
    words = forms.CharField(max_length=1000, required=False)

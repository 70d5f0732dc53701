"""The shape of what is typed at the desk for intelligence."""

from django import forms

from lineside.ui.forms import DeskForm


class ReferForm(DeskForm):
    """What was told with its grades, and apart from it who told us."""

    bureau = forms.CharField(max_length=20, required=False)
    source_grade = forms.CharField(max_length=20, required=False)
    information_grade = forms.CharField(max_length=20, required=False)
    handling = forms.CharField(max_length=20, required=False)
    conditions = forms.CharField(max_length=1000, required=False)
    text = forms.CharField(max_length=20_000, required=False)
    name = forms.CharField(max_length=500, required=False)
    known_as = forms.CharField(max_length=500, required=False)
    reached_by = forms.CharField(max_length=500, required=False)
    how_known = forms.CharField(max_length=1000, required=False)
    contact = forms.UUIDField(required=False, widget=forms.HiddenInput)


class ReleaseForm(DeskForm):
    """The text as the bureau gets it."""

    text = forms.CharField(max_length=20_000, required=False)
    alone_because = forms.CharField(max_length=500, required=False)


class SendAgainForm(DeskForm):
    """Nothing is typed."""


class SourceForm(DeskForm):
    """Why somebody needs to know who the source is."""

    why = forms.CharField(max_length=300, required=False)

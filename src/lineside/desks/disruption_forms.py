"""The shape of what is typed about disruption and stranded trains."""

from django import forms

from lineside.desks.office_forms import Chosen
from lineside.ui.forms import DeskForm


class LevelForm(DeskForm):
    """How far an incident disrupts the railway."""

    level = forms.CharField(max_length=4, required=False)
    reason = forms.CharField(max_length=2000, required=False)


class StrandedForm(DeskForm):
    """A train stands with people on board."""

    option = forms.CharField(max_length=60, required=False)
    train = forms.CharField(max_length=400, required=False)
    place = forms.CharField(max_length=400, required=False)
    since = forms.CharField(max_length=60, required=False)
    people = forms.CharField(max_length=12, required=False)
    conditions = Chosen(required=False)
    told_by = forms.CharField(max_length=400, required=False)


class StrandedNewsForm(DeskForm):
    """What is known of it by now."""

    place = forms.CharField(max_length=400, required=False)
    people = forms.CharField(max_length=12, required=False)
    conditions = Chosen(required=False)


class StrandedEndForm(DeskForm):
    """How it ended for the people on board."""

    how = forms.CharField(max_length=20, required=False)
    words = forms.CharField(max_length=2000, required=False)

"""The shape of what is typed on an action card."""

from django import forms

from lineside.ui.forms import DeskForm


class TakeCardForm(DeskForm):
    """A card is taken on: one that is proposed, or any other."""

    code = forms.CharField(max_length=16, required=False)


class StepForm(DeskForm):
    """A step is done or skipped, with its words."""

    words = forms.CharField(max_length=2000, required=False)
    deed = forms.CharField(max_length=8, required=False)


class StepRingForm(DeskForm):
    """Whom a step names is rung; the number is of the contact list."""

    telephone = forms.CharField(max_length=40, required=False)


class CardOffForm(DeskForm):
    """A card does not fit after all."""

    reason = forms.CharField(max_length=2000, required=False)


class ScaleForm(DeskForm):
    """How many people, how many minutes of delay."""

    people = forms.CharField(max_length=12, required=False)
    delay_minutes = forms.CharField(max_length=12, required=False)

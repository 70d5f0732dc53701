"""The shape of what is typed to ring somebody."""

from django import forms

from lineside.ui.forms import DeskForm


class CallOutForm(DeskForm):
    """Whom to ring, and from where."""

    number = forms.CharField(max_length=40, required=False)
    telephone = forms.CharField(max_length=20, required=False)
    unsafe_reason = forms.CharField(max_length=500, required=False)


class ListenForm(DeskForm):
    """How somebody's call is listened to, why, and from where."""

    mode = forms.CharField(max_length=20, required=False)
    why = forms.CharField(max_length=500, required=False)
    telephone = forms.CharField(max_length=20, required=False)


class AnsweredForm(DeskForm):
    """Who picked up."""

    outcome = forms.CharField(max_length=20, required=False)

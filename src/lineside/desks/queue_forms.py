"""The shape of what is typed about seats, passing on, help, surges and sign-offs."""

from django import forms

from lineside.ui.forms import DeskForm

NO_DAY = {"invalid": "Give the day as 2026-11-26."}
NO_CALL = {"invalid_choice": "Choose whether the call goes with the contact or stays."}
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d %b %Y"]


class StateForm(DeskForm):
    """What I am doing now, and which telephone rings here."""

    state = forms.CharField(max_length=20, required=False)
    telephone = forms.CharField(max_length=20, required=False)


class PassForm(DeskForm):
    """To whom a contact is passed, with its call or alone, and why."""

    to = forms.CharField(max_length=40, required=False)
    call = forms.ChoiceField(choices=[("with", ""), ("alone", "")], required=False, error_messages=NO_CALL)
    reason = forms.CharField(max_length=500, required=False)


class HelpForm(DeskForm):
    """What a supervisor is asked for."""

    why = forms.CharField(max_length=500, required=False)


class AnswerForm(DeskForm):
    """What was done about it."""

    answer = forms.CharField(max_length=500, required=False)


class SurgeForm(DeskForm):
    """What causes a surge."""

    why = forms.CharField(max_length=500, required=False)


class SignOffForm(DeskForm):
    """A module that somebody is signed off for."""

    code = forms.CharField(max_length=40, required=False)
    evidence = forms.CharField(max_length=500, required=False)
    last_day = forms.DateField(required=False, input_formats=DAYS, error_messages=NO_DAY)


class ProbationForm(DeskForm):
    """Until when somebody is on probation."""

    until = forms.DateField(required=False, input_formats=DAYS, error_messages=NO_DAY)
    reason = forms.CharField(max_length=500, required=False)

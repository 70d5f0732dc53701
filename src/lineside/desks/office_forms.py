"""The shape of what is typed on the rota, and at the administrator's and the auditor's desks."""

from django import forms

from lineside.ui.forms import DeskForm


class ReasonForm(DeskForm):
    """Something that asks only for its reason."""

    reason = forms.CharField(max_length=500, required=False)


class Chosen(forms.MultipleChoiceField):
    """Whatever was ticked; whether it may be is the rule's to say, in its own sentence."""

    def valid_value(self, value: str) -> bool:  # noqa: ARG002 - Django's signature
        return True


class AccountForm(DeskForm):
    """A new account."""

    username = forms.CharField(max_length=80, required=False)
    display_name = forms.CharField(max_length=120, required=False)
    role = forms.CharField(max_length=40, required=False)
    areas = Chosen(required=False)


class RolesForm(DeskForm):
    """What an account may do."""

    roles = Chosen(required=False)


class AreasForm(DeskForm):
    """Where it may do it."""

    areas = Chosen(required=False)


class ClientForm(DeskForm):
    """An API client: a name and what its key opens."""

    name = forms.CharField(max_length=120, required=False)
    scopes = Chosen(required=False)
    renews = forms.BooleanField(required=False)


class PolicyForm(DeskForm):
    """A policy value, and why it is changed."""

    name = forms.CharField(max_length=60, required=False)
    value = forms.CharField(max_length=20, required=False)
    why = forms.CharField(max_length=500, required=False)


class TrailForm(DeskForm):
    """Which lines of the trail: whose, about what, of which days; and why it is looked at."""

    NO_DAY = {"invalid": "Give the day as 2026-11-26."}
    first = forms.DateField(required=False, input_formats=["%Y-%m-%d"], error_messages=NO_DAY)
    last = forms.DateField(required=False, input_formats=["%Y-%m-%d"], error_messages=NO_DAY)
    person = forms.CharField(max_length=120, required=False)
    record = forms.CharField(max_length=120, required=False)
    kind = forms.CharField(max_length=10, required=False)
    why = forms.CharField(max_length=300, required=False)
    reason = forms.CharField(max_length=300, required=False)

"""The shape of what is typed about line protection and about a fatality."""

from typing import Any
from uuid import UUID

from django import forms

from lineside.kernel.actors import Actor
from lineside.protection import queries
from lineside.ui.forms import DeskForm


class ProtectForm(DeskForm):
    """What is asked of the railway."""

    level = forms.CharField(max_length=16, required=False)
    section = forms.CharField(max_length=300, required=False)
    reason = forms.CharField(max_length=16, required=False)
    nature = forms.CharField(max_length=500, required=False)
    elr = forms.CharField(max_length=8, required=False)
    limits = forms.CharField(max_length=120, required=False)
    lines = forms.CharField(max_length=120, required=False)
    location = forms.CharField(max_length=300, required=False)
    access = forms.CharField(max_length=300, required=False)


class GivenForm(DeskForm):
    """Who at control gave it, or gave the line back."""

    name = forms.CharField(max_length=120, required=False)
    role = forms.CharField(max_length=120, required=False)
    reference = forms.CharField(max_length=120, required=False)


class WithdrawForm(DeskForm):
    """Who at control says that nothing was given, and why it is not needed."""

    told = forms.CharField(max_length=120, required=False)
    why = forms.CharField(max_length=300, required=False)


class WhyForm(DeskForm):
    """The reason alone."""

    why = forms.CharField(max_length=500, required=False)


class AskForm(DeskForm):
    """Nothing is typed: the restore is asked for, or a risk accepted."""


class PartyForm(DeskForm):
    """An agency is listed."""

    sign = forms.CharField(max_length=12, required=False)
    label = forms.CharField(max_length=80, required=False)


class WordForm(DeskForm):
    """What a party was told or says: told, yes or no; and who says it."""

    sign = forms.CharField(max_length=12, required=False)
    word = forms.CharField(max_length=10, required=False)
    said_by = forms.CharField(max_length=120, required=False)


class PersonForm(DeskForm):
    """Whether somebody is missing on the line, and who knows it."""

    person = forms.CharField(max_length=10, required=False)
    says = forms.CharField(max_length=500, required=False)


class ConfirmedForm(DeskForm):
    """Who confirmed the death."""

    confirmed_by = forms.CharField(max_length=120, required=False)


class ClassForm(DeskForm):
    """The class and its reason."""

    code = forms.CharField(max_length=16, required=False)
    reason = forms.CharField(max_length=500, required=False)


class DriverForm(DeskForm):
    """What the driver said."""

    account = forms.CharField(max_length=2000, required=False)


class HandBackForm(DeskForm):
    """Who took the line back."""

    to = forms.CharField(max_length=120, required=False)


def protect_facts(actor: Actor, incident_id: UUID, form: DeskForm | None, begun: dict[str, str]) -> dict[str, Any]:
    """The form of a request, begun with what the log knows."""
    first = queries.begun(actor, incident_id) | {key: begun[key] for key in ("level",) if begun.get(key)}
    return {
        "protect_form": form or ProtectForm(initial=first),
        "levels": queries.level_choices(),
        "reasons": queries.reason_choices(),
    }

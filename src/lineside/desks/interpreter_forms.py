"""The shape of what is typed about interpreters."""

from django import forms

from lineside.ui.forms import DeskForm


class InterpreterForm(DeskForm):
    """Which language, and who is asked."""

    language = forms.CharField(max_length=8, required=False)
    provider = forms.CharField(max_length=12, required=False)
    words = forms.CharField(max_length=1000, required=False)


class JoinedForm(DeskForm):
    """The interpreter is on the call."""

    their_reference = forms.CharField(max_length=200, required=False)


class InterpreterEndForm(DeskForm):
    """What became of it."""

    outcome = forms.CharField(max_length=16, required=False)
    words = forms.CharField(max_length=1000, required=False)


class StatementForm(DeskForm):
    """In which language they give a statement."""

    language = forms.CharField(max_length=8, required=False)

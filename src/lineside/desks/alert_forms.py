"""The shape of what is typed at the alerts desk."""

from django import forms

from lineside.ui.forms import DeskForm


class AlertForm(DeskForm):
    """Taken, or read; nothing is typed."""


class IdentityForm(DeskForm):
    """What one person found, and what they compared."""

    finding = forms.CharField(max_length=20, required=False)
    name = forms.BooleanField(required=False)
    born = forms.BooleanField(required=False)
    photo = forms.BooleanField(required=False)
    document = forms.BooleanField(required=False)

    def compared(self) -> tuple[str, ...]:
        return tuple(name for name in ("name", "born", "photo", "document") if self.cleaned_data[name])


class ToldForm(DeskForm):
    """Whom a person told by telephone, and when."""

    whom = forms.CharField(max_length=200, required=False)
    at = forms.CharField(max_length=5, required=False)


class EndAlertForm(DeskForm):
    """What became of it."""

    outcome = forms.CharField(max_length=20, required=False)
    words = forms.CharField(max_length=2000, required=False)
    incident = forms.CharField(max_length=40, required=False)
    despite = forms.CharField(max_length=2000, required=False)
    told_sender = forms.CharField(max_length=500, required=False)

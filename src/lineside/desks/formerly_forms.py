"""What a debrief asks for: a moment, perhaps one incident; and the bundle of one."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms

from lineside.kernel.clock import UK, now
from lineside.ui.forms import DeskForm

NO_MOMENT = "Give the moment as 2026-11-27 14:05:06, UK time."


class FormerForm(DeskForm):
    """Which moment, of the whole board or of one incident besides it."""

    at = forms.CharField(max_length=40, required=False)
    incident = forms.CharField(max_length=30, required=False)
    why = forms.CharField(max_length=300, required=False)

    def clean_at(self) -> datetime:
        return moment_said(self.cleaned_data["at"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if "at" in facts and facts["at"] > now() + timedelta(seconds=1):
            self.add_error("at", "That moment has not come yet; what stands now is on the desks.")
        return facts


class DisclosureForm(DeskForm):
    """What the bundle is for."""

    reason = forms.CharField(max_length=300, required=False)


def moment_said(text: str) -> datetime:
    """UK time where it has no offset, as from a field for date and time; now where nothing is said."""
    if not text.strip():
        return now()
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise forms.ValidationError(NO_MOMENT) from None
    whole = found if found.tzinfo else found.replace(tzinfo=UK)
    try:
        return whole.astimezone(UTC)
    except OverflowError:
        raise forms.ValidationError(NO_MOMENT) from None

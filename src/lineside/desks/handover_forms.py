"""The shape of what is typed about a handover."""

from typing import Any

from django import forms

from lineside.desks.forms import CodesField
from lineside.ui.forms import DeskForm


class GiveSheetForm(DeskForm):
    """Which desk is handed over, and what is added in words."""

    desk = forms.CharField(max_length=200, required=False)
    remarks = forms.CharField(max_length=4000, required=False)


class TakeSheetForm(DeskForm):
    """What was read and ticked, and what is answered in words."""

    ticked = CodesField(required=False)
    words = forms.CharField(max_length=4000, required=False)

    def kept(self) -> list[Any]:
        """What was ticked, also when the sheet could not be taken yet."""
        return self.data.getlist("ticked") if self.is_bound else []  # type: ignore[attr-defined]

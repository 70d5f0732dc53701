"""What is asked before a file is handed out."""

from django import forms

from lineside.ui.forms import DeskForm


class TakeFileForm(DeskForm):
    """The one who takes it says that they know it has not been scanned."""

    understood = forms.CharField(max_length=3, required=False)
    why = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)

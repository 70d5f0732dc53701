"""What is asked before a file is handed out, and of who has seen what is in quarantine."""

from django import forms

from lineside.ui.forms import DeskForm


class TakeFileForm(DeskForm):
    """The one who takes it says that they know how it stands with the scanner."""

    understood = forms.CharField(max_length=3, required=False)
    why = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)


class ReviewForm(DeskForm):
    """What was done about a file in quarantine."""

    how = forms.CharField(max_length=2000, required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

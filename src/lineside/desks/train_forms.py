"""The shape of what is typed about meeting a train."""

from django import forms

from lineside.ui.forms import DeskForm


class MeetForm(DeskForm):
    """The train and the call, as they were offered, and the coach."""

    option = forms.CharField(max_length=60, required=False)
    coach = forms.CharField(max_length=40, required=False)


class AskForm(DeskForm):
    """What is asked; each button is one."""

    action = forms.CharField(max_length=20, required=False)


class AnswerForm(DeskForm):
    """What they answered."""

    answer = forms.CharField(max_length=10, required=False)
    words = forms.CharField(max_length=1000, required=False)


class DealForm(DeskForm):
    """What is done about an alarm."""

    words = forms.CharField(max_length=1000, required=False)


class EndMeetingForm(DeskForm):
    """How a plan ended."""

    how = forms.CharField(max_length=20, required=False)

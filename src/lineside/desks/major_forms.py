"""The shape of what is typed about major incidents; numbers and times stay as typed until the rules have read them."""

from django import forms

from lineside.ui.forms import DeskForm


class MajorDeclareForm(DeskForm):
    """A log is declared a major incident by its number or reference, with the reason."""

    log = forms.CharField(max_length=40, required=False)
    reason = forms.CharField(max_length=2000, required=False)


class MajorReasonForm(DeskForm):
    """Why it is stood down, or why contacts are proposed no more."""

    reason = forms.CharField(max_length=2000, required=False)


class AttachModeForm(DeskForm):
    """Where it is, how far around, and the words that callers use."""

    place_text = forms.CharField(max_length=300, required=False)
    radius_m = forms.CharField(max_length=20, required=False)
    words = forms.CharField(max_length=1000, required=False)


class CountForm(DeskForm):
    """A number of the tote as somebody told it."""

    line = forms.CharField(max_length=20, required=False)
    have = forms.CharField(max_length=20, required=False)
    wanted = forms.CharField(max_length=20, required=False)
    told_by = forms.CharField(max_length=2000, required=False)


class MajorTaskForm(DeskForm):
    """What is to be done, by whom, until when."""

    text = forms.CharField(max_length=2000, required=False)
    owner = forms.CharField(max_length=400, required=False)
    due = forms.CharField(max_length=40, required=False)


class MajorTaskEndForm(DeskForm):
    """A task is done, or given up with the reason."""

    outcome = forms.CharField(max_length=10, required=False)
    words = forms.CharField(max_length=2000, required=False)


class TurnRingForm(DeskForm):
    """Our own telephone that is to ring; empty where it was rung in another way."""

    telephone = forms.CharField(max_length=20, required=False)


class TurnAnswerForm(DeskForm):
    """What they answered, and who."""

    answer = forms.CharField(max_length=10, required=False)
    who = forms.CharField(max_length=400, required=False)
    words = forms.CharField(max_length=2000, required=False)


class JointDecisionForm(DeskForm):
    """A decision in the parts of the joint decision model."""

    information = forms.CharField(max_length=2000, required=False)
    risks = forms.CharField(max_length=2000, required=False)
    powers = forms.CharField(max_length=2000, required=False)
    options = forms.CharField(max_length=2000, required=False)
    refused = forms.CharField(max_length=2000, required=False)
    decision = forms.CharField(max_length=2000, required=False)
    reason = forms.CharField(max_length=2000, required=False)
    review = forms.CharField(max_length=2000, required=False)


class MajorAnswerForm(DeskForm):
    """What is answered when a contact is proposed: why it is something else, or more of why it belongs to it."""

    words = forms.CharField(max_length=2000, required=False)

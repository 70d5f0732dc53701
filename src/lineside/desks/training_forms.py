"""The shape of what a trainer types."""

from django import forms

from lineside.ui.forms import DeskForm


class ExerciseForm(DeskForm):
    """Which scenario is played to whom, from which seed and how fast."""

    scenario = forms.CharField(max_length=16, required=False)
    seed = forms.IntegerField(required=False)
    speed = forms.FloatField(required=False, initial="1.0")
    trainees = forms.CharField(max_length=5000, required=False)


class StandForm(DeskForm):
    """Nothing is typed: it stands, or it ends."""


class SpeedForm(DeskForm):
    """It goes on, and how fast."""

    speed = forms.FloatField(required=False, initial="1.0")


class TrainingRemarkForm(DeskForm):
    """What the trainer says, of one point or of the whole."""

    point = forms.CharField(max_length=16, required=False)
    words = forms.CharField(max_length=10_000, required=False)

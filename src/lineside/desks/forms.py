"""The shape of what is typed at the desks; what the words mean is the rooms' business."""

from collections.abc import Collection
from typing import Any

from django import forms

from lineside.ui.forms import DeskForm

WRITTEN_OFFLINE = ["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"]
WRITTEN = {"invalid": "Write the time as 24/11/2026 14:05."}
NO_QUALIFIER = {"invalid_choice": "There is no such qualifier; choose from the list."}
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%d %b %Y %H:%M"]


def said_nowhere(form: DeskForm | None, name: str, shown: Collection[str]) -> list[str]:
    """Why a form was refused that the page has no place for any more, since another desk was first; said at its top."""
    if form is None or form.accepted or name in shown:
        return []
    return [str(sentence) for told in form.errors.values() for sentence in told]


class TakeForm(DeskForm):
    """Taking a contact: nothing is typed."""


class ReturnForm(DeskForm):
    """A contact goes back to the queue."""

    reason = forms.CharField(max_length=500, required=False)


class NoteForm(DeskForm):
    """What is said, written down while it is said."""

    text = forms.CharField(max_length=20_000, required=False, strip=False)
    event_at = forms.DateTimeField(widget=forms.HiddenInput, required=False, input_formats=WRITTEN_OFFLINE)


class ResolveForm(DeskForm):
    """What became of a contact without an incident."""

    disposition = forms.CharField(max_length=60, required=False)
    reason = forms.CharField(max_length=2000, required=False)


class FloodForm(ResolveForm):
    """What became of all that waits in a flood, as many as were seen."""

    seen_count = forms.IntegerField(min_value=0, max_value=100_000)


class ReplyForm(DeskForm):
    """An answer by e-mail."""

    template = forms.CharField(max_length=60, required=False)
    text = forms.CharField(max_length=20_000, required=False, strip=False)
    language = forms.CharField(max_length=10, required=False)
    unsafe_reason = forms.CharField(max_length=500, required=False)


class CallBackForm(DeskForm):
    """Whether an abandoned caller is called back."""

    decision = forms.CharField(max_length=20, required=False)
    reason = forms.CharField(max_length=500, required=False)


class FindForm(DeskForm):
    """What to look for, and why a person is looked up."""

    q = forms.CharField(max_length=300, required=False)
    why = forms.CharField(max_length=300, required=False)


class RetryForm(DeskForm):
    """What could not become a contact is tried again, read or unread."""

    as_it_came = forms.CharField(widget=forms.HiddenInput, max_length=3, required=False)


class AsideForm(DeskForm):
    """What could not become a contact is set aside."""

    how = forms.CharField(max_length=2000, required=False)


class LineForm(DeskForm):
    """The command line of a log; `event_at` comes with a line that was written while the desk was offline."""

    text = forms.CharField(max_length=20_000, required=False)
    event_at = forms.DateTimeField(widget=forms.HiddenInput, required=False, input_formats=WRITTEN_OFFLINE)


class CodesField(forms.MultipleChoiceField):
    """Any codes: whether they are in force is for the rules to say."""

    def valid_value(self, value: str) -> bool:  # noqa: ARG002 - Django's own signature
        return True


class RegradeForm(DeskForm):
    """A fresh THRIVE with the grade that follows; `seen_grade` is the one that stood when the panel was opened."""

    grade = forms.CharField(max_length=2, required=False)
    reason = forms.CharField(max_length=2000, required=False)
    answers = forms.CharField(required=False)
    seen_grade = forms.CharField(widget=forms.HiddenInput, max_length=2, required=False)


class ResultForm(DeskForm):
    """The result; the references are read beside it, one for each result that asks for one."""

    closing_code = forms.CharField(max_length=10, required=False)
    result_codes = CodesField(required=False)
    close = forms.CharField(widget=forms.HiddenInput, max_length=3, required=False)


class OpeningForm(DeskForm):
    """What is asked when an incident is opened; THRIVE's answers are read beside it, since an edition names them."""

    place_text = forms.CharField(max_length=300, required=False)
    place_status = forms.CharField(max_length=12, required=False)
    opening_code = forms.CharField(max_length=10, required=False)
    happening_now = forms.CharField(max_length=3, required=False)
    headcode = forms.CharField(max_length=8, required=False)
    informant_name = forms.CharField(max_length=200, required=False)
    informant_number = forms.CharField(max_length=60, required=False)
    summary = forms.CharField(max_length=2000, required=False)
    qualifiers = forms.MultipleChoiceField(required=False, error_messages=NO_QUALIFIER)
    grade = forms.CharField(max_length=2, required=False)
    grade_reason = forms.CharField(max_length=2000, required=False)
    crime_bar = forms.CharField(max_length=7, required=False)
    crime_bar_reason = forms.CharField(max_length=2000, required=False)
    answers = forms.CharField(required=False)

    def __init__(self, *args: Any, qualifiers: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["qualifiers"].choices = qualifiers or []  # type: ignore[attr-defined]


class CrimeForm(DeskForm):
    """A crime to be recorded; suspects and property are read beside it, since there may be several."""

    offence = forms.CharField(max_length=2000, required=False)
    summary = forms.CharField(max_length=8000, required=False)
    place_text = forms.CharField(max_length=300, required=False)
    committed_from = forms.DateTimeField(required=False, input_formats=MOMENTS, error_messages=WRITTEN)
    committed_to = forms.DateTimeField(required=False, input_formats=MOMENTS, error_messages=WRITTEN)
    late_reason = forms.CharField(max_length=8000, required=False)
    victim_kind = forms.CharField(max_length=20, required=False)
    victim_name = forms.CharField(max_length=200, required=False)
    victim_phone = forms.CharField(max_length=60, required=False)
    victim_email = forms.CharField(max_length=320, required=False)


class ReclassifyForm(DeskForm):
    """Another class for a crime, with what showed that it was wrong."""

    offence = forms.CharField(max_length=2000, required=False)
    reason = forms.CharField(max_length=8000, required=False)
    confirmed = CodesField(required=False)


class NoCrimeForm(DeskForm):
    """No crime is recorded, for a reason of the closed list."""

    reason_code = forms.CharField(max_length=40, required=False)
    rationale = forms.CharField(max_length=4000, required=False)
    told_reporter_at = forms.DateTimeField(required=False, input_formats=MOMENTS, error_messages=WRITTEN)
    telling = forms.CharField(max_length=2000, required=False)


class RetirePartForm(DeskForm):
    """A part of the system that is no longer used."""

    part = forms.CharField(max_length=80, required=False)
    reason = forms.CharField(max_length=300, required=False)

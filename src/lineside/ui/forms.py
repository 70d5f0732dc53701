"""The base of every form at a desk: the version that was seen, the key of the request, and where a refusal shows."""

from typing import Any
from uuid import uuid4

from django import forms
from django.forms.utils import ErrorList

INVALID = 422
OUT_OF_STEP = "This form is not as it was given out; look at what you typed and send it again."
WRONG = dict.fromkeys(("invalid", "max_length", "null_characters_not_allowed"), OUT_OF_STEP)
TYPED_WRONG = {
    "max_length": "At most %(limit_value)d characters fit here, and this has %(show_value)d; shorten it.",
    "null_characters_not_allowed": "There is a character in this that cannot be kept; type it again.",
}


class DeskForm(forms.Form):
    """A form that keeps what was typed, whatever the answer."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)

    refusal_status = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.widget.is_hidden:
                field.error_messages |= WRONG
            elif type(field) is forms.CharField:
                field.error_messages |= TYPED_WRONG

    def non_field_errors(self) -> ErrorList:
        """What is wrong with the form as a whole; a hidden part has no place of its own where that could stand."""
        told = super().non_field_errors()
        return told or self.error_class(
            list(dict.fromkeys(str(said) for part in self.hidden_fields() for said in part.errors))
        )

    @property
    def status(self) -> int:
        """The status of an answer that shows this form."""
        if self.refusal_status:
            return self.refusal_status
        return INVALID if self.is_bound and self.errors else 200

    @property
    def accepted(self) -> bool:
        return self.is_bound and not self.errors

    def refuse(self, sentence: str, *, field: str | None = None, status: int = INVALID) -> None:
        self.add_error(field, sentence)
        self.refusal_status = status

    @property
    def once_key(self) -> str:
        """The key that makes a second sending of the same form do nothing twice."""
        return str(self.cleaned_data.get("key") or "")


def new_key() -> str:
    return str(uuid4())

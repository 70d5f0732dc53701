"""The base of every form at a desk: the version that was seen, the key of the request, and where a refusal shows."""

from uuid import uuid4

from django import forms

INVALID = 422
OUT_OF_STEP = "This form is not as it was given out; look at what you typed and send it again."
WRONG = dict.fromkeys(("invalid", "max_length", "null_characters_not_allowed"), OUT_OF_STEP)


class DeskForm(forms.Form):
    """A form that keeps what was typed, whatever the answer."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False, error_messages=WRONG)
    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100, error_messages=WRONG)

    refusal_status = 0

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

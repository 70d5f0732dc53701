"""A password made of the words of this place is guessed first (ASVS 5.0, 6.1.2 and 6.2.11)."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError

WORDS = ("lineside", "railway", "railways", "train", "trains", "station", "police", "control", "transport", "british",
         "password", "passwort", "secret", "welcome", "letmein", "winter", "spring", "summer", "autumn")  # fmt: skip
LEFT_OVER = 6
SENTENCE = (
    "Too much of it is the name of this force, of the railway or of a season; choose words that say nothing here."
)


class NotOfThisPlace:
    """What is left when such words, figures and marks are taken away must still be something."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's signature
        own = re.findall(r"[a-z]{4,}", settings.FORCE.lower())
        rest = password.casefold()
        for word in sorted({*WORDS, *own}, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < len(password) and len(re.sub(r"[\W\d_]", "", rest)) < LEFT_OVER:
            raise ValidationError(SENTENCE, code="of_this_place")

    def get_help_text(self) -> str:
        return SENTENCE

"""What the public's pages say where something is not taken, in the language of the page."""

import logging

from django.utils.translation import gettext

from lineside.gateways.web import rules
from lineside.kernel.errors import Refusal

log = logging.getLogger("lineside.web")


def busy_words() -> str:
    return gettext("Many people are writing to us. Yours is not sent yet: wait a few seconds, then send it again.")


def too_many_words() -> str:
    return gettext("A report can hold %(most)d files; send fewer.") % {"most": rules.MOST_FILES}


def refused_words(refusal: Refusal) -> str:
    """In the language of the page: the rooms below refuse in English alone."""
    log.warning("An addition was refused: %s", type(refusal).__name__)
    if refusal.field == "files":
        return too_many_words()
    return gettext("We could not take this. Change your words or files and send it again, or text 61016.")


def away_words() -> str:
    return gettext("We cannot save this now. It is not sent yet: wait a minute, then send it again, or text 61016.")

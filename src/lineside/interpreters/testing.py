"""Makers for tests: an interpreter asked for."""

from uuid import UUID

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call
from lineside.interpreters.commands import ask_interpreter
from lineside.interpreters.models import InterpreterRequest
from lineside.interpreters.permissions import CanInterpret
from lineside.kernel.testing import an_actor

ASKER = an_actor(*CanInterpret, CanContact.VIEW, name="Kim Osei")


def make_interpreter(contact_id: UUID | None = None) -> InterpreterRequest:
    key = contact_id or make_call().id
    return ask_interpreter(actor=ASKER, contact_id=key, language="pl", provider="first")

"""What may be done with contacts."""

from enum import StrEnum


class CanContact(StrEnum):
    VIEW = "contacts.view"
    TAKE = "contacts.take"
    RESOLVE = "contacts.resolve"
    REPLY = "contacts.reply"
    RECEIVE = "contacts.receive"  # gateways: what came in
    DELIVER = "contacts.deliver"  # gateways: what went out
    SUPERVISE = "contacts.supervise"

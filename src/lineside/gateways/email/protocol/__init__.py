"""E-mail as bytes and as facts; pure, so that it is tested on captures alone."""

from lineside.gateways.email.protocol.letter import DeliveryReport, Enclosure, Letter
from lineside.gateways.email.protocol.reading import as_unread, read_letter
from lineside.gateways.email.protocol.writing import Outgoing, write_letter

__all__ = ["DeliveryReport", "Enclosure", "Letter", "Outgoing", "as_unread", "read_letter", "write_letter"]

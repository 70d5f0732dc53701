"""SMPP 3.4, the alphabets of text messages, parts and receipts: bytes to facts and back. Pure."""

from lineside.gateways.text.protocol.alphabets import Alphabet, decoded, encoded, fits_gsm
from lineside.gateways.text.protocol.parts import Part, Piece, joined, part_of, segments
from lineside.gateways.text.protocol.pdu import Frames, Pdu, Tlv, Unreadable, bind, message_pdu, read_pdu
from lineside.gateways.text.protocol.receipts import Receipt, id_forms, receipt_of, spelled
from lineside.gateways.text.protocol.words import Command, Status, Tag

__all__ = [
    "Alphabet",
    "Command",
    "Frames",
    "Part",
    "Pdu",
    "Piece",
    "Receipt",
    "Status",
    "Tag",
    "Tlv",
    "Unreadable",
    "bind",
    "decoded",
    "encoded",
    "fits_gsm",
    "id_forms",
    "joined",
    "message_pdu",
    "part_of",
    "read_pdu",
    "receipt_of",
    "segments",
    "spelled",
]

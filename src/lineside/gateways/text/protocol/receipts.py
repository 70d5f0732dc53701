"""Delivery receipts: the words that networks put into a deliver_sm, each in its own way (SMPP 3.4, appendix B)."""

import re
from dataclasses import dataclass

from lineside.gateways.text.protocol.pdu import Pdu
from lineside.gateways.text.protocol.words import Tag

RECEIPT, INTERMEDIATE = 0x04, 0x20
KIND = 0x3C
STATES = {
    1: "ENROUTE",
    2: "DELIVRD",
    3: "EXPIRED",
    4: "DELETED",
    5: "UNDELIV",
    6: "ACCEPTD",
    7: "UNKNOWN",
    8: "REJECTD",
}
DELIVERED = frozenset({"DELIVRD"})
LOST = frozenset({"EXPIRED", "DELETED", "UNDELIV", "REJECTD"})
SAYS = {
    "EXPIRED": "the network gave up after trying for as long as it keeps a message",
    "DELETED": "the network deleted it",
    "UNDELIV": "it could not be delivered",
    "REJECTD": "the network rejected it",
}
_WORD = re.compile(r"(id|stat|err)\s*:\s*(\S*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one segment: `outcome` is delivered, failed, or empty while it is on its way."""

    message_id: str
    state: str
    error: str = ""

    @property
    def outcome(self) -> str:
        return "delivered" if self.state in DELIVERED else "failed" if self.state in LOST else ""

    @property
    def sentence(self) -> str:
        more = f", error {self.error}" if self.error.strip("0") else ""
        return f"{SAYS.get(self.state, self.state)} ({self.state}{more})"


def receipt_of(pdu: Pdu) -> Receipt | None:
    """The receipt that this packet is, or none when it is somebody's words."""
    if pdu.esm_class & KIND not in (RECEIPT, INTERMEDIATE):
        return None
    words = {name.lower(): value for name, value in _WORD.findall(pdu.payload.decode("latin-1"))}
    told, state, error = (
        pdu.tlv(Tag.RECEIPTED_MESSAGE_ID),
        pdu.tlv(Tag.MESSAGE_STATE),
        pdu.tlv(Tag.NETWORK_ERROR),
    )
    return Receipt(
        message_id=(told.text if told else "") or words.get("id", ""),
        state=words.get("stat", "").upper()[:10] or STATES.get(state.number if state else 0, "UNKNOWN"),
        error=words.get("err", "") or (error.value.hex() if error else ""),
    )


def spelled(message_id: str) -> str:
    """An id as it is kept: networks pad it and change its case between the answer and the receipt."""
    bare = message_id.strip().lower()
    return bare.lstrip("0") or bare


def id_forms(message_id: str) -> tuple[str, ...]:
    """The spellings of one id: some networks answer in hexadecimal and write the receipt in decimal."""
    bare = spelled(message_id)
    forms = {bare}
    if bare.isdecimal():
        forms.add(f"{int(bare):x}")
    if re.fullmatch(r"[0-9a-f]{1,16}", bare):
        forms.add(str(int(bare, 16)))
    return tuple(sorted(form for form in forms if form))

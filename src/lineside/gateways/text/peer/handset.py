"""Handsets of the public: each text goes to the message centre by SMPP, as a network's own exchange hands it over."""

import contextlib
import socket
from itertools import count

from lineside.gateways.text.protocol import (
    Command,
    Frames,
    Pdu,
    Status,
    Unreadable,
    bind,
    message_pdu,
    read_pdu,
    segments,
)
from lineside.gateways.text.protocol.words import BUSY, RESPONSE, in_words
from lineside.gateways.text.rules import address_of, number_of

PATIENCE = 10
UDHI = 0x40


class HandsetRefused(Exception):
    """The message centre does not take it; `is_passing` when it would later."""

    def __init__(self, sentence: str, *, is_passing: bool) -> None:
        super().__init__(sentence)
        self.is_passing = is_passing


class Handset:
    """One line to the centre, opened when it is needed; safe to open again after a fault."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._line: socket.socket | None = None
        self._frames, self._numbers, self._references = Frames(), count(1), count(1)

    def send(self, sender: str, words: str, to: str = "61016") -> None:
        """Raises OSError when the centre cannot be reached and HandsetRefused when it says no."""
        reference = next(self._references) % 256
        ton, npi, digits = address_of(number_of(sender))
        for piece in segments(words):
            answer = self._ask(
                message_pdu(
                    Command.SUBMIT_SM,
                    source_ton=ton,
                    source_npi=npi,
                    source=digits,
                    dest=to,
                    coding=piece.coding,
                    esm_class=UDHI if piece.total > 1 else 0,
                    short_message=piece.short_message(reference),
                )
            )
            if answer.status != Status.OK:
                raise HandsetRefused(in_words(answer.status), is_passing=answer.status in BUSY)

    def close(self) -> None:
        if self._line:
            with contextlib.suppress(OSError):
                self._line.sendall(Pdu(command=Command.UNBIND, sequence=next(self._numbers)).encode())
            self._line.close()
        self._line, self._frames = None, Frames()

    def _ask(self, pdu: Pdu) -> Pdu:
        try:
            if self._line is None:
                self._line = socket.create_connection((self.host, self.port), PATIENCE)
                self._exchange(bind(Command.BIND_TRANSMITTER, "handsets", ""))
            return self._exchange(pdu)
        except Unreadable as fault:
            self.close()
            raise ConnectionError(f"What answers there is no message centre: {fault}") from fault
        except OSError:
            self.close()
            raise

    def _exchange(self, pdu: Pdu) -> Pdu:
        if self._line is None:
            raise ConnectionError("The line is closed.")
        number = next(self._numbers)
        self._line.sendall(pdu.numbered(number).encode())
        while True:
            heard = self._line.recv(4096)
            if not heard:
                raise ConnectionError("The message centre closed the line.")
            for raw in self._frames.feed(heard):
                answer = read_pdu(raw)
                if answer.command == Command.ENQUIRE_LINK:
                    self._line.sendall(answer.answer().encode())
                elif answer.command & RESPONSE and answer.sequence == number:
                    return answer

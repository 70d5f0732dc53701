"""The other side of the senders gateway: a name server over UDP that knows what it is told, and can fall silent.

`python -m lineside.gateways.senders.peer --port 5300 --txt passenger.example='v=spf1 ip4:127.0.0.1 -all'`
A name that begins with `*.` answers for every name below it that is not told itself.
"""

import argparse
import socket
from threading import Thread

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

LARGEST = 4096
TTL = 60


class NameServer:
    """Answers from `records`: by name and kind, as a zone file has them; with `is_silent` it answers nothing."""

    def __init__(self, port: int = 0, records: dict[tuple[str, str], list[str]] | None = None) -> None:
        self.records = records or {}
        self.is_silent = False
        self.asked: list[str] = []
        self.line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.line.bind(("127.0.0.1", port))
        self.port = int(self.line.getsockname()[1])
        self.thread = Thread(target=self._answer_all, name="name-server", daemon=True)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def text(self, name: str, text: str) -> None:
        """A TXT record, in pieces of the length that one may have."""
        pieces = [text[at : at + 250] for at in range(0, len(text), 250)]
        self.records.setdefault((name, "TXT"), []).append(" ".join(f'"{piece}"' for piece in pieces))

    def start(self) -> "NameServer":
        self.thread.start()
        return self

    def stop(self) -> None:
        self.line.close()

    def _answer_all(self) -> None:
        while True:
            try:
                asked, sender = self.line.recvfrom(LARGEST)
            except OSError:
                return
            if self.is_silent:
                continue
            try:
                self.line.sendto(self.answer(dns.message.from_wire(asked)).to_wire(), sender)
            except (dns.exception.DNSException, OSError):
                continue

    def answer(self, asked: dns.message.Message) -> dns.message.Message:
        question = asked.question[0]
        name, kind = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
        self.asked.append(name)
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        if found := self._found(name, kind):
            answer.answer.append(dns.rrset.from_text_list(question.name, TTL, "IN", kind, found))
        elif not any(known == name for known, _ in self.records):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer

    def _found(self, name: str, kind: str) -> list[str]:
        labels = name.split(".")
        above = (".".join(("*", *labels[place:])) for place in range(1, len(labels)))
        return next((self.records[each, kind] for each in (name, *above) if (each, kind) in self.records), [])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--txt", action="append", default=[], metavar="NAME=TEXT")
    asked = parser.parse_args()
    server = NameServer(asked.port)
    for told in asked.txt:
        server.text(*told.split("=", 1))
    server.start().thread.join()


if __name__ == "__main__":
    main()

"""The other side of the e-mail gateway: a sender of mail, and a mail server that takes our replies or refuses them.

`python -m lineside.gateways.email.peer sink --port 2526 --folder var/sent [--refuse 550]`
`python -m lineside.gateways.email.peer send --port 2525 --to fcc@lineside.example FILE...`
`python -m lineside.gateways.email.peer write --port 2525 sam@rail.example 'The subject' 'Your words'`
"""

import argparse
import smtplib
import time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from lineside.kernel.clock import now
from lineside.kernel.keys import uuid7


def write_mail(sender: str, recipient: str, subject: str, text: str, **headers: str) -> bytes:
    """A message as a passenger's mail program writes it."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, recipient, subject
    message["Date"] = format_datetime(now())
    message["Message-ID"] = f"<{uuid7()}@{sender.rpartition('@')[2].strip('>')}>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def send_mail(address: tuple[str, int], recipients: list[str], raw: bytes, sender: str = "peer@sender.example") -> None:
    """Hand one message over; raises as smtplib does when it is refused."""
    with smtplib.SMTP(*address, timeout=30) as server:
        server.sendmail(sender, recipients, raw)


class Sink(Controller):
    """Takes mail into a list and, where one is named, a folder; `refuse` is the answer it gives instead."""

    def __init__(self, port: int, folder: Path | None = None, refuse: str = "") -> None:
        self.taken: list[bytes] = []
        self.folder, self.refuse = folder, refuse
        super().__init__(self, hostname="127.0.0.1", port=port, data_size_limit=50 << 20)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802
        if self.refuse:
            return self.refuse
        raw = bytes(envelope.original_content)
        self.taken.append(raw)
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / f"{uuid7()}.eml").write_bytes(raw)
        return "250 2.0.0 Taken"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("role", choices=("sink", "send", "write"))
    parser.add_argument("texts", nargs="*", help="files; or the sender, the subject and the words")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--to", default="fcc@lineside.example")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--refuse", default="")
    asked = parser.parse_intermixed_args()  # the words stand behind the options
    if asked.role == "send":
        for file in asked.texts:
            send_mail((asked.host, asked.port), [asked.to], Path(file).read_bytes())
        return
    if asked.role == "write":
        sender, subject, *words = asked.texts
        mail = write_mail(sender, asked.to, subject, " ".join(words))
        send_mail((asked.host, asked.port), [asked.to], mail, sender)
        return
    sink = Sink(asked.port, asked.folder, f"{asked.refuse} Refused" if asked.refuse else "")
    sink.start()
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        sink.stop()


if __name__ == "__main__":
    main()

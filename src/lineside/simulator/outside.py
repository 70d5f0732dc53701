"""The doors of the system as the outside sees them: its mail server, its text number and its API."""

import hashlib
import smtplib
import threading
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import httpx

from lineside.gateways.social.peer.writing import play, post
from lineside.gateways.text.peer import Handset, HandsetRefused
from lineside.gateways.web.peer import Answers, Filled, NotTaken, Reporter
from lineside.simulator.errands import TryLater

TAKEN = 200
TOO_BUSY = 429
REFUSED = 400
BROKEN = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Where the system is, for those outside."""

    base_url: str
    smtp: tuple[str, int]
    smpp: tuple[str, int]
    api_key: str
    web: str = ""  # the public's form; without it what would come by it comes as mail
    social: Mapping[str, str] = field(default_factory=dict)  # a platform's peer by its name; likewise


class Refused(Exception):
    """The system understood and said no; asking again would not help."""


class Api:
    """The system's API with one key."""

    def __init__(self, base_url: str, api_key: str) -> None:
        self._client = httpx.Client(
            base_url=base_url.rstrip("/") + "/api/v1/",
            headers={"Authorization": f"Bearer {api_key}"},
            timeout=10,
            trust_env=False,
        )

    def get(self, path: str, **query: str) -> Any:  # noqa: ANN401 - JSON
        return self._answer("GET", path, params=query)

    def pages(self, path: str) -> Iterator[Any]:
        """Every item of a list, page after page."""
        cursor = ""
        while True:
            page = self.get(path, limit="200", cursor=cursor)
            yield from page["items"]
            if not (cursor := page["next"]):
                return

    def post(self, path: str, body: dict[str, Any], key: str = "") -> Any:  # noqa: ANN401 - JSON
        return self._answer("POST", path, json=body, headers={"Idempotency-Key": key} if key else {})

    def close(self) -> None:
        self._client.close()

    def _answer(self, method: str, path: str, **parts: Any) -> Any:  # noqa: ANN401 - JSON
        try:
            answer = self._client.request(method, path, **parts)
        except httpx.TransportError as fault:
            raise TryLater(f"{path}: {fault or type(fault).__name__}") from fault
        if answer.status_code == TOO_BUSY or answer.status_code >= BROKEN:
            raise TryLater(f"{path}: {answer.status_code}")
        if answer.status_code >= REFUSED:
            raise Refused(f"{path}: {answer.status_code} {answer.text[:300]}")
        return answer.json()


class Post:
    """The mail server; each hand keeps its own line to it."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._mine = threading.local()
        self._open: set[smtplib.SMTP] = set()

    def close(self) -> None:
        for line in list(self._open):
            line.close()

    def send(self, message: EmailMessage) -> None:
        try:
            line = self._line()
            line.send_message(message)
        except (OSError, smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError) as fault:
            self._drop()
            raise TryLater(f"mail: {fault}") from fault
        except smtplib.SMTPResponseException as fault:
            self._drop()
            self._judge(fault.smtp_code, str(fault))
        except smtplib.SMTPRecipientsRefused as fault:
            self._drop()
            self._judge(min(code for code, _ in fault.recipients.values()), str(fault))

    def _judge(self, code: int, says: str) -> None:
        if code < BROKEN:
            raise TryLater(f"mail: {says}")
        raise Refused(f"mail: {says}")

    def _line(self) -> smtplib.SMTP:
        line: smtplib.SMTP | None = getattr(self._mine, "line", None)
        if line is None:
            line = self._mine.line = smtplib.SMTP(self.host, self.port, local_hostname="senders.example", timeout=10)
            self._open.add(line)
        return line

    def _drop(self) -> None:
        line = getattr(self._mine, "line", None)
        self._mine.line = None
        if line:
            self._open.discard(line)
            line.close()


class Texts:
    """The network's message centre; each hand keeps its own line to it."""

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self._mine = threading.local()
        self._open: list[Handset] = []

    def close(self) -> None:
        for handset in self._open:
            handset.close()

    def send(self, number: str, words: str) -> None:
        handset: Handset | None = getattr(self._mine, "handset", None)
        if handset is None:
            handset = self._mine.handset = Handset(self.host, self.port)
            self._open.append(handset)
        try:
            handset.send(number, words)
        except OSError as fault:
            raise TryLater(f"text: {fault}") from fault
        except HandsetRefused as refused:
            if refused.is_passing:
                raise TryLater(f"text: {refused}") from refused
            raise Refused(f"text: {refused}") from refused


class Posts:
    """The platforms of social media; each of the stream's writers keeps to one, and one in three writes in private."""

    def __init__(self, platforms: Mapping[str, str]) -> None:
        self.platforms = sorted(platforms.items())

    def send(self, key: str, name: str, words: str) -> tuple[str, str]:
        """On which platform it was written, and what the platform calls it, as far as it says."""
        sum_of_name = zlib.crc32(name.encode())
        platform, base = self.platforms[sum_of_name % len(self.platforms)]
        who, private = name.lower().replace(" ", "."), sum_of_name % 3 == 0
        try:
            if platform == "mastodon":
                return platform, post(base, f"{who}@rail.example", words, private=private, key=key)
            told = play(base, f"{who}.rail.example" if platform == "bluesky" else who, words, private=private)
        except httpx.HTTPStatusError as fault:
            raise TryLater(f"{platform}: {fault.response.status_code}") from fault
        except httpx.TransportError as fault:
            raise TryLater(f"{platform}: {fault or type(fault).__name__}") from fault
        if int(str(told.get("answered", TAKEN))) != TAKEN:  # as a platform does that was not answered
            raise TryLater(f"{platform}: its webhook was answered {told['answered']}")
        return platform, key


class Forms:
    """The public's form, filled in page after page; what was filled in and not taken is sent again as it was."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._filled: dict[str, tuple[Reporter, Filled]] = {}

    def close(self) -> None:
        for reporter, _ in list(self._filled.values()):
            reporter.client.close()

    def send(self, key: str, answers: Answers) -> str:
        """The digest of the secret link, by which the report is known inside."""
        try:
            reporter, filled = self._filled.get(key) or self._fill(key, answers)
            link = reporter.send(filled).strip("/").rpartition("/")[2]
        except (httpx.TransportError, IndexError) as fault:  # no answer, or a page that is none of the form's
            raise TryLater(f"form: {fault or type(fault).__name__}") from fault
        except NotTaken as refused:
            if refused.status == TOO_BUSY or refused.status >= BROKEN:
                raise TryLater(f"form: {refused}") from refused
            raise Refused(f"form: {refused}") from refused
        self._filled.pop(key)[0].client.close()
        return hashlib.sha256(link.encode()).hexdigest()

    def _fill(self, key: str, answers: Answers) -> tuple[Reporter, Filled]:
        reporter = Reporter(self.address)
        try:
            self._filled[key] = reporter, reporter.fill(answers)
        except BaseException:
            reporter.client.close()
            raise
        return self._filled[key]

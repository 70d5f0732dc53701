"""The line to a network's message centre: where it is, and what the settings say of it."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

ALPHABETS = ("gsm", "latin-1", "ascii", "utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """smpp(s)://system_id:password@host:port/?number=61016&alphabet=gsm&id_tag=0x1401"""  # noqa: D400

    host: str
    port: int
    system_id: str
    password: str
    is_tls: bool = False
    number: str = "61016"
    alphabet: str = "gsm"  # what data_coding 0 means there
    id_tag: int = 0  # the parameter in which that network writes its own id of an incoming text

    @property
    def name(self) -> str:
        return f"smpp {self.system_id}@{self.host}:{self.port}"


def link_of(url: str) -> Link:
    parts = urlsplit(url)
    if parts.scheme not in ("smpp", "smpps") or not parts.hostname or not parts.username:
        raise ImproperlyConfigured(
            "LINESIDE_SMPP_URL must look like smpp://system_id:password@host:2775/?number=61016."
        )
    asked = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    alphabet = asked.get("alphabet", "gsm")
    if alphabet not in ALPHABETS:
        raise ImproperlyConfigured(f"The alphabet in LINESIDE_SMPP_URL is one of {', '.join(ALPHABETS)}.")
    return Link(
        host=parts.hostname,
        port=parts.port or (3550 if parts.scheme == "smpps" else 2775),
        system_id=unquote(parts.username),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smpps",
        number=asked.get("number", "61016"),
        alphabet=alphabet,
        id_tag=int(asked.get("id_tag", "0"), 0),
    )

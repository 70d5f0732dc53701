"""SPF, DKIM and DMARC of one mail, by the libraries that know them; what a stranger wrote costs a word and no more."""

import logging
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address, ip_network
from typing import Any

import dkim
import spf

from lineside.gateways.senders.names import Names, Unanswered
from lineside.gateways.senders.protocol import Aligned, author_domain, evaluate, plain_domain

log = logging.getLogger("lineside.senders")
QUIET = logging.getLogger("lineside.senders.dkim")
QUIET.setLevel(logging.CRITICAL)  # it says of each stranger's signature what is wrong with it
MOST_SIGNATURES = 5
LONGEST_BLANK = b" " * 400  # the library's pattern for blanks takes time by the square of their number
TABS = bytes.maketrans(b"\t", b" ")
NO_RELAY = "none"
PRIVATE = "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,127.0.0.0/8,::1/128,fc00::/7"
FETCHED = "it was fetched from a mail server, and who handed it over there is not known"
RELAYED = "it came through a server of ours, which hides who handed it over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is asked: the bytes, whose they say they are, and who handed them over."""

    raw: bytes
    shown: str
    client: str
    helo: str
    mail_from: str


def check(mail: Checked, names: Names, relays: str) -> dict[str, str]:
    """Each method's result by RFC 8601, the domain that it is about, and why where one is missing."""
    names.begin()
    found: dict[str, str] = {}
    passed: list[Aligned] = []
    _ask_spf(mail, names, relays, found, passed)
    _ask_dkim(mail.raw, names, found, passed)
    _ask_dmarc(mail, names, found, passed)
    return found


def _ask_spf(mail: Checked, names: Names, relays: str, found: dict[str, str], passed: list[Aligned]) -> None:
    if _is_ours(mail.client, relays):
        found["why"] = RELAYED if mail.client else FETCHED
        return
    domain = plain_domain(mail.mail_from.rpartition("@")[2] or mail.helo)
    found["spf"], found["spf_domain"] = "none", domain
    if not domain:
        return
    spf.DNSLookup = partial(_records, names)  # where the library asks; its own way cannot be bounded for one mail
    try:
        found["spf"] = spf.query(mail.client, mail.mail_from, mail.helo or domain).check()[0]
    except Exception as fault:  # noqa: BLE001 - the record is a stranger's, and the library trips over some
        log.info("A record of %s cannot be read: %r", domain, fault)
        found["spf"] = "permerror"
    if found["spf"] == "pass":
        passed.append(Aligned(domain, "spf"))


def _is_ours(client: str, relays: str) -> bool:
    try:
        address = ip_address(client)
    except ValueError:
        return True  # not by the net at all
    return relays != NO_RELAY and any(address in ip_network(each.strip()) for each in (relays or PRIVATE).split(","))


def _records(names: Names, name: str, kind: str, strict: bool = True, timeout: float = 0) -> list[Any]:  # noqa: ARG001, FBT001, FBT002 - the library's signature
    try:
        records = names.ask(name, kind)
    except Unanswered as fault:
        raise spf.TempError(str(fault)) from fault
    return [((name, kind), value) for record in records if (value := _value(record, kind)) is not None]


def _value(record: Any, kind: str) -> Any:  # noqa: ANN401 - a record's fields are by its kind
    match kind:
        case "A" | "AAAA":
            return record.address
        case "MX":
            return record.preference, record.exchange.to_text(omit_final_dot=True)
        case "PTR":
            return record.target.to_text(omit_final_dot=True)
        case "TXT":
            return record.strings
    return None


def _ask_dkim(raw: bytes, names: Names, found: dict[str, str], passed: list[Aligned]) -> None:
    """The best of its first signatures, since each may vouch for it and one that fails says nothing."""
    found["dkim"] = "none"
    if LONGEST_BLANK in raw.translate(TABS):
        found["dkim"], found["why"] = "neutral", "its blanks are too long for its signature to be tried"
        return
    try:
        letter = dkim.DKIM(raw, logger=QUIET)
        count = sum(name.lower() == b"dkim-signature" for name, _ in letter.headers)
    except Exception:  # noqa: BLE001 - what is no message has no signature
        return
    order = ("pass", "temperror", "policy", "fail", "permerror")
    tried = [_signature(letter, place, names) for place in range(min(count, MOST_SIGNATURES))]
    passed.extend(Aligned(domain, "dkim") for result, domain in tried if result == "pass")
    if tried:
        found["dkim"], found["dkim_domain"] = min(tried, key=lambda each: order.index(each[0]))


def _signature(letter: Any, place: int, names: Names) -> tuple[str, str]:  # noqa: ANN401 - dkimpy is not typed
    asked: list[bool] = []

    def key(name: bytes, timeout: float = 0) -> bytes | None:  # noqa: ARG001 - dkimpy's signature
        texts = names.texts(name.decode("ascii", "replace"))
        asked.append(bool(texts))
        return texts[0] if texts else None

    letter.domain = b""
    try:
        is_good = letter.verify(place, key)
    except Unanswered:
        return "temperror", _domain(letter)
    except dkim.ValidationError as fault:
        return ("fail" if "hash mismatch" in str(fault) else "permerror"), _domain(letter)
    except Exception as fault:  # noqa: BLE001 - the signature is a stranger's, and the library trips over some
        log.info("A signature cannot be read: %r", fault)
        return "permerror", _domain(letter)
    if not is_good:
        return ("fail" if all(asked) else "permerror"), _domain(letter)  # without a key published there is none to fail
    if b"from" not in letter.include_headers:
        return "permerror", _domain(letter)
    return ("policy" if b"l" in letter.signature_fields else "pass"), _domain(letter)  # l= leaves words unsigned


def _domain(letter: Any) -> str:  # noqa: ANN401
    return plain_domain((letter.domain or b"").decode("ascii", "replace"))


def _ask_dmarc(mail: Checked, names: Names, found: dict[str, str], passed: list[Aligned]) -> None:
    author = author_domain(mail.raw, mail.shown)
    if not author:
        found["dmarc"], found["why"] = "permerror", "it does not name one author whom our desk shows"
        return
    found["dmarc_domain"] = author
    try:
        verdict = evaluate(author, passed, lambda name: [text.decode("utf-8", "replace") for text in names.texts(name)])
    except Unanswered as fault:
        found["dmarc"], found["why"] = "temperror", str(fault)
        return
    found["dmarc"], found["wish"] = verdict.result, verdict.wish
    if verdict.result == "fail" and "temperror" in (found.get("spf"), found["dkim"]):
        found["dmarc"] = "temperror"
    elif verdict.result == "fail" and "spf" not in found:
        found["dmarc"] = ""  # who handed it to our server may well have been entitled to

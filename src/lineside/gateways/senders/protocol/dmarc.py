"""DMARC by RFC 9989: whose policy holds is found by walking up the names, with no list of public suffixes to keep."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Ask = Callable[[str], list[str]]  # the texts at a name
MOST_LABELS = 8
WISHES = ("none", "quarantine", "reject")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A domain that vouches for the mail: SPF's or a signature's, and by which of them."""

    domain: str
    method: str  # spf or dkim


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether somebody vouched in the author's own name, and what the author's domain asks where nobody did."""

    result: str  # none, pass, fail
    wish: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    domain: str
    tags: dict[str, str]


def evaluate(author: str, passed: Iterable[Aligned], ask: Ask) -> Verdict:
    """The verdict on the author's domain, given who vouched for the mail at all."""
    walked = _walk(author, ask)
    own = _own_record(author, walked)
    if own is None:
        return Verdict("none")
    wish = _wish(own, author)
    for each in passed:
        strict = own.tags.get("adkim" if each.method == "dkim" else "aspf", "r") == "s"
        if each.domain == author or (not strict and _organisation(each.domain, ask) == _top(author, walked)):
            return Verdict("pass", wish)
    return Verdict("fail", wish)


def _walk(domain: str, ask: Ask) -> list[_Found]:
    """The records on the way up, the longest name first; one that says what it is ends the walk."""
    found = []
    for name in _names(domain):
        tags = _only_record(ask(f"_dmarc.{name}"))
        if tags is None:
            continue
        found.append(_Found(name, tags))
        if tags.get("psd", "u") in ("y", "n"):
            break
    return found


def _names(domain: str) -> list[str]:
    labels = domain.split(".")
    starts = range(len(labels))
    if len(labels) > MOST_LABELS:
        starts = range(len(labels) - MOST_LABELS + 1, len(labels))
        return [domain, *(".".join(labels[start:]) for start in starts)]
    return [".".join(labels[start:]) for start in starts]


def _only_record(texts: list[str]) -> dict[str, str] | None:
    """The tags of the one record at a name; several are as good as none."""
    records = [tags for text in texts if (tags := _tags(text))]
    return records[0] if len(records) == 1 else None


def _tags(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(";") if part.strip()]
    tags = {name.strip().lower(): value.strip() for name, _, value in pairs}
    is_record = bool(pairs) and pairs[0][0].strip() == "v" and tags["v"] == "DMARC1"
    return {name: value if name == "v" else value.lower() for name, value in tags.items()} if is_record else {}


def _organisation(domain: str, ask: Ask) -> str:
    return _top(domain, _walk(domain, ask))


def _top(domain: str, walked: list[_Found]) -> str:
    """The organisation's domain: where it says so, one below a public suffix, or else the highest that has a record."""
    for each in walked:
        if each.tags.get("psd") == "n":
            return each.domain
        if each.tags.get("psd") == "y" and each.domain != domain:
            return ".".join(domain.split(".")[-(each.domain.count(".") + 2) :])
    return walked[-1].domain if walked else domain


def _own_record(author: str, walked: list[_Found]) -> _Found | None:
    """The author's own record, else its organisation's, else its public suffix's."""
    if not walked:
        return None
    top = _top(author, walked)
    by_domain = {each.domain: each for each in walked}
    return by_domain.get(author) or by_domain.get(top) or walked[-1]


def _wish(own: _Found, author: str) -> str:
    asked = own.tags.get("p", "none") if own.domain == author else own.tags.get("sp", own.tags.get("p", "none"))
    return asked if asked in WISHES else "none"

"""The one author that a mail names, as its reader sees it."""

import re
from email.utils import getaddresses

LONGEST_HEAD = 256 * 1024
LONGEST_FROM = 2000
LONGEST_DOMAIN = 253
_END = re.compile(rb"\r?\n\r?\n")
_FOLD = re.compile(rb"\r?\n(?=[ \t])")
_FROM = re.compile(rb"(?im)^from[ \t]*:([^\r\n]*)")


def author_domain(raw: bytes, shown: str) -> str:
    """The domain of its only author; empty where there is not one, or where our desk shows another than it names."""
    head = _END.split(raw[:LONGEST_HEAD], maxsplit=1)[0]
    fields = _FROM.findall(_FOLD.sub(b"", head))
    if len(fields) != 1:
        return ""
    said = fields[0].decode("utf-8", "replace")[:LONGEST_FROM]
    addresses = [address for _, address in getaddresses([said]) if "@" in address]
    if len(addresses) != 1 or addresses[0].lower() != shown.lower():
        return ""
    return plain_domain(addresses[0].rpartition("@")[2])


def plain_domain(domain: str) -> str:
    """A domain as the name system spells it; empty where it is none."""
    try:
        plain = domain.strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return plain if "." in plain and len(plain) <= LONGEST_DOMAIN and " " not in plain else ""

"""Bytes to characters, whatever their sender says they are; and characters that may be stored and shown."""

import binascii
import re

LONGEST_WORDS = 16_000
# Python knows these as text and decodes them in time that grows with the square of the length, or runs escapes.
NEVER = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
OTHER_NAMES = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "gb2312": "gb18030",
    "x-gbk": "gb18030",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-1": "cp1252",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "windows-31j": "cp932",
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\x80-\x9f]")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")


def decoded(content: bytes, charset: str, remarks: list[str]) -> str:
    """The text of these bytes; a charset that is wrong or unknown costs a remark and never the text."""
    claimed = charset.partition("*")[0].strip(" \"'").lower()
    name = OTHER_NAMES.get(claimed, claimed)
    if name and name.replace("-", "_") not in NEVER:
        try:
            return content.decode(name)
        except (LookupError, ValueError, AssertionError):
            remarks.append(f"The text is not in the character set it claims ({clean_line(claimed)[:40]}).")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def header_text(raw: bytes) -> str:
    """A header as it stands on the wire; eight-bit ones are UTF-8 by RFC 6532 and something older otherwise."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    if broken and broken >= sum(sign > "\x7f" for sign in text) - broken:
        return raw.decode("cp1252", "replace")
    return text  # one character cut in two does not make the whole another encoding


def decoded_words(value: str, remarks: list[str]) -> str:
    """Text with RFC 2047 words; neighbours are joined as bytes, because some senders cut characters in two."""
    value = value[:LONGEST_WORDS]
    out: list[str] = []
    waiting, charset, end = b"", "", 0
    for word in _WORD.finditer(value):
        between = value[end : word.start()]
        content = _word_bytes(word.group(2), word.group(3))
        if content is None:
            remarks.append("Part of a header is wrongly encoded; it is shown as it came.")
            continue
        if waiting and (between.strip() or charset.lower() != word.group(1).lower()):
            out.append(decoded(waiting, charset, remarks))
            waiting = b""
        if between.strip() or not end:
            out.append(between)
        waiting, charset, end = waiting + content, word.group(1), word.end()
    if waiting:
        out.append(decoded(waiting, charset, remarks))
    return "".join(out) + value[end:]


def clean_text(text: str, limit: int) -> str:
    """Text that may be stored and shown: lines end in one way, and no control character is left."""
    return _CONTROL.sub("", text[:limit].replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str, limit: int = 1000) -> str:
    """One line, without what turns the reading direction round."""
    return " ".join(_DIRECTION.sub("", clean_text(text, limit)).split())


def _word_bytes(encoding: str, text: str) -> bytes | None:
    raw = text.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    return base64_bytes(raw)


def base64_bytes(raw: bytes) -> bytes | None:
    """Base64 with its padding mended where it can be; None where it is none."""
    for ending in (b"", b"=", b"=="):
        try:
            return binascii.a2b_base64(raw + ending)
        except binascii.Error:
            continue
    return None

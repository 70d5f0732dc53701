"""Bytes of a letter that could not be read, as a person may look at them."""


def readable(raw: bytes) -> str:
    """Text where they are text, and a sign for each byte that is none."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\n")
    return "".join(sign if sign in "\n\t" or sign.isprintable() else "\N{MIDDLE DOT}" for sign in text)

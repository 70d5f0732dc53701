"""What a file may be called, and where its bytes lie."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_NAME = 150
SAFE_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}")
NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})  # control, direction and unassigned characters


def display_name(name: str) -> str:
    """A name that shows what it is: no path, no control character, nothing that turns the reading direction round."""
    # A name is cut at both ends' expense before anything else, so that a huge one costs nothing.
    short = name if len(name) <= LONGEST_NAME * 4 else name[: LONGEST_NAME * 2] + name[-LONGEST_NAME * 2 :]
    shown = "".join(sign for sign in short if unicodedata.category(sign) not in NOT_SHOWN)
    last = re.split(r"[/\\]", shown)[-1]
    plain = re.sub(r'[<>:"|?*]', "_", re.sub(r"\s+", " ", last)).strip(" .")
    return _shortened(plain) or "unnamed"


def media_type(claimed: str) -> str:
    """The type as claimed when it is one at all; nobody is made to trust it."""
    lower = claimed.strip().lower()
    return lower if SAFE_TYPE.fullmatch(lower) else "application/octet-stream"


def place_of(sha256: str) -> PurePosixPath:
    return PurePosixPath(sha256[:2], sha256[2:4], sha256)


def _shortened(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:  # noqa: PLR2004 - a longer ending is no ending
        return name[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"

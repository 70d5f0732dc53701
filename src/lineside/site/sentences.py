"""What the command line says; of what went wrong, one sentence that says what to do. Light: `locate` starts fast."""

import errno
from contextlib import suppress
from typing import Any

from rich.console import Console

CONSOLE = Console(stderr=True, highlight=False)
FULL = "The disk is full; make room and start again. Nothing was left half done."
PLACES = {
    errno.ENOENT: "There is no {name}; look at the path.",
    errno.ENOTDIR: "{name} is not in a folder; look at the path.",
    errno.EISDIR: "{name} is a folder; name a file.",
    errno.EEXIST: "{name} exists already; choose another name.",
    errno.EACCES: "No right to use {name}; run this as its owner.",
    errno.EPERM: "No right to use {name}; run this as its owner.",
    errno.EROFS: "{name} lies where nothing can be written; choose another folder.",
}


def say(*words: object, **how: Any) -> None:
    """On standard error; a disk too full to hold the words ends nothing."""
    with suppress(OSError):
        CONSOLE.print(*words, **how)


def sentence(error: BaseException) -> str:
    """What happened and what to do about it, for the errors that a person can mend."""
    if isinstance(error, OSError):
        return _of_a_place(error, first_line(error))
    if isinstance(error, UnicodeDecodeError):
        return "The input is not UTF-8; convert it first."
    return _of_the_database(error) or first_line(error)


def first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def _of_a_place(error: OSError, text: str) -> str:
    if error.errno == errno.ENOSPC:
        return FULL
    return PLACES[error.errno].format(name=error.filename) if error.errno in PLACES and error.filename else text


def _of_the_database(error: BaseException) -> str:
    root = error
    while behind := root.__cause__ or (None if root.__suppress_context__ else root.__context__):
        root = behind
    kinds, text = {kind.__name__ for kind in type(root).__mro__}, first_line(root)
    if "DiskFull" in kinds:
        return "The database's disk is full; make room there and start again. Nothing was left half done."
    if "InsufficientPrivilege" in kinds:
        return f"The database refuses this ({text}); use the owner's address in DATABASE_OWNER_URL."
    if "UndefinedTable" in kinds or "UndefinedColumn" in kinds:
        return "The database is not of this version; run lineside migrate."
    if "OperationalError" in kinds:
        return f"The database does not answer ({text}); check DATABASE_URL and that the server runs."
    return ""

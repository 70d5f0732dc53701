"""Keys that sort by time: UUID version 7, made here so that a row's key is known before it is written."""

import os
import time
from datetime import datetime
from threading import Lock
from uuid import UUID

_lock = Lock()
_last = 0


def uuid7() -> UUID:
    """RFC 9562 version 7: milliseconds, then a counter of microseconds so that one process never goes back."""
    global _last  # noqa: PLW0603 - one counter a process is the point
    with _lock:
        moment = max(time.time_ns() // 1000, _last + 1)
        _last = moment
    millis, micros = divmod(moment, 1000)
    random = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=(millis << 80) | (0x7 << 76) | (micros << 66) | (0b10 << 62) | random)


def first_key_at(moment: datetime) -> UUID:
    """The lowest key of that moment: where a partition begins."""
    return UUID(int=(int(moment.timestamp() * 1000) << 80) | (0x7 << 76) | (0b10 << 62))

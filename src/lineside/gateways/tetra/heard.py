"""The note of when the terminal was last heard, so that a gap is known after a crash."""

import json
from datetime import UTC, datetime
from pathlib import Path


def last_heard(path: Path) -> datetime | None:
    """Up to when everything that was heard is committed; none before the first time."""
    try:
        moment = datetime.fromisoformat(json.loads(path.read_text())["heard_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def note_heard(path: Path, moment: datetime) -> None:
    """Replace the note whole: one half written would hide a gap."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"heard_at": moment.isoformat()}))
    fresh.replace(path)

"""Times in which a platform that tells everything once could not reach us: found afterwards, and shown to a person."""

from datetime import datetime, timedelta

from lineside.gateways.social.commands import mark_read, take_in_dead
from lineside.gateways.social.inbound import ACTOR
from lineside.gateways.social.queries import read_up_to
from lineside.gateways.social.rules import Dead
from lineside.kernel.clock import UK, now

NAMES = {"x": "X", "meta": "Meta", "bluesky": "Bluesky", "mastodon": "Mastodon"}
LOOK_BACK = timedelta(hours=48)
MARK_EVERY, LONGEST_PAUSE = 20.0, timedelta(seconds=90)  # a restart takes less than the pause


def mark_listening(platform: str, own: str) -> bool:
    """We listen now and can keep what comes; whether a gap ended. The mark is a row, so a lost database shows too."""
    stream, at = f"{platform} {own} listening", now()
    before = read_up_to(stream)
    since = datetime.fromisoformat(before) if before else at
    if is_gap := at - since > LONGEST_PAUSE:
        take_in_dead(actor=ACTOR, content=Dead(account=own, platform=platform, raw=f"{stream} {before}".encode(),
                                               why=gap_words(platform, since, at)))  # fmt: skip
    mark_read(actor=ACTOR, stream=stream, cursor=at.isoformat())
    return is_gap


def begin_listening(platform: str, own: str, stream: str, cursor: str) -> None:
    """An account may be years old when we first listen: what is older than two days is passed over, and said to be."""
    why = (
        f"We began to listen to {NAMES[platform]}, and what was said to us there before {now() - LOOK_BACK:%d %b %Y}"
        " was passed over. Look there for what still waits, then set this aside with what you found."
    )
    letter = Dead(account=own, platform=platform, raw=f"{stream} begun".encode(), why=why, place=(stream, cursor))
    take_in_dead(actor=ACTOR, content=letter)


def gap_words(platform: str, since: datetime, until: datetime) -> str:
    times = f"between {since.astimezone(UK):%d %b %H:%M:%S} and {until.astimezone(UK):%d %b %H:%M:%S}"
    return (
        f"{NAMES[platform]} could not hand anything over {times}, and does not tell all of it again."
        " Look there for what came in that time, then set this aside with what you found."
    )

"""After a soak: what was acknowledged outside against what is kept, each by what the outside knows it by."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

import psycopg


@dataclass(frozen=True)
class Sent:
    """A contact that the system has acknowledged; `due` is seconds since 1970, `after_s` until the answer."""

    key: str
    by: str
    number: str
    text: str
    due: float
    after_s: float


@dataclass
class Kept:
    """Calls by the switch's number, mails by Message-ID, reports by link, posts by address, texts by who wrote what."""

    calls: Counter[str] = field(default_factory=Counter)
    mails: Counter[str] = field(default_factory=Counter)
    reports: Counter[str] = field(default_factory=Counter)
    posts: Counter[str] = field(default_factory=Counter)
    texts: Counter[tuple[str, str]] = field(default_factory=Counter)
    texts_at: dict[tuple[str, str], float] = field(default_factory=dict)
    dead: int = 0


def faults(sent: list[Sent], kept: Kept) -> list[str]:
    """One sentence for each thing that is lost or doubled; empty when the history is whole.

    A contact may be kept although nobody outside was told so: its answer was on the wire when a process was killed. It
    is sent again, so what was kept but never acknowledged is no fault as long as it is there once.
    """
    found = [f"{kept.dead} dead letters"] if kept.dead else []
    checked = {"phone": kept.calls, "email": kept.mails, "web": kept.reports, "mastodon": kept.posts}
    found += [f"nothing checks {by}" for by in sorted({each.by for each in sent} - {*checked, "text"})]
    for by, there in checked.items():
        keys = Counter(each.key for each in sent if each.by == by)
        found += [f"{by} {key} is lost" for key in keys - there]
        found += [f"{by} {key} is there {there[key]} times" for key in there if there[key] > 1]
    texts = Counter((each.number[-9:], each.text) for each in sent if each.by == "text")
    found += [f"text of {number} is lost" for number, _ in texts - kept.texts]
    return found + [f"text of {number} is there too often" for number, _ in kept.texts - texts]


def read_kept(address: str, since: datetime) -> Kept:
    kept = Kept()
    with psycopg.connect(address, connect_timeout=5) as connection:
        for (call,) in connection.execute(
            "SELECT switch_call_id FROM contacts_contact WHERE channel = 'phone' AND created_at > %s", [since]
        ):
            kept.calls[call] += 1
        for name, channel, number, text, at in connection.execute(
            "SELECT m.message_id, c.channel, m.sender_address, m.text, extract(epoch FROM m.created_at)"
            " FROM contacts_message m JOIN contacts_contact c ON c.id = m.contact_id"
            " WHERE m.direction = 'in' AND c.channel IN ('email', 'text', 'social') AND m.created_at > %s",
            [since],
        ):
            if channel == "email":
                kept.mails[name.strip("<>").partition("@")[0]] += 1
            elif channel == "social":
                kept.posts[name] += 1
            else:
                kept.texts[number[-9:], text] += 1
                kept.texts_at[number[-9:], text] = float(at)
        for (link,) in connection.execute(
            "SELECT link_sha256 FROM gateway_web_webreport r JOIN contacts_contact c ON c.id = r.contact_id"
            " WHERE r.created_at > %s",
            [since],
        ):
            kept.reports[link] += 1
        row = connection.execute("SELECT count(*) FROM contacts_deadletter WHERE created_at > %s", [since]).fetchone()
        kept.dead = row[0] if row else 0
    return kept

"""Every change that the social gateway makes."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from lineside.contacts.commands import (
    Arrival,
    one_at_a_time,
    receive_message,
    record_dead_letter,
    remark_on_message,
    work_dead_letter,
)
from lineside.contacts.permissions import CanContact
from lineside.contacts.queries import dead_letter, received_before
from lineside.files.commands import store_file
from lineside.files.permissions import CanFile
from lineside.files.queries import open_file
from lineside.gateways.social.models import KeptPost, ReadingPlace
from lineside.gateways.social.protocol import Post, Unreadable, read_post
from lineside.gateways.social.rules import Dead, PostCame, came_at, check_retry
from lineside.kernel.actors import Actor
from lineside.kernel.clock import UK, now
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken

if TYPE_CHECKING:
    from lineside.contacts.models import DeadLetter

GATEWAY = "social"
JSON = "application/json"


@command(needs=CanContact.RECEIVE)
def take_in(*, actor: Actor, content: PostCame) -> UUID:
    """The contact of this version of this post; a version that is there already adds nothing."""
    post = content.post
    one_at_a_time(f"social {content.account} {post.key}")
    before = KeptPost.objects.filter(account=content.account, key=post.key)
    known = before.filter(edition=post.edition).first()
    if known is None:
        sha256, contact_id = _keep(actor, content, is_edit=before.exists())
        KeptPost(
            account=content.account,
            key=post.key,
            edition=post.edition,
            address=post.address,
            box=post.line,
            sha256=sha256,
        ).save()
    else:
        contact_id = _contact_of(known)
    _mark_read(content.place)
    return contact_id


@command(needs=CanContact.RECEIVE)
def take_media(*, actor: Actor, content: PostCame) -> UUID:
    """What hangs on a post and was fetched after that was kept; the same again adds nothing."""
    post, files = content.post, _stored(actor, content)
    kept = KeptPost.objects.get(account=content.account, key=post.key, edition=post.edition)
    said = f"{len(files)} of {len(post.media)} that hang on it were fetched after it came."
    remark = " ".join((said, *content.remarks))
    return remark_on_message(actor=actor, box=kept.box, sha256=kept.sha256, remark=remark, attachment_ids=files).id


@command(needs=CanContact.RECEIVE)
def take_gone(*, actor: Actor, account: str, key: str) -> int:
    """Its author took it away: every version of it stays here, and says so; how many."""
    one_at_a_time(f"social {account} {key}")
    kept = list(KeptPost.objects.select_for_update().filter(account=account, key=key, gone_at=None).order_by("id"))
    at = now()
    for each in kept:
        said = f"No longer there, seen {at.astimezone(UK):%d %b %H:%M:%S}; kept here as it was."
        remark_on_message(actor=actor, box=each.box, sha256=each.sha256, remark=said)
        each.gone_at = at
        each.save()
    return len(kept)


@command(needs=CanContact.RECEIVE)
def mark_read(*, actor: Actor, stream: str, cursor: str) -> str:  # noqa: ARG001
    """Everything up to here is kept, or is nothing that we keep."""
    _mark_read((stream, cursor))
    return cursor


@command(needs=CanContact.RECEIVE)
def take_in_dead(*, actor: Actor, content: Dead) -> UUID:
    """Keep the bytes for a person, and read on."""
    raw_id = None
    if content.has_room:
        raw_id = store_file(actor=actor, content=content.raw, name="post.json", media_type=JSON).id
    letter = record_dead_letter(
        actor=actor,
        gateway=GATEWAY,
        sha256=content.sha256,
        raw_id=raw_id,
        why=content.why,
        facts={"account": content.account, "platform": content.platform, "received_at": now().isoformat()},
    )
    _mark_read(content.place)
    return letter.id


@command(needs=CanContact.SUPERVISE)
def retry_dead_letter(*, actor: Actor, dead_letter_id: UUID, seen_version: int) -> "DeadLetter":
    """Read it once more, since what tripped us may be mended."""
    dead = dead_letter(actor, dead_letter_id)
    check_retry(dead.gateway, dead.raw_id, dead.worked_by)
    raw = open_file(actor, dead.raw_id, f"dead letter {dead.id}").read() if dead.raw_id else b""
    account = str(dead.facts["account"])
    try:
        post = read_post(str(dead.facts["platform"]), raw, account)
    except Unreadable as fault:
        raise RuleBroken(f"It still cannot be read: {fault} Set it aside with what was done.") from fault
    own = actor.also(CanContact.RECEIVE, CanFile.STORE)
    at = datetime.fromisoformat(dead.facts["received_at"])
    became = take_in(actor=own, content=PostCame(account=account, post=post, at=at, remarks=_not_fetched(post)))
    return work_dead_letter(
        actor=actor,
        dead_letter_id=dead_letter_id,
        how="Read at another try.",
        became=became,
        seen_version=seen_version,
    )


def _keep(actor: Actor, content: PostCame, *, is_edit: bool) -> tuple[str, UUID]:
    post = content.post
    raw = store_file(actor=actor, content=post.raw, name="post.json", media_type=JSON)
    at, dated = came_at(post.at, content.at)
    said = (f"Edited by its author at {at.astimezone(UK):%d %b %H:%M:%S}; as it was stays above.",)
    # What the platforms send of two posts is never the same, but one person's words to two lines of ours may be.
    sha256 = raw.sha256 if not received_before(post.line, raw.sha256) else _digest(content)
    contact = receive_message(
        actor=actor,
        arrival=Arrival(
            channel="social",
            box=post.line,
            sha256=sha256,
            received_at=at,
            raw_id=raw.id,
            sender_name=post.name,
            sender_address=post.handle,
            recipients=(content.account,),
            text=post.text,
            message_id=post.address,
            attachment_ids=_stored(actor, content),
            remarks=(*(said if is_edit else ()), *dated, *post.remarks, *_described(post), *content.remarks),
        ),
    )
    return sha256, contact.id


def _stored(actor: Actor, content: PostCame) -> tuple[UUID, ...]:
    return tuple(
        store_file(actor=actor, content=each.content, name=each.name, media_type=each.media_type).id
        for each in content.fetched
    )


def _described(post: Post) -> tuple[str, ...]:
    return tuple(f"The {each.kind or 'file'} is described as: {each.words[:300]}" for each in post.media if each.words)


def _not_fetched(post: Post) -> tuple[str, ...]:
    return tuple(f"The {each.kind or 'file'} at {each.address[:200]} was not fetched." for each in post.media)


def _contact_of(known: KeptPost) -> UUID:
    found = received_before(known.box, known.sha256)
    if found is None:
        raise RuleBroken("The message of this post is gone.")
    return found


def _digest(content: PostCame) -> str:
    whole = f"social {content.account} {content.post.key} {content.post.edition}"
    return hashlib.sha256(whole.encode()).hexdigest()


def _mark_read(place: tuple[str, str] | None) -> None:
    if place is None:
        return
    stream, cursor = place
    row = ReadingPlace.objects.select_for_update().filter(stream=stream).first() or ReadingPlace(stream=stream)
    row.cursor = cursor
    row.save()

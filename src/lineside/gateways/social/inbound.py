"""What a platform brings: kept before we read on; what cannot be read is kept for a person."""

import logging
from dataclasses import replace

import httpx
from django.db import Error as DatabaseFault

from lineside.contacts.permissions import CanContact
from lineside.files.permissions import CanFile
from lineside.gateways.social.commands import take_in, take_in_dead, take_media
from lineside.gateways.social.fetching import fetch
from lineside.gateways.social.protocol import Post, Unreadable, read_post
from lineside.gateways.social.queries import is_kept
from lineside.gateways.social.rules import Dead, Fetched, PostCame
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import Refusal

log = logging.getLogger("lineside.social")
ACTOR = system_actor("social gateway", CanContact.RECEIVE, CanContact.DELIVER, CanFile.STORE)
STORE_IS_FULL = 507


def receive(
    platform: str, account: str, raw: bytes, place: tuple[str, str] | None = None, http: httpx.Client | None = None
) -> list[Post]:
    """Commit it, or raise when that may succeed later; one post that trips us must not hold up those behind it.

    Given back is the post where it is a new one. Without `http` what hangs on it is still to be fetched.
    """
    try:
        post = read_post(platform, raw, account)
        return [post] if _keep(post, account, place, http) else []
    except (DatabaseFault, OSError):  # the driver has faults that are no DatabaseError
        raise
    except Unreadable as fault:
        why = str(fault)
    except Refusal as refusal:
        if refusal.status == STORE_IS_FULL:
            raise
        why = refusal.sentence
    except Exception as fault:
        log.exception("A post trips us")
        why = f"The gateway has a fault ({type(fault).__name__}); its log says more."
    take_in_dead(actor=ACTOR, content=Dead(account=account, platform=platform, raw=raw, why=why, place=place))
    return []


def receive_media(account: str, post: Post, http: httpx.Client) -> None:
    """What hangs on a post that is kept already."""
    take_media(actor=ACTOR, content=_came(account, post, None, http))


def leave_for_a_person(content: Dead) -> None:
    """What came as a dead letter; where the store is full, at least that it came."""
    try:
        take_in_dead(actor=ACTOR, content=content)
    except Refusal as refusal:
        if refusal.status != STORE_IS_FULL:
            raise
        take_in_dead(actor=ACTOR, content=replace(content, has_room=False))


def _keep(post: Post, account: str, place: tuple[str, str] | None, http: httpx.Client | None) -> bool:
    known = is_kept(account, post.key, post.edition)
    if known and place is None:
        return False  # a second look that found nothing new
    came = PostCame(account=account, post=post, at=now(), place=place) if known else _came(account, post, place, http)
    take_in(actor=ACTOR, content=came)
    return not known


def _came(account: str, post: Post, place: tuple[str, str] | None, http: httpx.Client | None) -> PostCame:
    """The post with what hangs on it, as far as that can be had."""
    found = [fetch(medium, http) for medium in post.media]
    return PostCame(
        account=account,
        post=post,
        at=now(),
        fetched=tuple(each for each in found if isinstance(each, Fetched)),
        remarks=tuple(each for each in found if isinstance(each, str)),
        place=place,
    )

"""The platforms that call us, as the settings name them, and the thread that listens for them."""

import logging
import time
from collections.abc import Mapping
from threading import Event, Thread

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, close_old_connections, connection

from lineside.gateways.social.calling import Meta, X
from lineside.gateways.social.fetching import media_client
from lineside.gateways.social.gaps import MARK_EVERY, mark_listening
from lineside.gateways.social.outbound import Sender
from lineside.gateways.social.webhooks import Hook, Listener
from lineside.heartbeats.commands import Pulse

log = logging.getLogger("lineside.social")


def hooks_and_senders() -> tuple[dict[str, Hook], dict[str, Sender]]:
    """By the path on which each calls us, and by the line on which it is answered."""
    hooks: dict[str, Hook] = {}
    senders: dict[str, Sender] = {}
    if settings.X_USER:
        _wanted("X", X_SECRET=settings.X_SECRET, X_TOKEN=settings.X_TOKEN)
        media = media_client(settings.X_URL)
        hooks["/x"] = Hook(platform="x", own=settings.X_USER, secret=settings.X_SECRET, media=media)
        x = X(settings.X_URL, settings.X_TOKEN)
        senders |= {"x-public": x, "x-private": x}
    if settings.META_PAGE:
        told = {"META_SECRET": settings.META_SECRET, "META_VERIFY": settings.META_VERIFY}
        _wanted("Meta", **told, META_TOKEN=settings.META_TOKEN)
        hooks["/meta"] = Hook(
            platform="meta",
            own=settings.META_PAGE,
            secret=settings.META_SECRET,
            verify=settings.META_VERIFY,
            instagram=settings.META_INSTAGRAM,
            media=media_client(settings.META_URL),
        )
        meta = Meta(settings.META_URL, settings.META_TOKEN, settings.META_PAGE)
        senders |= {"messenger": meta, "facebook-public": meta}
    if hooks and not settings.SOCIAL_PORT:
        raise ImproperlyConfigured("Set LINESIDE_SOCIAL_PORT: the port behind your proxy on which X and Meta call us.")
    return hooks, senders


def _wanted(platform: str, **settings_of_it: str) -> None:
    missing = [f"LINESIDE_{name}" for name, value in settings_of_it.items() if not value]
    if missing:
        raise ImproperlyConfigured(f"For {platform} set {', '.join(missing)} too.")


def run_webhooks(hooks: Mapping[str, Hook], stop: Event) -> None:
    """Listen; and leave a mark now and then, by which the time of an outage is known afterwards."""
    listener = Listener(settings.SOCIAL_HOST, settings.SOCIAL_PORT, hooks)
    listening = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.2}, name="social-webhooks-in")
    listening.start()
    pulse, marked = Pulse("webhooks of X and Meta"), float("-inf")
    while not stop.wait(0.5):
        try:
            close_old_connections()
            why = _not_well(listening, listener)
            if not why and time.monotonic() - marked > MARK_EVERY:
                marked = time.monotonic()
                for hook in hooks.values():
                    mark_listening(hook.platform, hook.own)
            pulse.beat(is_well=not why, says=why)
        except DatabaseError as fault:
            log.warning("The database cannot be reached; platforms are told to come again: %s", fault)
        except Exception:
            log.exception("The mark of the webhooks trips us")
        finally:
            connection.close()
    listener.shutdown()
    listener.server_close()
    listening.join()
    pulse.stop()
    connection.close()


def _not_well(listening: Thread, listener: Listener) -> str:
    """While anybody is turned away no mark is left either, so that what we missed is put before a person."""
    if not listening.is_alive():
        return "it does not listen"
    return "all its places are taken" if listener.is_crowded else ""

"""The social process: each platform that is set up, and the way out."""

import logging
import signal
from threading import Event, Thread, current_thread, main_thread

from django.conf import settings

from lineside.gateways.social.bluesky import Bluesky, bluesky_account
from lineside.gateways.social.hooked import hooks_and_senders, run_webhooks
from lineside.gateways.social.mastodon import Mastodon, mastodon_account
from lineside.gateways.social.outbound import Sender, run_outbound
from lineside.gateways.social.platform import run_platform

log = logging.getLogger("lineside.social")


def run(stop: Event | None = None) -> None:
    """Until told to stop; what is under way then is finished or asked for again, never half kept."""
    stop = stop or Event()
    if current_thread() is main_thread():
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
    threads, senders = platforms(stop)
    if not threads:
        log.warning("No platform of social media is set up.")
        stop.wait()
        return
    threads.append(Thread(target=run_outbound, args=(senders, stop), name="social-out"))
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join(timeout=20)


def platforms(stop: Event) -> tuple[list[Thread], dict[str, Sender]]:
    """What the settings name: the threads that hear, and who takes the answers of each line."""
    threads: list[Thread] = []
    senders: dict[str, Sender] = {}
    if settings.MASTODON_URL:
        own = Mastodon(mastodon_account(settings.MASTODON_URL, settings.MASTODON_HANDLE, settings.MASTODON_TOKEN))
        threads.append(Thread(target=run_platform, args=(own, stop), name="social-mastodon"))
        senders |= {"mastodon-public": own, "mastodon-private": own}
    if settings.BLUESKY_URL:
        sky = Bluesky(bluesky_account(settings.BLUESKY_URL, settings.BLUESKY_HANDLE, settings.BLUESKY_PASSWORD))
        threads.append(Thread(target=run_platform, args=(sky, stop), name="social-bluesky"))
        senders["bluesky-public"] = sky
    hooks, answering = hooks_and_senders()
    if hooks:
        threads.append(Thread(target=run_webhooks, args=(hooks, stop), name="social-webhooks"))
        senders |= answering
    return threads, senders

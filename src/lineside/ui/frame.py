"""What the frame says of whoever sits before it and only a room above knows: that room tells here how it is found."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

from lineside.kernel.actors import Actor

Site = tuple[str, str]  # its code, as people say it, and its name
_FOUND: dict[str, Callable[[Actor], Site]] = {}
SITE = "site"
NOWHERE = ("", "")


def tell_site(found: Callable[[Actor], Site]) -> None:
    _FOUND[SITE] = found


def site_of(actor: Actor) -> Site:
    """The site at which somebody works; nothing of machines, of nobody, and where no room knows."""
    if actor.kind != "person" or actor.id is None or SITE not in _FOUND:
        return NOWHERE
    return _FOUND[SITE](actor)


def what_for(_: HttpRequest) -> dict[str, str]:
    """For the pages at the door, which are not of our own templates: LIVE, or what else this system is for."""
    return {"environment_name": settings.ENVIRONMENT}

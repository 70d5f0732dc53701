"""The Jinja2 environment of our pages: escaping on, unknown names refused, UK time with seconds."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from lineside.kernel.clock import UK, now
from lineside.ui.forms import new_key
from lineside.ui.frame import site_of
from lineside.ui.rail import rail_for

SHAPES = {"I": "▲", "P": "◆", "S": "●", "R": "■", "C": "▣", "E": "◇"}
GRADES = {
    "I": "Immediate",
    "P": "Priority",
    "S": "Scheduled",
    "R": "Resolution without deployment",
    "C": "Crime desk",
    "E": "Pre-planned event",
}
KILO = 1024


def environment(**options: Any) -> Environment:
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    options.setdefault("autoescape", True)
    made = Environment(**{**options, "undefined": StrictUndefined})  # noqa: S701 - on, a line above
    made.globals.update(
        url=url,
        static=static,
        now=now,
        new_key=new_key,
        rail_for=rail_for,
        site_of=site_of,
        role_of=role_of,
        idle_seconds=idle_seconds,
        desk_of=desk_of,
        environment_name=settings.ENVIRONMENT,
        force=settings.FORCE,
        live_url=f"{settings.LIVE_ORIGIN}/stream",
        grades=GRADES,
    )
    made.filters.update(
        clock=clock,
        moment=moment,
        day=day,
        hours=hours,
        age=age,
        iso=iso,
        grade_mark=grade_mark,
        words=words,
        countdown=countdown,
        bytes_said=bytes_said,
    )
    return made


@lru_cache(maxsize=4096)
def url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def role_of(request: HttpRequest) -> str:
    """The words of the signed-in account's roles; nothing before anybody has signed in."""
    return str(getattr(request.user, "role_label", ""))


def idle_seconds(request: HttpRequest) -> int:
    """After how long without a touch this desk locks; 0 when it does not."""
    return int(getattr(request.session, "idle_seconds", 0))


def desk_of(request: HttpRequest) -> str:
    """The first part of the path: which desk is in front."""
    return request.path.strip("/").split("/")[0]


def clock(at: datetime | None) -> str:
    """24-hour UK time with seconds."""
    return at.astimezone(UK).strftime("%H:%M:%S") if at else ""


def hours(at: datetime | None) -> str:
    """Hours and minutes of UK time, where seconds say nothing."""
    return at.astimezone(UK).strftime("%H:%M") if at else ""


def day(at: datetime | None) -> str:
    return at.astimezone(UK).strftime("%d %b %Y") if at else ""


def moment(at: datetime | None) -> str:
    """The time of today; with its day when it is not today."""
    if at is None:
        return ""
    here = at.astimezone(UK)
    return here.strftime("%H:%M:%S" if here.date() == now().astimezone(UK).date() else "%d %b %H:%M:%S")


def iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def age(at: datetime | None) -> Markup:
    """The time of something; the browser says how long ago it is, so that what is rendered once stays true.

    Within a live region its ticking is read out by nothing, each second: only what comes and goes there is news.
    """
    if at is None:
        return Markup("")
    said = clock(at)
    return Markup('<time class="age" data-age aria-live="off" datetime="{}" title="{} {}">{}</time>').format(
        at.isoformat(), day(at), said, said
    )


def countdown(due: datetime | None, since: datetime | None = None, what: str = "") -> Markup:
    """A clock that the browser runs to `due`: amber at three quarters of the way from `since`, red when past."""
    if due is None:
        return Markup("")
    said = clock(due)
    return Markup(
        '<time class="due" data-due aria-live="off" datetime="{}" data-since="{}" title="{} {} {}">{}</time>'
    ).format(due.isoformat(), iso(since), what, day(due), said, said)


@lru_cache(maxsize=16)
def grade_mark(grade: str) -> Markup:
    """Letter, shape and colour: never colour alone."""
    if not grade:
        return Markup('<span class="grade grade-none" title="Not graded">\u2013</span>')
    return Markup('<span class="grade grade-{}" title="{}"><b>{}</b> <i aria-hidden="true">{}</i></span>').format(
        grade, GRADES.get(grade, grade), grade, SHAPES.get(grade, "○")
    )


def words(code: str) -> str:
    return str(code).replace("_", " ")


def bytes_said(size: int) -> str:
    """A size as people say it: 980 B, 49 KB, 2.4 MB."""
    if size < KILO:
        return f"{size} B"
    if size < KILO**2:
        return f"{size / KILO:.0f} KB"
    return f"{size / KILO**2:.1f} MB"

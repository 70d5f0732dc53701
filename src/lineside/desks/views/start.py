"""Where a person begins: booking on when a duty waits, then the desk of their role."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lineside.access.permissions import CanAccess
from lineside.access.queries import start_of
from lineside.kernel.errors import NotPermitted
from lineside.people import queries as people
from lineside.people.permissions import CanPeople
from lineside.ui.pages import Asking, page
from lineside.ui.rail import rail_for

ASKED = "asked_to_book_on"
BEFORE = "before"  # what access noted at the sign-in: the last time, and what was tried since


@require_GET
@page(needs=CanAccess.SIGN_IN)
def start(request: Asking) -> HttpResponse:
    paths = [desk.path for desk in rail_for(request.actor)]
    if not paths:
        raise NotPermitted("Your role has no desk; ask an administrator.")
    own = start_of(request.actor)
    desk = own if own in paths else paths[0]
    return _greet(request, desk) or HttpResponseRedirect(desk)


def _greet(request: Asking, desk: str) -> HttpResponse | None:
    """Once a sitting: the duty that waits to be booked on to, and whether somebody tried this account meanwhile."""
    if request.session.get(ASKED):
        return None
    request.session[ASKED] = True
    duty = people.own_duty(request.actor) if request.actor.may(CanPeople.BOOK) else None
    duty = None if duty is None or duty.booked_on_at else duty
    before = request.session.get(BEFORE) or {"at": "", "wrong": 0}
    if duty is None and not before["wrong"]:
        return None
    site = people.sites(duty.day)[duty.site] if duty else ""
    return render(request, "desks/start.html", {"duty": duty, "site": site, "before": before, "desk": desk})

"""Where a person begins."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET

from lineside.access.permissions import CanAccess
from lineside.kernel.errors import NotPermitted
from lineside.ui.pages import Asking, page
from lineside.ui.rail import rail_for


@require_GET
@page(needs=CanAccess.SIGN_IN)
def start(request: Asking) -> HttpResponse:
    desks = rail_for(request.actor)
    if not desks:
        raise NotPermitted("Your role has no desk yet; ask an administrator.")
    return HttpResponseRedirect(desks[0].path)

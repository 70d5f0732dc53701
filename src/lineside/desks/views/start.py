"""Where a person begins: at the desk of their role, else at the first one that they may use."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET

from lineside.access.permissions import CanAccess
from lineside.access.queries import start_of
from lineside.kernel.errors import NotPermitted
from lineside.ui.pages import Asking, page
from lineside.ui.rail import rail_for


@require_GET
@page(needs=CanAccess.SIGN_IN)
def start(request: Asking) -> HttpResponse:
    paths = [desk.path for desk in rail_for(request.actor)]
    if not paths:
        raise NotPermitted("Your role has no desk; ask an administrator.")
    own = start_of(request.actor)
    return HttpResponseRedirect(own if own in paths else paths[0])

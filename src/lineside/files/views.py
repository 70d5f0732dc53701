"""A file is taken deliberately: first what it is and that nobody has scanned it, then, that being ticked, its bytes."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lineside.files import queries
from lineside.files.forms import TakeFileForm
from lineside.files.permissions import CanFile
from lineside.files.rules import check_understood
from lineside.files.store import handed_out
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on


@require_http_methods(["GET", "POST"])
@page(needs=CanFile.READ)
def held(request: Asking, attachment_id: UUID) -> HttpResponseBase:
    """The bytes come by POST only, so that no link, preview or prefetch can fetch them."""
    form = TakeFileForm(request.POST if request.method == "POST" else None, initial={"why": request.GET.get("why", "")})
    if form.is_valid():
        with refusals_shown_on(form):
            check_understood(form.cleaned_data["understood"])
            file = queries.open_file(request.actor, attachment_id, form.cleaned_data["why"])
            return handed_out(file.path, file.download_name)
    return _asked(request, attachment_id, form)


def _asked(request: Asking, attachment_id: UUID, form: TakeFileForm) -> HttpResponse:
    template = "files/_held.html" if is_fragment(request) else "files/held.html"
    facts = {"file": queries.held_file(request.actor, attachment_id), "form": form}
    return render(request, template, facts, status=form.status)

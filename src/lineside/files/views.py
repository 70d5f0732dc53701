"""A file is taken deliberately: what it is and how it stands with the scanner, then, that ticked, its bytes."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from lineside.files import queries
from lineside.files.commands import review_quarantined
from lineside.files.forms import ReviewForm, TakeFileForm
from lineside.files.permissions import CanFile
from lineside.files.rules import check_understood
from lineside.files.store import handed_out
from lineside.kernel.commands import once
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on


@require_http_methods(["GET", "POST"])
@page(needs=CanFile.READ)
def held(request: Asking, attachment_id: UUID) -> HttpResponseBase:
    """The bytes come by POST only, so that no link, preview or prefetch can fetch them."""
    # Why it leaves quarantine is said by a person, and never by the link that led here.
    is_quarantined = queries.held_file(request.actor, attachment_id).is_quarantined
    why = "" if is_quarantined else request.GET.get("why", "")
    form = TakeFileForm(request.POST if request.method == "POST" else None, initial={"why": why})
    if form.is_valid():
        with refusals_shown_on(form):
            check_understood(
                form.cleaned_data["understood"], queries.held_file(request.actor, attachment_id).scan_state
            )
            file = queries.take_file(request.actor, attachment_id, form.cleaned_data["why"])
            return handed_out(file.path, file.download_name)
    return _asked(request, attachment_id, form)


@require_POST
@page(needs=CanFile.QUARANTINE)
def review(request: Asking, attachment_id: UUID) -> HttpResponse:
    """What was done about a file in quarantine."""
    form = ReviewForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            facts = {"how": form.cleaned_data["how"], "seen_version": form.cleaned_data["seen_version"]}
            once(form.once_key, review_quarantined, actor=request.actor, attachment_id=attachment_id, **facts)
    return _asked(request, attachment_id, TakeFileForm(), form)


def _asked(
    request: Asking, attachment_id: UUID, form: TakeFileForm, review_form: ReviewForm | None = None
) -> HttpResponse:
    template = "files/_held.html" if is_fragment(request) else "files/held.html"
    facts = {
        "file": queries.held_file(request.actor, attachment_id),
        "form": form,
        "review_form": review_form or ReviewForm(),
        "may_enter": request.actor.may(CanFile.QUARANTINE),
    }
    return render(request, template, facts, status=max(form.status, review_form.status if review_form else 0))

"""The form of officers and staff: what they report, and how their own reports stand."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from lineside.desks.internal_forms import ReportForm
from lineside.gateways.internal import queries
from lineside.gateways.internal.commands import parted, send_report
from lineside.gateways.internal.permissions import CanInternal
from lineside.kernel.commands import once
from lineside.ui.pages import Asking, is_fragment, page, refusals_shown_on


@require_GET
@page(needs=CanInternal.REPORT)
def desk(request: Asking) -> HttpResponse:
    facts = {"forms": queries.forms(), "sent": queries.sent_lately(request.actor)}
    return render(request, "desks/reports.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@page(needs=CanInternal.REPORT)
def report(request: Asking, kind: str) -> HttpResponse:
    chosen = queries.form(kind)
    if request.method != "POST":
        return _show(request, chosen, ReportForm(chosen, initial=queries.own_answers(request.actor, kind)))
    form = ReportForm(chosen, request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            made = once(form.once_key, send_report, actor=request.actor, **_said(chosen, form))
            there = reverse("desks:report-sent", args=[made.id])
            if not is_fragment(request):
                return HttpResponseRedirect(there)
            facts = {"row": queries.sent(request.actor, made.id)}
            answer = render(request, "desks/_report_sent.html", facts)
            answer["HX-Push-Url"] = there
            return answer
    return _show(request, chosen, form)


@require_GET
@page(needs=CanInternal.REPORT, sighting="internal.report")
def sent(request: Asking, report_id: UUID) -> HttpResponse:
    return render(request, "desks/report_sent.html", {"row": queries.sent(request.actor, report_id)})


def _said(chosen: queries.Form, form: ReportForm) -> dict[str, Any]:
    said = {question.name: str(form.cleaned_data.get(question.name) or "") for question in chosen.questions}
    facts, secret = parted(chosen.kind, said)
    return {"kind": chosen.kind, "facts": facts, "form_key": form.once_key, "secret": secret}


def _show(request: Asking, chosen: queries.Form, form: ReportForm) -> HttpResponse:
    template = "desks/_report_form.html" if is_fragment(request) else "desks/report.html"
    return render(request, template, {"chosen": chosen, "form": form}, status=form.status)

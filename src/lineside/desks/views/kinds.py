"""What a kind of incident asks beside THRIVE, as the kind is chosen or found."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from lineside.desks.questions import answers_in, asked_in
from lineside.incidents.permissions import CanIncident
from lineside.triage import queries as assessments
from lineside.ui.pages import Asking, page


@require_POST
@page(needs=CanIncident.OPEN)
def kind_questions(request: Asking) -> HttpResponse:
    """The questions with the answers that were given already; they change only when a person changes the kind."""
    asked = assessments.kind_questions(answers_in(request.POST), request.POST.get("opening_code", ""))
    facts = {"kind_questions": asked, "asked": asked_in(request.POST), "draft": request.POST.get("contact_id", "")[:40]}
    return render(request, "desks/_kinds.html", facts)

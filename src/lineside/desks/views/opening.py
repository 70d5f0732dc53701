"""Opening an incident: the same THRIVE, place box and duplicate check at the contact desk and at control."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lineside.contacts.queries import ContactRow
from lineside.contacts.queries import contact as contact_row
from lineside.desks.forms import OpeningForm
from lineside.desks.nearby import near_caller, near_place
from lineside.desks.questions import answers_in, asked_in
from lineside.desks.views.who import who
from lineside.gateways.internal.queries import opening_known_of as reported_known_of
from lineside.gateways.web.queries import opening_known_of
from lineside.gazetteer import queries as gazetteer
from lineside.gazetteer.permissions import CanGazetteer
from lineside.incidents import queries as incidents
from lineside.incidents.commands import Opening
from lineside.incidents.permissions import CanIncident
from lineside.kernel.clock import now, uk_day
from lineside.kernel.commands import once
from lineside.kernel.errors import RuleBroken
from lineside.triage import commands as triage
from lineside.triage import queries as assessments
from lineside.ui.pages import Asking, page, refusals_shown_on

if TYPE_CHECKING:
    from lineside.incidents.models import Incident

MOST_MENTIONED = 3


CALLED = {"reason": "grade_reason"}
EXACT = ("confirmed", "approximate")


@require_POST
@page(needs=CanGazetteer.LOCATE)
def place(request: Asking) -> HttpResponse:
    """The readings of what stands in the place box so far, and the open incidents near the first of them."""
    text = request.POST.get("place_text", "")[:300].strip()
    located = gazetteer.locate(text) if text else None
    facts: dict[str, Any] = {"located": located, "text": text, "box": "place", "near": near_place(request, located)}
    facts |= {"without": gazetteer.without(), "places_of": gazetteer.standing(uk_day(now())), "out_of_band": True}
    return render(request, "desks/_place_and_nearby.html", facts)


@require_POST
@page(needs=CanIncident.OPEN)
def propose(request: Asking) -> HttpResponse:
    key = _key(request.POST.get("contact_id", ""))
    contact = contact_row(key, request.actor) if key else None
    proposal = assessments.propose(answers_in(request.POST), request.POST.get("opening_code", ""), contact)
    facts = {"crime_signs": _signs(request, contact), "owed": assessments.words_still_owed(answers_in(request.POST))}
    return render(request, "desks/_proposal.html", facts | {"proposal": proposal})


@require_POST
@page(needs=CanIncident.OPEN)
def duplicates(request: Asking) -> HttpResponse:
    """Open incidents that may be this one: same time and place, same caller, same train."""
    found = incidents.possible_duplicates(
        request.actor,
        place=_place(request.POST.get("place_text", ""))[0] | _train(request.POST.get("headcode", "")),
        at=now(),
        number=request.POST.get("informant_number", ""),
        opening_code=request.POST.get("opening_code", ""),
    )
    contact_id = _key(request.POST.get("contact_id", ""))
    at = "desks:call-attach" if request.POST.get("at_control") else "desks:contact-attach"
    return render(request, "desks/_duplicates.html", {"duplicates": found, "contact_id": contact_id, "attach_to": at})


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def opening_context(
    request: Asking, chosen: ContactRow | None, form: OpeningForm | None, *, at_control: bool = False
) -> dict[str, Any]:
    """What the opening form shows; the same at both desks, each of which goes on in its own way."""
    if not request.actor.may(CanIncident.OPEN):
        return {"opening_form": None, "near": None, "mentioned": [], "opened": [], **who(request, chosen)}
    choices = incidents.choices()
    form = form or OpeningForm(initial=_known_of(chosen) | _carried(request), qualifiers=choices["qualifiers"])
    sent = request.POST if form.is_bound else QueryDict()
    text = str((sent or form.initial).get("place_text", ""))[:300].strip()
    carried = _carried(request).get("place_text", "")
    said = gazetteer.locate(carried) if carried else _named_by(chosen)
    return {
        "opening_form": form,
        "located": gazetteer.locate(text) if text else None,
        "text": text,
        "box": "place",
        "without": gazetteer.without(),
        "places_of": gazetteer.standing(uk_day(now())),
        "opening_action": _action(chosen, at_control=at_control),
        "at_control": at_control,
        "opening_version": chosen.version if chosen else 0,
        "contact_id": chosen.id if chosen else "",
        "draft": chosen.id if chosen else "new",
        "opening_codes": choices["opening_codes"],
        "qualifiers": choices["qualifiers"],
        "grade_choices": choices["grades"],
        "questions": assessments.questions(),
        "kind_questions": assessments.kind_questions(answers_in(sent), str(sent.get("opening_code", ""))),
        "asked": asked_in(sent),
        "proposal": assessments.propose(answers_in(sent), str(sent.get("opening_code", "")), chosen),
        "owed": assessments.words_still_owed(answers_in(sent)),
        "crime_signs": _signs(request, chosen),
        "carried": bool(carried),
        "mentioned": list(said.readings[:MOST_MENTIONED]) if said else [],
        "near": near_place(request, gazetteer.locate(text) if text else said) or near_caller(request, chosen),
        **who(request, chosen),
        "opened": assessments.incidents_of(request.actor, chosen.id) if chosen else [],
    }


def _carried(request: Asking) -> dict[str, str]:
    """A place that was carried here from the map; whoever asks again still confirms it."""
    text = request.GET.get("place", "")[:300].strip()
    return {"place_text": text} if text else {}


def _action(chosen: ContactRow | None, *, at_control: bool) -> str:
    if chosen is None:
        return reverse("desks:control-new")
    return reverse("desks:call-open" if at_control else "desks:contact-open", args=[chosen.id])


def bound(request: Asking) -> OpeningForm:
    return OpeningForm(request.POST, qualifiers=incidents.choices()["qualifiers"])


def opening_of(form: OpeningForm, first_contact_at: datetime | None = None, desk: str = "") -> Opening:
    """The form as incidents knows it; a place that several readings fit is asked about, never guessed."""
    facts = form.cleaned_data
    located, ambiguous = _place(facts["place_text"])
    if ambiguous:
        raise RuleBroken("More than one place fits; choose one of the readings.", "place_text")
    if facts["place_status"] in EXACT and not located:
        raise RuleBroken("No place is known by these words; ask again, or mark the place unknown.", "place_text")
    return Opening(
        summary=facts["summary"],
        opening_code=facts["opening_code"],
        place_text=facts["place_text"],
        place=located,
        place_status=facts["place_status"],
        qualifiers=tuple(facts["qualifiers"]),
        first_contact_at=first_contact_at,
        is_happening_now=facts["happening_now"] == "yes",
        informant_name=facts["informant_name"],
        informant_number=facts["informant_number"],
        headcode=facts["headcode"].strip().upper(),
        desk=desk,
        crime_bar=facts["crime_bar"],
        crime_bar_reason=facts["crime_bar_reason"],
    )


def desk_opening(request: Asking) -> "tuple[OpeningForm, Incident | None, dict[str, Any]]":
    """The opening form at the control desk, and the incident when it was opened."""
    if request.method != "POST":
        facts = opening_context(request, None, None, at_control=True)
        return facts["opening_form"], None, facts
    form = bound(request)
    incident: Incident | None = None
    if form.is_valid():
        with refusals_shown_on(form, CALLED):
            incident = once(
                form.once_key,
                triage.open_incident_from_desk,
                actor=request.actor,
                opening=opening_of(form, desk="control"),
                answers=answers_in(request.POST),
                grade=_grade(request, form),
                reason=form.cleaned_data["grade_reason"],
            )
    return form, incident, opening_context(request, None, form, at_control=True)


def open_from_contact(request: Asking, chosen: ContactRow, form: OpeningForm) -> "Incident":
    return once(
        form.once_key,
        triage.open_incident_from_contact,
        actor=request.actor,
        contact_id=chosen.id,
        opening=opening_of(form, first_contact_at=chosen.opened_at, desk="control"),
        answers=answers_in(request.POST),
        grade=_grade(request, form, chosen),
        reason=form.cleaned_data["grade_reason"],
        seen_version=form.cleaned_data["seen_version"],
    )


def _signs(request: Asking, contact: ContactRow | None) -> tuple[incidents.CrimeSign, ...]:
    """What the summary and the contact's own words may tell, for a kind of incident that does not go to recorders."""
    said = [request.POST.get("summary", ""), contact.gist if contact else ""]
    return incidents.crime_signs(said, request.POST.get("opening_code", ""))


def _grade(request: Asking, form: OpeningForm, contact: ContactRow | None = None) -> str:
    """The grade that was chosen; none chosen means the one that the answers propose."""
    if form.cleaned_data["grade"]:
        return str(form.cleaned_data["grade"])
    proposal = assessments.propose(answers_in(request.POST), form.cleaned_data["opening_code"], contact)
    if proposal is None:
        raise RuleBroken("Answer THRIVE, so that a grade can be proposed.", "answers")
    return proposal.grade


def _named_by(chosen: ContactRow | None) -> gazetteer.Located | None:
    """The places that the contact's own first words name: offered, never taken for granted."""
    return gazetteer.locate(chosen.gist) if chosen and chosen.gist else None


def _known_of(chosen: ContactRow | None) -> dict[str, str]:
    if chosen is None:
        return {}
    return {
        "informant_name": chosen.sender_name,
        "informant_number": chosen.sender_address,
        "summary": chosen.subject,
        **(opening_known_of(chosen.id) if chosen.channel == "web" else {}),
        **(reported_known_of(chosen.id) if chosen.channel == "internal" else {}),
    }


def _place(text: str) -> tuple[dict[str, Any], bool]:
    """The best reading of the place as it is kept, and whether others compete with it."""
    located = gazetteer.locate(text[:300]) if text.strip() else None
    if located is None or not located.readings:
        return {}, False
    return located.readings[0].as_json(), located.ambiguous


def _train(headcode: str) -> dict[str, str]:
    return {"headcode": headcode.strip().upper()} if headcode.strip() else {}

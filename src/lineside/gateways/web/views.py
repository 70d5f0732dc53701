"""The public's pages. Nobody signs in; nothing is said to be kept before it is committed."""

import logging
import secrets
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_http_methods

from lineside.contacts.permissions import CanContact
from lineside.files.permissions import CanFile
from lineside.gateways.web import rules
from lineside.gateways.web.allowance import Busy, places, spend
from lineside.gateways.web.commands import Sent, add_to_report, note_read, take_in, take_in_dead
from lineside.gateways.web.draft import Draft, draft_of
from lineside.gateways.web.forms import STEPS, AddStep, Step
from lineside.gateways.web.queries import Answered, Followed, answers_to, digest, followed
from lineside.gateways.web.sentences import away_words, busy_words, refused_words, too_many_words
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now, uk_day
from lineside.kernel.errors import Refusal

log = logging.getLogger("lineside.web")
ACTOR = system_actor("web report gateway", CanContact.RECEIVE, CanContact.DELIVER, CanFile.STORE)
UNSAID, TOO_MANY, AWAY, GONE, STORE_IS_FULL = 422, 429, 503, 404, 507
LANGUAGE = "language"  # the same page in the other language, with what was typed
ELSEWHERE = "https://www.bbc.co.uk/weather"


def address_of(request: HttpRequest) -> str:
    """Where it comes from, as the nearest proxy that we trust saw it."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return rules.address_seen(str(request.META.get("REMOTE_ADDR", "")), forwarded, settings.ALLAUTH_TRUSTED_PROXY_COUNT)


def address_in_language(name: str, *args: str) -> str:
    """The desks' own way remembers addresses, and neither a language nor a secret link may be remembered."""
    return reverse(name, args=args or None)


def in_language(path: str, code: str) -> str:
    """The same page in that language; of what is no page of ours the first, as a stranger may have written `//site`."""
    found = translate_url(path, code)
    return found if found != path else translate_url(reverse("start"), code)


def show(request: HttpRequest, template: str, status: int = 200, **facts: Any) -> HttpResponse:
    lang = (get_language() or "en")[:2]
    code, name = ("en-gb", "English") if lang == "cy" else ("cy", "Cymraeg")
    other = {"lang": "cy" if code == "cy" else "en-GB", "name": name, "address": in_language(request.path, code)}
    facts |= {"_": gettext, "lang": lang, "other": other, "elsewhere": ELSEWHERE, "url": address_in_language}
    return render(request, f"web/{template}.html", facts, status=status)


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    return show(request, "start")


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return show(request, "privacy")


@require_GET
def leave(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - whoever asks
    """Somewhere harmless; the browser forgets what it kept of this site where it knows how to."""
    answer = HttpResponseRedirect(ELSEWHERE)
    answer["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, sentence: str = "", status: int = UNSAID) -> HttpResponse:
    """One step after the other. A `sentence` shows the step again as it was sent, and goes no further."""
    if request.method != "POST":
        return _step(request, Draft(), STEPS["what"](), "what")
    name = request.POST.get("step", "")
    draft = draft_of(request.POST.get("draft", ""))
    if draft is None:
        sentence, draft = gettext("This page was open for too long. Check your answers and continue."), Draft()
    if name == "check":
        return _check(request, draft, sentence, status) if sentence else _checked(request, draft)
    name = name if name in STEPS else "what"
    form = STEPS[name](request.POST)
    if sentence:
        return _as_typed(request, draft, form, name, sentence, status)
    if (go := request.POST.get("go")) in ("back", LANGUAGE):
        draft.facts[name] = _typed(form)
        return _at(request, draft, _before(name) if go == "back" else name)
    return _continued(request, draft, form, name)


def _continued(request: HttpRequest, draft: Draft, form: Step, name: str) -> HttpResponse:
    try:
        if name == "where":
            places.spend(address_of(request))
    except Busy as busy:
        return _busy(_as_typed(request, draft, form, name, busy_words(), TOO_MANY), busy)
    if not form.is_valid():
        return _step(request, draft, form, name, status=UNSAID)
    draft.facts[name] = _answered(form)
    return _at(request, draft, "check" if draft.seen else _after(name))


def _checked(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The answers as a whole: sent, or one of them changed."""
    go = request.POST.get("go", "")
    wanted = {"back": rules.STEPS[-1], LANGUAGE: "check"}.get(go, go.removeprefix("change-"))
    if wanted in (*STEPS, "check"):
        return _at(request, draft, wanted)
    try:
        places.spend(address_of(request))
        for name, kind in STEPS.items():
            form = kind(draft.facts.get(name, {}))
            if not form.is_valid():
                return _step(request, draft, form, name, status=UNSAID)
            draft.facts[name] = _answered(form)
        spend(address_of(request))
        return _sent(draft)
    except Busy as busy:
        return _busy(_check(request, draft, busy_words(), TOO_MANY), busy)
    except (DatabaseError, InterfaceError, Refusal) as fault:
        log.error("A report waits with its reporter: %s", type(fault).__name__)  # noqa: TRY400 - its words may hold theirs
        return _check(request, draft, away_words(), AWAY)


def _sent(draft: Draft) -> HttpResponse:
    in_welsh = {"form": {"language": "cy"}} if get_language() == "cy" else {}
    facts = {**draft.facts, **in_welsh}
    content = Sent(key_sha256=draft.key_sha256, link_sha256=digest(draft.link), facts=facts, at=now())
    try:
        take_in(actor=ACTOR, content=content)
    except Refusal as refusal:
        if refusal.status == STORE_IS_FULL:
            raise  # a dead letter could not be kept either
        log.error("A report is a dead letter: %s", type(refusal).__name__)  # noqa: TRY400 - its words may hold theirs
        take_in_dead(actor=ACTOR, content=content, why=refusal.sentence)
        return HttpResponseRedirect(reverse("kept"))
    return HttpResponseRedirect(f"{reverse('follow', args=[draft.link])}?sent=yes")


@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    return show(request, "kept")


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, link: str, sentence: str = "", status: int = UNSAID) -> HttpResponse:
    """How the report stands, and the way to add to it."""
    try:
        found = followed(link)
    except (DatabaseError, InterfaceError):
        return show(request, "away", AWAY)
    if found is None:
        return show(request, "gone", GONE)
    if request.method != "POST":
        return _followed(request, found, AddStep(), link)
    form = AddStep(request.POST)
    if (go := request.POST.get("go")) in (LANGUAGE, "read"):
        as_typed = AddStep(initial=_typed(form))
        return _read(request, found, as_typed, link) if go == "read" else _followed(request, found, as_typed, link)
    sentence = sentence or _refused_files(request, found)
    if not form.is_valid() or sentence:
        return _followed(request, found, form, link, sentence, status)
    return _added(request, found, form, link)


def _read(request: HttpRequest, found: Followed, form: Step, link: str) -> HttpResponse:
    """Our answers, for who asked to see them: a page that is only opened shows none over somebody's shoulder."""
    try:
        spend(address_of(request))
        note_read(actor=ACTOR, report_id=found.id)
        return _followed(request, found, form, link, status=200, answers=answers_to(found.id))
    except Busy as busy:
        return _busy(_followed(request, found, form, link, busy_words(), TOO_MANY), busy)
    except (DatabaseError, InterfaceError):
        return show(request, "away", AWAY)


def _added(request: HttpRequest, found: Followed, form: Step, link: str) -> HttpResponse:
    files = tuple(
        rules.Held(name=each.name or "", media_type=each.content_type or "", content=each.read())
        for each in request.FILES.getlist("files")
    )
    key = request.POST.get("key", "")[:100]
    try:
        spend(address_of(request))
        add_to_report(actor=ACTOR, report_id=found.id, key=key, text=form.cleaned_data["text"], content=files)
    except Busy as busy:
        return _busy(_followed(request, found, form, link, busy_words(), TOO_MANY), busy)
    except (DatabaseError, InterfaceError, Refusal) as fault:
        if isinstance(fault, Refusal) and fault.status != STORE_IS_FULL:
            return _followed(request, found, form, link, refused_words(fault), fault.status)
        log.error("An addition waits with its reporter: %s", type(fault).__name__)  # noqa: TRY400
        return _followed(request, found, form, link, away_words(), AWAY)
    return HttpResponseRedirect(f"{reverse('follow', args=[link])}?added=yes")


def _refused_files(request: HttpRequest, found: Followed) -> str:
    files = request.FILES.getlist("files")
    if not files and not request.POST.get("text", "").strip():
        return gettext("Write what you want to add, or choose a file.")
    if len(files) > rules.MOST_AT_ONCE:
        return gettext("Choose %(most)d files or fewer at a time.") % {"most": rules.MOST_AT_ONCE}
    if found.files + len(files) > rules.MOST_FILES:
        return too_many_words()
    for each in files:
        head = each.read(64)
        each.seek(0)
        why = rules.file_refusal(each.name or "", each.size or 0, head, uk_day(now()))
        if why == "size":
            return gettext("A file is larger than 10 MB. Choose a smaller one.")
        if why:
            return gettext("Only photos, videos, sound recordings and PDF files can be added. Choose another file.")
    return ""


def _at(request: HttpRequest, draft: Draft, name: str) -> HttpResponse:
    if name == "check":
        return _check(request, draft)
    form = STEPS[name](initial=draft.facts.get(name, {}))
    return _step(request, draft, form, name)


def _step(
    request: HttpRequest, draft: Draft, form: Step, name: str, sentence: str = "", status: int = 200
) -> HttpResponse:
    place = rules.STEPS.index(name) + 1
    facts = {"draft": draft.signed, "form": form, "step": name, "place": place, "of": len(rules.STEPS) + 1}
    return show(request, "step", status, **facts, sentence=sentence, readings=getattr(form, "readings", []))


def _as_typed(request: HttpRequest, draft: Draft, form: Step, name: str, sentence: str, status: int) -> HttpResponse:
    """The step as it was sent, with nothing of it looked at."""
    return _step(request, draft, STEPS[name](initial=_typed(form)), name, sentence, status)


def _check(request: HttpRequest, draft: Draft, sentence: str = "", status: int = 200) -> HttpResponse:
    draft.seen = True
    forms = {name: kind(draft.facts.get(name, {})) for name, kind in STEPS.items()}
    answers = {
        name: [(field.label, _said(field, draft.facts.get(name, {}))) for field in form] for name, form in forms.items()
    }
    facts = {"draft": draft.signed, "forms": forms, "answers": answers, "sentence": sentence}
    return show(request, "check", status, **facts)


def _followed(
    request: HttpRequest,
    found: Followed,
    form: Step,
    link: str,
    sentence: str = "",
    status: int = 200,
    answers: Sequence[Answered] = (),
) -> HttpResponse:
    key = request.POST.get("key", "")[:100] or secrets.token_urlsafe(12)
    address = f"{settings.REPORT_ORIGIN}{reverse('follow', args=[link])}"
    facts = {"found": found, "form": form, "key": key, "sentence": sentence, "address": address, "answers": answers}
    return show(request, "follow", status, **facts, sent="sent" in request.GET, added="added" in request.GET)


def _said(field: Any, facts: dict[str, str]) -> str:  # noqa: ANN401 - a bound field
    value = facts.get(field.name, "")
    if field.name in ("seen", "support"):
        return gettext("Yes") if field.name == "support" and value else ""
    return str(dict(getattr(field.field, "choices", ())).get(value, value))


def _typed(form: Step) -> dict[str, str]:
    return {name: str(form.data.get(name, ""))[:6000] for name in form.fields}


def _answered(form: Step) -> dict[str, str]:
    return {name: str(value) if value else "" for name, value in form.cleaned_data.items()}


def _before(name: str) -> str:
    return rules.STEPS[max(0, rules.STEPS.index(name) - 1)]


def _after(name: str) -> str:
    later = rules.STEPS[rules.STEPS.index(name) + 1 :]
    return later[0] if later else "check"


def _busy(answer: HttpResponse, busy: Busy) -> HttpResponse:
    answer["Retry-After"] = str(busy.seconds)
    return answer

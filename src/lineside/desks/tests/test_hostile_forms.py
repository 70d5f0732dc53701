"""Whatever is typed into a form: no answer breaks, a refusal is one sentence, and what was typed stays."""

import json
import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from lineside.contacts.permissions import CanContact
from lineside.contacts.testing import make_call
from lineside.crimes.permissions import CanCrime
from lineside.crimes.testing import RECORDING, make_crime
from lineside.dispatch.permissions import CanDispatch
from lineside.gazetteer.permissions import CanGazetteer
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.models import AuditLine
from lineside.pole.permissions import CanPole
from lineside.triage.permissions import CanTriage

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TYPED = "application/x-www-form-urlencoded"
EVERYTHING = (*CanIncident, *CanDispatch, *CanTriage, *CanCrime, *CanContact, *CanPole, *RECORDING, CanGazetteer.LOCATE)
HOSTILE = {
    "huge": "x" * 30_000,
    "nul": "before\x00after",
    "bell": "ding\x07dong",
    "turned round": "safe\u202egnp.exe",
    "half a character": "half \ud800 pair",
    "markup": "\"'><script>alert(1)</script><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }}{% raw %}",
    "another script": "Dw i'n clywed \u05e2\u05d1\u05e8\u05d9\u05ea \U0001f6a8 中文",
}
THRIVE = {
    "thrive-threat": "present",
    "thrive-harm": "medium",
    "thrive-risk": "likely",
    "thrive-investigation": "attend",
    "thrive-vulnerability": "none",
    "thrive-scene": "given",
    "thrive-prevention": "given",
}
OPENING = {
    "place_text": "kgx p9",
    "place_status": "confirmed",
    "opening_code": "ASB",
    "headcode": "1A23",
    "informant_name": "Kim Vale",
    "informant_number": "07700 900123",
    "summary": "Shouting at staff",
    "grade": "I",
    "grade_reason": "Because",
    "thrive-threat-text": "He is shouting",
    **THRIVE,
}
CRIME = {
    "offence": json.dumps(["105/01", "105A", "Common assault and battery", "Criminal Justice Act 1988 s39"]),
    "summary": "Slapped once",
    "place_text": "Leeds",
    "committed_from": "24/11/2025 14:05",
    "committed_to": "24/11/2025 14:10",
    "late_reason": "",
    "victim_kind": "person",
    "victim_name": "Robin Vale",
    "victim_phone": "07700 900123",
    "victim_email": "robin@passenger.example",
    "suspect_name": "Lee",
    "suspect_description": "red coat",
    "item_role": "stolen",
    "item_kind": "property",
    "item_description": "telephone",
    "item_mark": "35 2099",
    "item_value": "12.50",
}
# The form, what a person fills in, and what of it is chosen rather than typed.
FORMS = {
    "control-line": ({"text": "A line", "event_at": ""}, {"event_at"}),
    "control-regrade": ({**THRIVE, "thrive-threat-text": "Gone", "grade": "I", "reason": "Knife"}, {"grade"}),
    "control-result": (
        {"closing_code": "ASB2", "result_codes": "TRF", "reference-TRF": "WMP-44"}, {"closing_code", "result_codes"}
    ),
    "control-new": (OPENING, {"place_status", "opening_code", "grade"}),
    "call-open": (OPENING, {"place_status", "opening_code", "grade"}),
    "crime-record": (CRIME, {"victim_kind", "item_role", "item_kind"}),
    "no-crime": (
        {"reason_code": "not_a_crime", "rationale": "A quarrel on a seat", "told_reporter_at": "", "telling": "Rang"},
        {"reason_code"},
    ),
    "crime-reclassify": ({"offence": "008/06 8N", "reason": "A bruise"}, set()),
}  # fmt: skip
FIELDS = [(form, field) for form, (filled, _) in FORMS.items() for field in (*filled, "seen_version", "key")]


@pytest.fixture
def desk(client, sign_in):
    sign_in(*EVERYTHING)
    return client


def path_of(form):
    if form == "control-new":
        return reverse("desks:control-new")
    if form == "call-open":
        return reverse("desks:call-open", args=[make_call("answered", line_type="SIGNALLER").id])
    incident = make_incident("P", opening_code="VIOL")
    if form == "crime-reclassify":
        return reverse("desks:crime-reclassify", args=[incident.id, make_crime(incident.id).id])
    return reverse(f"desks:{form}", args=[incident.id])


def refusals(page):
    return [unescape(re.sub(r"<[^>]*>", "", each)) for each in re.findall(r'role="alert">(.*?)</p>', page, re.DOTALL)]


def is_one_sentence(words):
    return bool(re.fullmatch(r"\S.{5,400}[.?] ?", words)) and "Traceback" not in words


@pytest.mark.parametrize(("form", "field"), FIELDS)
def test_a_hostile_field_breaks_nothing_and_keeps_what_was_typed(desk, form, field):
    path = path_of(form)
    for kind in HOSTILE:
        if send_hostile(desk, path, form, field, kind) == 200:
            path = path_of(form)


def send_hostile(desk, path, form, field, kind):
    filled, chosen = FORMS[form]
    before = AuditLine.objects.filter(kind="did").count()
    body = urlencode({**filled, field: HOSTILE[kind]}, errors="surrogatepass")
    answer = desk.generic("POST", path, body, content_type=TYPED, headers=HTMX)
    page = answer.content.decode("utf-8", "replace")
    assert answer.status_code in (200, 403, 404, 409, 422), (kind, answer.status_code, page[:500])
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    if answer.status_code == 200:
        return 200
    assert AuditLine.objects.filter(kind="did").count() == before, kind
    told = refusals(page)
    assert len(told) == 1, (kind, told)
    assert is_one_sentence(told[0]), (kind, told)
    plain = unescape(page)
    others = [name for name in filled if name not in chosen and name != field and not name.startswith("thrive-")]
    assert [name for name in others if filled[name] and filled[name] not in plain] == [], kind
    is_typed = field in filled and field not in chosen and (not field.startswith("thrive-") or field.endswith("-text"))
    if is_typed and kind in ("huge", "markup", "turned round", "bell"):
        assert HOSTILE[kind] in plain, kind
    return answer.status_code


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"text=%ff%fe%fd&summary=%ff&reason=%c3%28", "application/x-www-form-urlencoded"),
        (b"text=a&text=b&seen_version=1&seen_version=2", "application/x-www-form-urlencoded"),
        (b"\xff\xfet\x00e\x00x\x00t\x00=\x00a\x00", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"text=a", "application/x-www-form-urlencoded; charset=nosuch"),
        (b"--x\r\nnot a part", "multipart/form-data; boundary=x"),
        (b'{"text": "a"}', "application/json"),
        (b"", "text/plain"),
    ],
)
def test_a_body_of_the_wrong_encoding_breaks_nothing(desk, form, body, kind):
    answer = desk.generic("POST", path_of(form), body, content_type=kind, headers=HTMX)
    assert answer.status_code in (200, 400, 409, 422), answer.content[:300]


TIMES = [
    "99/99/9999 99:99",
    "31/02/2026 10:00",
    "0000-00-00T00:00",
    "29/03/2026 01:30",
    "24/11/2126 10:00",
    "-1",
    "1e9",
]


@pytest.mark.parametrize("typed", TIMES)
@pytest.mark.parametrize(
    ("form", "field"),
    [("crime-record", "committed_from"), ("crime-record", "committed_to"), ("no-crime", "told_reporter_at")],
)  # fmt: skip
def test_an_impossible_time_is_refused_in_a_sentence_and_stays_typed(desk, form, field, typed):
    answer = desk.post(path_of(form), {**FORMS[form][0], field: typed}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert len(refusals(page)) == 1
    assert is_one_sentence(refusals(page)[0])
    assert typed in page

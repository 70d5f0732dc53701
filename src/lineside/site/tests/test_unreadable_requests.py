"""A request that cannot be read, or is too much, is told so in one sentence."""

import pytest
from django.urls import reverse

from lineside.access.permissions import CanAccess
from lineside.audit.permissions import CanAudit
from lineside.contacts.permissions import CanContact
from lineside.crimes.permissions import CanCrime
from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.models import AuditLine
from lineside.people.permissions import CanPeople
from lineside.site.problems import TOO_LARGE, TOO_MANY, UNREADABLE

pytestmark = pytest.mark.django_db
TYPED = "application/x-www-form-urlencoded"
UNTAKEN = [
    ("&".join(f"text={number}" for number in range(501)), TYPED, 400, TOO_MANY),
    ("text=" + "x" * 2_000_001, TYPED, 413, TOO_LARGE),
    ("--x--", "multipart/form-data; boundary=", 400, UNREADABLE),
]


@pytest.mark.parametrize(("body", "kind", "status", "sentence"), UNTAKEN, ids=["many fields", "huge", "no boundary"])
@pytest.mark.parametrize("part", [True, False], ids=["part", "page"])
def test_what_is_not_taken_is_told_in_a_sentence_and_nothing_is_done(
    client, sign_in, body, kind, status, sentence, part
):
    sign_in(*CanIncident)
    incident = make_incident("P")
    before = AuditLine.objects.count()
    path = reverse("desks:control-line", args=[incident.id])
    answer = client.generic("POST", path, body, content_type=kind, headers={"HX-Request": "true"} if part else {})
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert AuditLine.objects.count() == before


@pytest.mark.parametrize(
    "words", ["x" * 3000, "%00", "..%2f..%2fetc%2fpasswd", "%ff%fe", "'--", "%E2%80%AE", "%0d%0aA:b"]
)
@pytest.mark.parametrize("before", ["/session/begin/", "/session/link/", "/incidents/", "/supervise/rows/"])
def test_a_hostile_address_leads_nowhere(sign_in, client, before, words):
    sign_in(CanIncident.VIEW, "contacts.supervise")
    assert client.get(f"{before}{words}/").status_code in (400, 404)


@pytest.mark.parametrize(
    "words", ["x" * 3000, "%00", "%ff%fe", "'--", "%E2%80%AE", "<script>alert(1)</script>", "9" * 30]
)
@pytest.mark.parametrize(
    "asked",
    [
        "/find/?q=",
        "/crime/offences/?into=offence-found&find=",
        "/crime/offences/?find=theft&into=",
        "/rota/?day=",
        "/admin/?find=",
        "/admin/?cursor=",
        "/audit/?record=",
        "/audit/?first=",
        "/audit/?cursor=",
        "/me/prove/?next=",
        "/control/?why=",
    ],
)
def test_a_hostile_question_in_an_address_breaks_nothing(sign_in, client, asked, words):
    sign_in(*CanIncident, *CanContact, *CanCrime, *CanPeople, *CanAccess, *CanAudit)
    answer = client.get(f"{asked}{words}")
    assert answer.status_code in (200, 302, 400, 404, 422)
    assert b"<script>alert" not in answer.content

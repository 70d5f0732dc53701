"""A request that cannot be read, or is too much, is told so in one sentence."""

import pytest
from django.urls import reverse

from lineside.incidents.permissions import CanIncident
from lineside.incidents.testing import make_incident
from lineside.kernel.models import AuditLine
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

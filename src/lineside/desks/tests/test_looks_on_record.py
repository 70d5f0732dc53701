"""Who reads a list of persons leaves a line, whether at a desk or over the API."""

import pytest
from django.urls import reverse

from lineside.access.testing import make_client_key
from lineside.alerts.permissions import CanAlert
from lineside.kernel.models import AuditLine
from lineside.press.permissions import CanPress
from lineside.radios.permissions import CanRadio
from lineside.sickness.permissions import CanSickness

pytestmark = pytest.mark.django_db
LISTS = [
    ("sickness.absences", CanSickness.VIEW, "absences", "desks:sickness"),
    ("radios.radios", CanRadio.VIEW, "radios", "desks:radios"),
    ("alerts.alerts", CanAlert.VIEW, "alerts", "desks:alerts"),
    ("press.enquiries", CanPress.VIEW, "press/enquiries", "desks:press"),
]


def looks(name):
    return AuditLine.objects.filter(kind="looked", name=name).count()


@pytest.mark.parametrize(("name", "right", "path", "page"), LISTS)
def test_a_list_of_persons_is_read_on_record(client, sign_in, name, right, path, page):
    rights = right if isinstance(right, tuple) else (right,)
    key = make_client_key(*map(str, rights))
    assert client.get(f"/api/v1/{path}", headers={"authorization": f"Bearer {key}"}).status_code == 200
    assert looks(name) == 1
    sign_in(*rights)
    assert client.get(reverse(page)).status_code == 200
    assert looks(name) == 2

"""What an officer's page sends is held in memory only as far as a photo may be long."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lineside.dispatch import commands
from lineside.dispatch.permissions import CanDispatch
from lineside.dispatch.queries import LONGEST_PHOTO
from lineside.kernel.errors import RuleBroken
from lineside.kernel.keys import uuid7


@pytest.mark.django_db
def test_of_a_photo_that_is_too_long_no_more_is_read_than_tells_so(client, sign_in, monkeypatch):
    sign_in(CanDispatch.CREW)
    read = []

    def send_photo(*, content, **_facts):
        read.append(len(content))
        raise RuleBroken("A photo has at most 12 MB; take it again with fewer pixels.", "photo")

    monkeypatch.setattr(commands, "send_photo", send_photo)
    photo = SimpleUploadedFile("gate.jpg", bytes(2 * LONGEST_PHOTO), content_type="image/jpeg")
    answer = client.post(reverse("desks:own-photo"), {"incident_id": uuid7(), "photo": photo})
    assert (answer.status_code, read) == (422, [LONGEST_PHOTO + 1])

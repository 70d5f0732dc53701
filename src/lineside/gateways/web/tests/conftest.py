"""A reporter's browser in front of the public's own face of the system, in this process."""

import httpx
import pytest
from django.conf import settings as own
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, override_settings

from lineside.gateways.web.peer import Reporter

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture
def face():
    with override_settings(**own.PUBLIC_FACE):
        yield


@pytest.fixture
def browser(face):
    with httpx.Client(transport=httpx.WSGITransport(WSGIHandler()), base_url="http://testserver") as client:
        yield Reporter(client=client)


@pytest.fixture
def public(face):
    return Client(raise_request_exception=False)

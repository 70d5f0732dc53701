"""Whatever a client makes up, the answer is one that the document names: schemathesis against the real database."""

import os
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from tests.api.records import an_asker, filled_in

from lineside.site.api import api
from lineside.site.document import as_json

SCHEMA: Any = schemathesis.openapi.from_dict(as_json(api))
SCHEMA.app = get_wsgi_application()
OPERATIONS = {each.ok().definition.raw["operationId"]: each.ok() for each in SCHEMA.get_all_operations()}
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
# The tool leaves the body of a file open; the server closes it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
# A minute of made-up requests in the suite; a night's worth with a larger number.
EXAMPLES = int(os.environ.get("LINESIDE_MADE_UP_REQUESTS", "5"))


class Undone(Exception):
    """Ends an example's transaction, so that the next one finds the records as they were."""


def made_up(name, mode, count):
    """Run a test for as many made-up requests of the operation; the same ones every time."""

    def decorate(test):
        tried = settings(
            max_examples=count,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        strategy = OPERATIONS[name].as_strategy(generation_mode=mode)
        return seed(1)(tried(given(case=strategy, real=st.booleans())(test)))

    return decorate


def answered(case, asker):
    with pytest.raises(Undone), transaction.atomic():
        response = case.call(headers={"Authorization": f"Bearer {asker.key}"})
        case.validate_response(response, checks=CHECKS)
        raise Undone(response.status_code)
    return response.status_code


@pytest.fixture(autouse=True)
def one_connection(everything):
    """As Django's own test client does: the end of a request must not end the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["right", "wrong"])
def test_no_request_breaks_it_and_every_answer_is_as_the_document_says(name, mode, everything):
    asker, ids = everything

    @made_up(name, mode, EXAMPLES)
    def tried(case, real):
        if real:
            # Deeper than a key that nobody has: the records are there, and the version is one that may be right.
            case.path_parameters = {
                key: str(ids.get(key, value)) for key, value in (case.path_parameters or {}).items()
            }
            case.body = filled_in(case.body, ids)
            if "If-Match" in (case.headers or {}):
                case.headers["If-Match"] = '"1"'
        answered(case, asker)

    tried()


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_client_without_any_right_gets_nothing_out_of_it(name):
    nobody = an_asker()

    @made_up(name, GenerationMode.POSITIVE, 3)
    def tried(case, real):
        assert answered(case, nobody) in {403, 422}

    tried()

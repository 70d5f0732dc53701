"""One record of every kind, made once for a file of tests; what each test does to them is undone after it.

To make all of them anew for each of two thousand tests took most of the time of the whole suite.
"""

import pytest
from django.db import transaction
from django.test import override_settings
from tests.api.records import one_who_may_do_all, records

from lineside.gazetteer.queries import locate


@pytest.fixture(scope="module")
def _everything(django_db_setup, django_db_blocker, tmp_path_factory):
    locate("leeds")  # read before the transaction begins, which may not lie idle for the seconds that it takes
    files = override_settings(FILES_DIR=tmp_path_factory.mktemp("files"))
    with django_db_blocker.unblock(), files, transaction.atomic():
        asker = one_who_may_do_all()
        yield asker, records(asker.actor)
        transaction.set_rollback(True)


@pytest.fixture
def everything(_everything):
    """Who may do all, and the keys of the records; whatever a test does to them is undone."""
    with transaction.atomic():
        yield _everything
        transaction.set_rollback(True)

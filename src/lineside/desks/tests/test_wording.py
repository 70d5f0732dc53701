"""Codes are shown in the words that were in force when each was used, whatever the lists say today."""

import re
import shutil
from datetime import timedelta

import pytest

from lineside.access.testing import make_client_key
from lineside.incidents import commands, queries
from lineside.incidents.permissions import CanIncident
from lineside.incidents.rules import closing, codes
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.clock import now, uk_day
from lineside.kernel.testing import clock

pytestmark = pytest.mark.django_db
WORDS = {
    "opening_codes/2026-11.toml": ("Anti-social or rowdy behaviour", "Rowdiness"),
    "nsir_categories/2011-04.csv": ("Nuisance", "Bother"),
    "nsir_qualifiers/2011-04.csv": ("Alcohol", "Strong drink"),
    "result_codes/2026-04.toml": ("Words of advice", "A talking-to"),
    "grades/2026-04.toml": ("Priority", "Soon"),
}


@pytest.fixture
def _another_edition_from_tomorrow(tmp_path, monkeypatch):
    """The same codes in other words, in force from tomorrow."""
    tables = tmp_path / "data"
    shutil.copytree(codes.DATA, tables)
    tomorrow = uk_day(now()) + timedelta(days=1)
    for path, (was, becomes) in WORDS.items():
        old = (tables / path).read_text()
        fresh = re.sub(r"(in_force_from\W+)[\d-]{10}", rf"\g<1>{tomorrow}", old.replace(was, becomes))
        folder, name = path.split("/")
        (tables / folder / f"{tomorrow:%Y-%m-%d}.{name.rsplit('.', 1)[1]}").write_text(fresh)
    for module in (codes, closing):
        monkeypatch.setattr(module, "DATA", tables)
    codes.grades.cache_clear()  # another test may have asked for tomorrow's, and none is to keep these
    yield
    codes.grades.cache_clear()


def resulted():
    incident = make_incident("P", qualifiers=("alcohol",))
    return commands.result_incident(actor=OPERATOR, incident_id=incident.id, closing_code="ASB2", result_codes=("ADV",))


@pytest.mark.usefixtures("_another_edition_from_tomorrow")
def test_each_code_keeps_the_words_it_was_used_in(client, sign_in):
    before = resulted()
    with clock(now() + timedelta(days=1)):
        after = resulted()
        for incident, index in ((before, 0), (after, 1)):
            words = [pair[index] for pair in WORDS.values()]
            said = queries.in_words(incident)
            assert [
                said["opening"],
                said["closing"],
                *said["qualifiers"],
                said["results"][0][1],
                said["grade"],
            ] == words
            assert queries.as_row(incident).opening_label == words[0]
            assert words[3] in queries.log(incident.id)[-1].text
        changed = commands.result_incident(
            actor=OPERATOR, incident_id=before.id, closing_code="ASB2", result_codes=("ADV",)
        )
        assert queries.in_words(changed)["results"][0][1] == "A talking-to"
        assert queries.in_words(changed)["opening"] == "Anti-social or rowdy behaviour"
    sign_in(*CanIncident)
    page = client.get(f"/incidents/{before.reference}/").content.decode()
    for shown in ("Anti-social or rowdy behaviour", "Alcohol", "A talking-to (ADV)", "Priority"):
        assert shown in page


@pytest.mark.usefixtures("_another_edition_from_tomorrow")
def test_an_old_incident_is_told_over_the_api_in_its_old_words(client):
    before = resulted()
    with clock(now() + timedelta(days=1)):
        key = make_client_key(CanIncident.VIEW)
        path = f"/api/v1/incidents/{before.id}/wording"
        told = client.get(path, headers={"authorization": f"Bearer {key}"}).json()
    assert told["editions"]["opening_codes"] == "2026-11"
    assert [told["opening"], told["closing"], *told["qualifiers"], told["results"], told["grade"]] == [
        "Anti-social or rowdy behaviour",
        "Nuisance",
        "Alcohol",
        [{"code": "ADV", "label": "Words of advice", "reference": ""}],
        "Priority",
    ]

"""The disclosure bundle of an incident: whole, checkable, and on record before it leaves."""

import csv
import json
from hashlib import sha256
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from lineside.audit.permissions import CanAudit
from lineside.audit.queries import bundle_of
from lineside.audit.rules import by_number
from lineside.incidents.commands import add_log_entry
from lineside.incidents.models import LogEntry
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import NotFound, RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor

pytestmark = pytest.mark.django_db
READER = an_actor("incidents.view", name="Ana Reyes")


def an_incident(text="#panic() *bold* =SUM(A1) <script> Llanfair \u05e2 \u4e2d"):
    incident = make_incident("P")
    add_log_entry(actor=OPERATOR, incident_id=incident.id, text=text)
    return incident


def unpacked(bundle):
    with ZipFile(BytesIO(bundle.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_file_has_the_digest_that_is_listed_and_the_zip_that_which_is_told():
    bundle = bundle_of(READER, an_incident().id, "R v Hale")
    files = unpacked(bundle)
    listed = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert listed == {name: sha256(content).hexdigest() for name, content in files.items()}
    assert bundle.sha256 == sha256(bundle.content).hexdigest()
    assert files["log.pdf"].startswith(b"%PDF-")


def test_each_line_is_there_with_the_digest_that_the_database_gave_it():
    incident = an_incident()
    files = unpacked(bundle_of(READER, incident.id, "R v Hale"))
    table = list(csv.DictReader(StringIO(files["log.csv"].decode("utf-8-sig"))))
    rows = LogEntry.objects.filter(incident=incident).order_by("id")
    kept = {str(row.id): bytes(row.digest or b"").hex() for row in rows}
    assert [row["digest"] for row in table] == list(kept.values())
    told = json.loads(files["digests.json"])
    assert told["lines"] == kept
    assert told["changed_since_written"] == []
    assert "Llanfair" in table[-1]["text"]


def test_what_a_person_wrote_is_text_to_a_spreadsheet_and_to_the_printer():
    files = unpacked(bundle_of(READER, an_incident("=HYPERLINK(1)").id, "R v Hale"))
    assert "'=HYPERLINK(1)" in files["log.csv"].decode("utf-8-sig")


def test_a_letter_for_which_there_is_no_type_stands_by_its_number_and_the_sheet_says_so():
    assert by_number("Zo\u00eb \u4e2d \u2013 \U0001f6a8") == "Zo\u00eb [U+4E2D] \u2013 [U+1F6A8]"
    incident = make_incident("P", summary="\u4e2d \U0001f6a8 \ufdd0")
    assert bundle_of(READER, incident.id, "R v Hale").content


def test_a_sign_that_no_type_can_show_is_told_by_its_number_and_the_ends_of_lines_stay():
    assert by_number("one\ntwo\tthree\a\x85") == "one\ntwo\tthree[U+0007][U+0085]"
    files = unpacked(bundle_of(READER, an_incident().id, "'\x97\xd8a\xff\a"))
    assert files["log.pdf"].startswith(b"%PDF-")


def test_a_letter_of_a_rare_block_and_one_that_is_none_yet_keep_no_log_from_being_disclosed():
    assert by_number("\u0378 \u0526 turned \u202e") == "[U+0378] [U+0526] turned [U+202E]"
    assert bundle_of(READER, an_incident("\u0378 \u0526").id, "R v Hale").content


def test_without_a_purpose_nothing_is_made_and_a_restricted_one_is_not_there():
    with pytest.raises(RuleBroken, match="what it is disclosed for"):
        bundle_of(READER, an_incident().id, "  ")
    with pytest.raises(NotFound):
        bundle_of(READER, make_incident("P", is_restricted=True).id, "R v Hale")


def test_who_took_it_is_on_record_with_its_digest_and_purpose(client, sign_in):
    sign_in(CanAudit.DISCLOSE, "incidents.view")
    incident = an_incident()
    answer = client.post(reverse("desks:incident-disclose", args=[incident.reference]), {"reason": "R v Hale"})
    assert answer["Content-Type"] == "application/zip"
    line = AuditLine.objects.get(name="audit.record_disclosure", kind="did")
    assert line.facts["reason"] == "R v Hale"
    assert line.facts["sha256"] == sha256(answer.content).hexdigest()


def test_a_refusal_keeps_the_page_and_nothing_is_handed_over(client, sign_in):
    sign_in(CanAudit.DISCLOSE, "incidents.view")
    incident = an_incident()
    answer = client.post(reverse("desks:incident-disclose", args=[incident.reference]), {"reason": ""})
    assert answer.status_code == 422
    assert "what it is disclosed for" in answer.content.decode()

"""What a scanner found: written once, never unfound; and quarantine, which a person sees and only a few may enter."""

from datetime import timedelta

import pytest

from lineside.files.commands import record_scan, review_quarantined
from lineside.files.events import FileScanned
from lineside.files.models import Attachment
from lineside.files.permissions import CanFile
from lineside.files.queries import files_to_scan, quarantined_files, take_file
from lineside.files.testing import make_file
from lineside.kernel.actors import system_actor
from lineside.kernel.clock import now
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import AuditLine
from lineside.kernel.testing import an_actor, audit_lines, events_of

pytestmark = pytest.mark.django_db
SCANNER = system_actor("test scanner", CanFile.SCAN)
READER, SUPERVISOR = an_actor(CanFile.READ), an_actor(CanFile.READ, CanFile.QUARANTINE)


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


def scanned(file, state="infected", says="Test.Harm", signatures_at=None):
    facts = {"attachment_id": file.id, "state": state, "says": says, "signatures_at": signatures_at}
    return record_scan(actor=SCANNER, **facts)


def test_it_is_written_once_however_often_it_is_told():
    file = make_file()
    at = now()
    for _ in range(3):
        scanned(file, "clean", "", at)
    assert len(events_of(FileScanned)) == 1
    assert Attachment.objects.get().scanned_stale is False
    assert audit_lines()[-1] == "files.record_scan"


@pytest.mark.parametrize("later", ["clean", "unscannable"])
def test_harm_once_found_stays_found(later):
    file = make_file()
    scanned(file)
    assert scanned(file, later, "").scan_state == "infected"


def test_clean_by_old_or_undated_signatures_is_stale():
    old, undated = make_file(b"1"), make_file(b"2")
    assert scanned(old, "clean", "", now() - timedelta(days=8)).scanned_stale
    assert scanned(undated, "clean", "").scanned_stale


def test_what_old_signatures_passed_and_fresh_ones_cannot_scan_is_scanned_no_more():
    file = make_file()
    scanned(file, "clean", "", now())
    assert scanned(file, "unscannable", "too large", now()).scan_state == "clean"
    stale = make_file(b"2")
    scanned(stale, "clean", "", now() - timedelta(days=8))
    assert [row.id for row in files_to_scan(with_fresh=True)] == [stale.id]
    assert scanned(stale, "unscannable", "too large", now()).scan_state == "unscannable"
    assert files_to_scan(with_fresh=True) == []


def test_a_scan_ends_in_a_known_way_and_only_a_scanner_tells():
    with pytest.raises(RuleBroken, match="A scan ends as"):
        scanned(make_file(), "fine")
    with pytest.raises(NotPermitted):
        record_scan(actor=READER, attachment_id=make_file().id, state="clean")


def test_out_of_quarantine_only_by_who_may_and_with_a_reason_that_is_on_record():
    file = make_file()
    scanned(file)
    with pytest.raises(RuleBroken, match="Ask a supervisor"):
        take_file(READER, file.id, "curious")
    with pytest.raises(RuleBroken, match="Say why"):
        take_file(SUPERVISOR, file.id)
    assert take_file(SUPERVISOR, file.id, "for the cyber unit").id == file.id
    (look,) = AuditLine.objects.filter(kind="looked")
    assert (look.name, look.why) == ("files.take_out_of_quarantine", "for the cyber unit")


def test_who_deals_with_it_says_how_and_it_leaves_the_list_but_not_quarantine():
    file = make_file()
    scanned(file)
    assert [row.id for row in quarantined_files(SUPERVISOR)] == [file.id]
    with pytest.raises(RuleBroken, match="what was done"):
        review_quarantined(actor=SUPERVISOR, attachment_id=file.id, how=" ")
    with pytest.raises(NotPermitted):
        review_quarantined(actor=READER, attachment_id=file.id, how="x")
    review_quarantined(actor=SUPERVISOR, attachment_id=file.id, how="Told the sender.")
    assert quarantined_files(SUPERVISOR) == []
    assert Attachment.objects.get().scan_state == "infected"
    with pytest.raises(RuleBroken, match="dealt with this already"):
        review_quarantined(actor=SUPERVISOR, attachment_id=file.id, how="again")


def test_a_handler_sees_at_the_file_that_it_is_in_quarantine_and_gets_no_byte(client, sign_in):
    sign_in(CanFile.READ)
    file = make_file(b"harm")
    scanned(file)
    page = client.get(f"/files/{file.id}/").content.decode()
    assert "In quarantine" in page
    assert "Test.Harm" in page
    assert "Keep the file" not in page
    for answer in (
        client.post(f"/files/{file.id}/", {"understood": "yes", "why": "x"}),
        client.get(f"/api/v1/files/{file.id}", {"why": "x"}),
    ):
        assert answer.status_code == 422
        assert "Ask a supervisor" in answer.content.decode()


def test_a_supervisor_says_why_it_leaves_quarantine_and_gets_it_under_an_ending_that_nothing_starts(client, sign_in):
    sign_in(CanFile.READ, CanFile.QUARANTINE)
    file = make_file(b"harm", name="invoice.pdf")
    scanned(file)
    page = client.get(f"/files/{file.id}/", {"why": "attachment of contact 7"}).content.decode()
    assert "attachment of contact 7" not in page
    answer = client.post(f"/files/{file.id}/", {"understood": "yes", "why": "for the cyber unit"})
    assert answer["Content-Disposition"] == 'attachment; filename="invoice.pdf.held"'
    assert b"".join(answer.streaming_content) == b"harm"


def test_a_supervisor_deals_with_it_on_the_page(client, sign_in):
    sign_in(CanFile.READ, CanFile.QUARANTINE)
    file = make_file(b"harm")
    version = scanned(file).version
    refused = client.post(f"/files/{file.id}/review/", {"how": "", "seen_version": version})
    assert refused.status_code == 422
    answer = client.post(f"/files/{file.id}/review/", {"how": "Told the sender.", "seen_version": version})
    assert answer.status_code == 200
    assert "Told the sender." in answer.content.decode()


def test_a_file_that_a_stale_scanner_passed_says_so(client, sign_in):
    sign_in(CanFile.READ)
    file = make_file()
    scanned(file, "clean", "", now() - timedelta(days=9))
    assert "Scanner stale" in client.get(f"/files/{file.id}/").content.decode()

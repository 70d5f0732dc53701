"""A file leaves deliberately, on record, and as nothing that a browser would show, run or unpack."""

import io
import tracemalloc
import zipfile
from html import unescape

import pytest

from lineside.files.permissions import CanFile
from lineside.files.store import path_of
from lineside.files.testing import make_file
from lineside.kernel.models import AuditLine

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def reader(client, sign_in):
    sign_in(CanFile.READ)
    return client


def looks():
    return list(AuditLine.objects.filter(kind="looked", name="files.open_file"))


def taken(client, file):
    return closed(client.post(f"/files/{file.id}/", {"understood": "yes", "why": "attachment of contact 7"}))


def closed(answer):
    """The answer with the bytes it sent; its file is closed at their end."""
    answer.sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer


def test_what_it_is_stands_there_first_and_no_byte_is_sent(reader):
    file = make_file(b"MZ\x90 this program", name="photo.png", media_type="image/png")
    page = reader.get(f"/files/{file.id}/", headers=HTMX).content.decode()
    for said in ("not scanned", file.sha256, "image/png", "its bytes say a program"):
        assert said in page
    assert "this program" not in page
    assert looks() == []


def test_it_is_not_handed_out_without_saying_that_one_knows(reader):
    file = make_file()
    answer = reader.post(f"/files/{file.id}/", {})
    assert answer.status_code == 422
    assert "Nobody has scanned this file" in answer.content.decode()
    assert looks() == []


def test_it_is_handed_out_as_a_download_of_no_type_and_that_is_on_record(reader):
    file = make_file(b"<script>alert(1)</script>", name="report.html", media_type="text/html")
    answer = taken(reader, file)
    assert answer.sent == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="report.html.held"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "no-store"
    (look,) = looks()
    assert look.facts["subject"] == f"report.html {file.id}"
    assert look.why == "attachment of contact 7"


def test_without_the_right_neither_facts_nor_bytes_are_there(client, sign_in):
    sign_in()
    file = make_file(name="secret name.pdf")
    for answer in (client.get(f"/files/{file.id}/"), taken(client, file)):
        assert answer.status_code == 403
        assert b"secret name" not in answer.content


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow", "a\r\nSet-Cookie: x=y", 'a"; filename="b.exe', "\x00"],
)
def test_a_path_trick_in_a_name_reaches_neither_the_disk_nor_a_header(reader, name, tmp_path):
    file = make_file(name.encode(), name=name)
    assert path_of(file.sha256).is_relative_to(tmp_path)
    said = taken(reader, file)["Content-Disposition"]
    assert said.startswith("attachment")
    assert not {"/", "\\", "\r", "\n", "\x00"} & set(said.replace("filename*=utf-8''", ""))


@pytest.fixture(scope="module")  # made before the test's transaction begins, which may not lie idle for so long
def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}", b"\0" * 10_000_000)  # 200 MB of nothing in some 200 KB
    return packed.getvalue()


def test_a_zip_bomb_stays_packed_and_costs_its_own_size(bomb, reader):
    tracemalloc.start()
    file = make_file(bomb, name="plans.zip", media_type="application/zip")
    assert "is not unpacked here" in reader.get(f"/files/{file.id}/").content.decode()
    assert taken(reader, file).sent == bomb
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20_000_000


def test_the_operation_hands_out_the_same_and_records_the_same(client, sign_in):
    sign_in(CanFile.READ)
    file = make_file(b"MZ", name="run.exe", media_type="image/png")
    facts = client.get(f"/api/v1/files/{file.id}/facts").json()
    assert facts["scan_state"] == "not_scanned"
    assert len(facts["cautions"]) == 2
    answer = closed(client.get(f"/api/v1/files/{file.id}", {"why": "asked by the court"}))
    assert answer["Content-Disposition"] == 'attachment; filename="run.exe.held"'
    assert [look.why for look in looks()] == ["asked by the court"]


@pytest.mark.parametrize("words", ["x" * 30_000, "before\x00after", "\"'><script>alert(1)</script>", "{{ 7*7 }}"])
@pytest.mark.parametrize("field", ["why", "understood", "seen_version", "key"])
def test_a_hostile_word_in_the_asking_hands_out_no_page_and_stays_typed(reader, field, words):
    file = make_file()
    answer = closed(reader.post(f"/files/{file.id}/", {"understood": "yes", "why": "contact 7", field: words}))
    if answer.streaming:
        assert answer["Content-Type"] == "application/octet-stream"
        return
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert answer.content.count(b'role="alert">') == 1
    assert b"<script>alert" not in answer.content
    assert looks() == []
    assert (words if field == "why" and "\x00" not in words else "contact 7" if field != "why" else "") in page

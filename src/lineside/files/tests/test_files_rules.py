"""Names that lie about themselves are shown for what they are."""

from datetime import date

import pytest

from lineside.files.rules import cautions, check_understood, display_name, download_name, media_type
from lineside.kernel.errors import RuleBroken


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\photo.jpg", "photo.jpg"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("..", "unnamed"),
        ("", "unnamed"),
        (" . ", "unnamed"),
        ('what<is>"this"?.doc', "what_is__this__.doc"),
        ("bad\udcffname.txt", "badname.txt"),
    ],
)
def test_a_name_shows_what_it_is(given, shown):
    assert display_name(given) == shown


def test_a_huge_name_is_cut_and_keeps_its_ending():
    assert len(display_name("x" * 1_000_000 + ".pdf")) == 150
    assert display_name("x" * 1_000_000 + ".pdf").endswith(".pdf")


def test_a_type_that_is_none_becomes_plain_bytes():
    assert media_type("Image/JPEG") == "image/jpeg"
    assert media_type("text/html\r\nX: y") == "application/octet-stream"


TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("name", "claimed", "head", "said"),
    [
        ("photo.jpg", "image/jpeg", b"\xff\xd8\xff\xe0", ()),
        ("gnp.exe", "image/png", b"MZ\x90", ("It may be a program", "claims to be a picture")),
        ("holiday.png", "image/png", b"MZ\x90", ("It may be a program", "says a picture, its bytes say a program")),
        ("note", "application/pdf", b"\x7fELF", ("It may be a program", "claims to be a PDF, its bytes say a program")),
        ("invoice.pdf.js", "application/pdf", b"var a", ("It may be a script",)),
        ("report.docx", "application/octet-stream", b"PK\x03\x04", ("It is packed",)),
        ("report.docm", "application/octet-stream", b"PK\x03\x04", ("macros", "It is packed")),
        ("logs.zip", "application/zip", b"PK\x03\x04", ("It is packed",)),
        ("page.svg", "image/svg+xml", b"<svg xmlns", ("It may be a web page",)),
        ("unknown", "application/octet-stream", b"", ()),
    ],
)
def test_what_a_file_may_do_is_told_before_anybody_takes_it(name, claimed, head, said):
    found = cautions(name, claimed, head, TODAY)
    assert len(found) == len(said), found
    assert [part for part, whole in zip(said, found, strict=True) if part not in whole] == []


@pytest.mark.parametrize(
    ("name", "handed"),
    [("gnp.exe", "gnp.exe.held"), ("A.HTML", "A.HTML.held"), ("photo.jpg", "photo.jpg"), ("exe", "exe")],
)
def test_what_a_double_click_would_run_is_handed_out_under_another_ending(name, handed):
    assert download_name(name, TODAY) == handed


def test_a_file_is_not_handed_out_before_somebody_says_that_they_know():
    with pytest.raises(RuleBroken, match="Nobody has scanned"):
        check_understood("", "not_scanned")
    check_understood("yes", "not_scanned")

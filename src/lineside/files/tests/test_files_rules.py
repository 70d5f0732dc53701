"""Names that lie about themselves are shown for what they are."""

import pytest

from lineside.files.rules import display_name, media_type


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

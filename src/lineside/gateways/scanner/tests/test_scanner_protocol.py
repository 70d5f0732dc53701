"""What clamd answers, read without a scanner."""

from datetime import UTC, datetime

import pytest

from lineside.gateways.scanner.protocol import CHUNK, About, Address, chunks, read_about, read_address, read_verdict


@pytest.mark.parametrize(
    ("answer", "state", "says"),
    [
        (b"stream: OK\0", "clean", ""),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", "infected", "Win.Test.EICAR_HDB-1"),
        (b"INSTREAM size limit exceeded. ERROR\0", "unscannable", "size limit exceeded"),
        (b"stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND\0", "unscannable", "MaxScanSize"),
        (b"stream: Heuristics.Encrypted.Zip FOUND\0", "unscannable", "Encrypted.Zip"),
        (b"stream: OK FOUND\0", "infected", "OK"),
        (b"stream: OK \xff\x1b[2J\0", "unscannable", "OK"),
        (b"", "unscannable", "nothing"),
    ],
)
def test_only_the_one_word_is_clean(answer, state, says):
    found = read_verdict(answer)
    assert found.state == state
    assert says in found.says
    assert found.says.isprintable()


def test_the_day_of_the_signatures_is_read_and_its_lack_too():
    at = datetime(2026, 11, 16, 20, 57, 46, tzinfo=UTC)
    assert read_about(b"ClamAV 1.4.6/27821/Mon Nov 16 20:57:46 2026\0") == About("ClamAV 1.4.6/27821", at)
    assert read_about(b"ClamAV 1.4.6\0") == About("ClamAV 1.4.6", None)
    assert read_about(b"ClamAV 1/2/neverday").signatures_at is None


def test_a_file_goes_in_parts_that_say_how_long_they_are():
    parts = list(chunks(b"x" * (CHUNK + 1)))
    assert [len(part) for part in parts] == [CHUNK + 4, 5]
    assert parts[1] == b"\0\0\0\1x"


def test_an_address_is_a_socket_or_a_host():
    assert read_address("unix:///run/clamav/clamd.ctl") == Address(path="/run/clamav/clamd.ctl")
    assert read_address("tcp://scanner:3311") == Address(host="scanner", port=3311)
    for wrong in ("http://x", "unix:", "clamd"):
        with pytest.raises(ValueError, match="LINESIDE_CLAMD_URL"):
            read_address(wrong)

"""Messages of any quality become a letter: real ones, and some made to hurt."""

import resource
import subprocess
import sys
import tarfile
import time
from email import message_from_bytes
from email.policy import default

import pytest

from lineside.gateways.email.protocol import Outgoing, read_letter, write_letter
from lineside.kernel.clock import now
from lineside.kernel.testing import real_data

BOUNDED = """
import re, sys, time
from pathlib import Path
from lineside.gateways.email.protocol import read_letter
raw = sys.stdin.buffer.read()
begun = time.process_time()
read_letter(raw)
# Not ru_maxrss: Linux carries that over from the process that forked this one, a whole test run.
most = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]
print(time.process_time() - begun, most)
"""


def seconds_and_kilobytes(raw):
    """Read it in a process that has two seconds of processor time, and tell what it took."""
    done = subprocess.run(
        [sys.executable, "-c", BOUNDED],
        input=raw,
        capture_output=True,
        check=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (10, 10)),
    )
    took, most = done.stdout.split()
    return float(took), int(most)


def letter(headers, body=b"", kind=b"text/plain"):
    return read_letter(headers + b"\r\nContent-Type: " + kind + b"\r\n\r\n" + body)


@pytest.mark.parametrize("archive", ["cpython_test_email", "mail_gem_fixtures", "flanker_fixtures"])
def test_every_real_message_goes_through_at_once(archive):
    count = 0
    with tarfile.open(real_data(f"email/{archive}.tar.gz")) as packed:
        for member in packed:
            file = packed.extractfile(member) if member.isfile() else None
            if not file:
                continue
            raw = file.read()
            begun = time.process_time()
            found = read_letter(raw)
            assert time.process_time() - begun < 2
            whole = found.text + found.html + found.subject + found.sender_name
            whole += "".join(enclosure.name for enclosure in found.enclosures)
            assert "\x00" not in whole
            whole.encode("utf-8")
            assert "could not be read; it is shown" not in " ".join(found.remarks)
            count += 1
    assert count > 10


def nested(depth):
    heads = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (level, level) for level in range(depth)
    )
    return b"From: a@x.example\r\n" + heads + b"\r\nin the middle\r\n"


BIG = 24 << 20
HOSTILE = {
    "nested ten thousand deep": lambda: nested(10_000),
    "a million parts": lambda: b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 1_000_000,
    "a header of 20 MB": lambda: b"Subject: " + b"x" * (20 << 20) + b"\r\n\r\nbody",
    "a million headers": lambda: b"X: y\r\n" * 1_000_000 + b"\r\nbody",
    "a folded header without end": lambda: b"Subject: a\r\n" + b" b\r\n" * 1_000_000,
    "encoded words that never end": lambda: b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\r\n\r\n",
    "quotes and brackets in the sender": lambda: b"From: " + b'"(<' * 100_000 + b"\r\n\r\n",
    "nothing but at signs in the recipients": lambda: b"To: " + b"a@" * 500_000 + b"\r\n\r\n",
    "quotes and semicolons in a parameter": lambda: b"Content-Type: text/plain" + b';"' * 100_000 + b"\r\n\r\n",
    "a big attachment": lambda: (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/png; name=a.png\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QUJD" * 18 * (BIG // 72) + b"\r\n--b--\r\n"
    ),
    "deep html": lambda: b"Content-Type: text/html\r\n\r\n" + b"<div>" * 500_000,
    "html that is never closed": lambda: b"Content-Type: text/html\r\n\r\n" + b"<a><b><i>" * 2600,
    "html tables in tables": lambda: b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 2600,
    "a huge tag": lambda: b"Content-Type: text/html\r\n\r\n<a " + b"x=y " * 120_000 + b">",
    "punycode": lambda: b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" * (4 << 20),
    "a long text": lambda: b"Content-Type: text/plain\r\n\r\n" + b"word " * (BIG // 5),
    "zeros": lambda: b"\x00" * BIG,
    "line ends only": lambda: b"\r\n" * (BIG // 2),
    "old line ends": lambda: b"Subject: x\r\r" + b"line\r" * (BIG // 5),
    "a report without end": lambda: (
        b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        + b"Action: failed\r\n\r\n" * 500_000
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_message_made_to_hurt_costs_under_two_seconds_and_256_megabytes(name):
    took, most = seconds_and_kilobytes(HOSTILE[name]())
    assert took < 2
    assert most < 256 * 1024


def test_quotes_that_are_never_closed_cost_no_more_than_their_length():
    begun = time.process_time()
    assert letter(b"To: " + b'"' + b'\\"' * 7_900 + b", sam@x.example").recipients == ("sam@x.example",)
    assert time.process_time() - begun < 0.2


@pytest.mark.parametrize("raw", [b"", b"\n", b"\r\n\r\n", b":", b"From", b"\xff\xfe", b"Content-Type: multipart/mixed"])
def test_the_least_bytes_are_a_letter(raw):
    assert read_letter(raw).remarks


def test_hostile_html_shows_words_and_fetches_nothing():
    found = letter(
        b"From: a@x.example",
        b'<p onclick=x()>Hi <img src="http://t.example/p.gif"><script>alert(1)</script><a href="javascript:x">j</a>'
        b'<a href="https://x.example">link</a><style>@import "//t"</style><iframe src=//t></iframe>'
        b'<svg/onload=x><form action=//t><input></form><table background="//t"><tr><td style="background:url(//t)">c',
        b"text/html",
    )
    for refused in ("onclick", "img", "script", "style", "//t", "iframe", "svg", "form", "url("):
        assert refused not in found.html
    assert 'rel="noopener noreferrer nofollow"' in found.html
    assert "link" in found.text
    assert "alert" not in found.text


@pytest.mark.parametrize(
    "markup",
    [
        b"<html><head><title>Help</title><body><p>A man has a knife.</p></body></html>",
        b"<head><meta charset=utf-8><body>A man has a knife.",
        b"<head><title>Help<p>A man has a knife.</p>",
        b"<p>x</p><noscript><p>A man has a knife.</p>",
        b"<style>p { color: red }</style><p>A man has a knife.</p>",
        b"<head><style>p { color: red }<p>A man has a knife.</p>",
        b"<template>A man has a knife.",
    ],
)
def test_html_that_leaves_an_end_out_is_read(markup):
    assert "A man has a knife." in letter(b"From: a@x.example", markup, b"text/html").text


def test_what_html_does_not_show_is_not_read_as_words():
    markup = b"<head><title>Title</title><style>p{}</style></head><script>alert(1)</script><p>A bag.</p>"
    assert letter(b"From: a@x.example", markup, b"text/html").text == "A bag."


def test_a_text_part_with_a_name_is_the_text_where_there_is_no_other():
    found = letter(b"From: a@x.example", b"A man has a knife.", b'text/plain; name="text_0.txt"')
    assert found.text == "A man has a knife."
    assert [enclosure.name for enclosure in found.enclosures] == ["text_0.txt"]


def test_a_text_part_with_a_name_stays_a_file_beside_a_text_or_when_it_is_said_to_be_one():
    file = b'--b\r\nContent-Type: text/plain; name="log.txt"\r\n\r\nlines\r\n'
    beside = letter(b"From: a@x.example", b"--b\r\n\r\nouter\r\n" + file + b"--b--", b"multipart/mixed; boundary=b")
    assert (beside.text, [enclosure.name for enclosure in beside.enclosures]) == ("outer", ["log.txt"])
    said = letter(b"From: a@x.example\r\nContent-Disposition: attachment", b"lines", b'text/plain; name="log.txt"')
    assert (said.text, len(said.enclosures)) == ("", 1)


def test_the_words_of_html_beside_a_plain_text_are_kept_to_be_weighed():
    found = letter(
        b"From: a@x.example",
        b"--b\r\n\r\nYour program cannot show this.\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        b"<p>A man has a <b>kn</b>ife.</p>\r\n--b--",
        b"multipart/alternative; boundary=b",
    )
    assert found.text == "Your program cannot show this."
    assert found.html_words == "A man has a knife."


def test_a_quote_that_is_never_closed_hides_no_address():
    found = letter(b'From: "Sam <sam@x.example>\r\nTo: "Eve <eve@x.example>, b@x.example')
    assert (found.sender_address, found.recipients) == ("sam@x.example", ("eve@x.example", "b@x.example"))


def test_a_name_in_quotes_is_never_the_address():
    found = letter(b'From: "Chief <chief@force.example>" <eve@x.example>')
    assert (found.sender_name, found.sender_address) == ("Chief <chief@force.example>", "eve@x.example")


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        (b"=?utf-8?B?Y2Fmw6k=?=", "café"),
        (b"=?utf-8?B?Y2Fmw6k?=", "café"),
        (b"=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
        (b"=?iso-8859-1?Q?caf=E9_noir?=", "café noir"),
        (b"=?nonsense?Q?caf=E9?=", "café"),
        (b"caf\xc3\xa9", "café"),
        (b"caf\xe9", "café"),
        (b"=?utf-8?B?!!!?=", ""),
        (b"a\x00b\x07\xe2\x80\xaec", "abc"),
        (b"=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
    ],
)
def test_a_subject_is_read_however_it_was_encoded(subject, shown):
    assert letter(b"Subject: " + subject).subject == shown


def test_attachments_keep_their_bytes_and_forwarded_mail_stays_whole():
    inner = b"From: b@x.example\r\nSubject: inner\r\n\r\ninner text"
    found = letter(
        b"From: a@x.example",
        b"--b\r\n\r\nouter\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"\r\n--b\r\n"
        b'Content-Type: application/ms-tnef; name="winmail.dat"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        b"eJ8+Ig==\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <i@x>\r\n"
        b"Content-Disposition: inline\r\n\r\n\x89PNG\r\n--b--\r\n",
        b"multipart/mixed; boundary=b",
    )
    assert found.text == "outer"
    assert [enclosure.content for enclosure in found.enclosures] == [inner, b'x\x9f>"', b"\x89PNG"]
    assert found.enclosures[2].is_inline
    assert "winmail.dat" in " ".join(found.remarks)


def test_a_name_cut_in_the_middle_of_a_character_is_still_read():
    found = letter(b"From: a@x.example", b"x", 'image/png; name="ïïnaïveté'.encode()[:-1] + b'.png"')
    assert found.enclosures[0].name == "ïïnaïvet\N{REPLACEMENT CHARACTER}.png"


def test_a_delivery_report_names_our_message():
    found = letter(
        b"From: MAILER-DAEMON@x.example",
        b"--b\r\n\r\nsorry\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns;x\r\n\r\n"
        b"Final-Recipient: rfc822; gone@x.example\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        b"Diagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        b"Message-ID: <ours@force.example>\r\n\r\n--b--\r\n",
        b"multipart/report; report-type=delivery-status; boundary=b",
    )
    assert found.report
    assert found.is_auto
    assert found.report.is_failure
    assert found.report.original_message_id == "<ours@force.example>"
    assert found.report.sentence == "gone@x.example: 550 no such user (5.1.1)"


def test_a_reply_goes_out_with_its_thread_and_nothing_slipped_in():
    raw = write_letter(
        Outgoing(
            sender_name="Lineside Railway Police",
            sender_address="fcc@force.example",
            recipient="sam@x.example",
            subject="Re: café\r\nBcc: eve@x.example",
            text="Dear Sam,\n.\nßå\n",
            at=now(),
            message_id="<m@force.example>",
            in_reply_to="<b@x.example>",
            references=tuple(f"<{number}@a-rather-long-name.example>" for number in range(20)),
        )
    )
    sent = message_from_bytes(raw, policy=default)
    assert sent["Bcc"] is None
    assert sent["References"].split()[-1] == "<19@a-rather-long-name.example>"
    assert sent["In-Reply-To"] == "<b@x.example>"
    assert sent.get_content().replace("\r\n", "\n") == "Dear Sam,\n.\nßå\n"
    assert all(len(line) <= 998 for line in raw.splitlines())

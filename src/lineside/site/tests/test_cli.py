"""The command line: every errand is there, and what goes wrong is one sentence and a non-zero status."""

import errno
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from lineside.site.node import first_free_port
from lineside.site.sentences import sentence

COMMANDS = ("up", "web", "live", "worker", "gateway", "demo", "reference", "simulate", "locate", "count", "backup",
            "restore", "bench", "verify", "migrate", "import")  # fmt: skip


def lineside(
    *words: str, typed: str = "", under: tuple[str, ...] = (), **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*under, sys.executable, "-m", "lineside.site.cli", *words],
        input=typed, check=False, capture_output=True, text=True, timeout=60,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100", **environment},
    )  # fmt: skip


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode != 0
    assert "Traceback" not in done.stderr + done.stdout
    last = done.stderr.strip().splitlines()[-1]
    assert all(word in last for word in words), done.stderr


def test_help_names_every_errand():
    done = lineside("--help")
    assert done.returncode == 0
    assert [name for name in COMMANDS if name not in done.stdout] == []


def test_locate_reads_a_line_at_a_time_without_a_database():
    done = lineside(
        "locate", "--lines", typed="KGX plat 9\nnowhere at all\n", DATABASE_URL="postgresql://no@127.0.0.1:1/no"
    )
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first["readings"][0]["crs"] == "KGX"
    assert second["readings"] == []
    assert list(first) == ["text", "readings", "ambiguous", "unread"]


@pytest.mark.parametrize("text", ["-1.54803, 53.79563", "-", "--", "", "  ", "\u0301", "x" * 100_000])
def test_locate_takes_any_text_as_a_text(text):
    done = lineside("locate", "--json", "--", text) if text == "--" else lineside("locate", "--json", text)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["text"] == text


def test_locate_answers_bytes_that_are_no_text_and_keeps_the_order_of_lines():
    done = subprocess.run(
        [sys.executable, "-m", "lineside.site.cli", "locate", "--lines"],
        input=b"York\r\n\xff\xfe Leeds\n\nKGX\rplat 9\nlast at Ely", check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [one["text"] for one in answers] == ["York", "\ufffd\ufffd Leeds", "", "KGX\rplat 9", "last at Ely"]
    assert [one["readings"][0]["crs"] for one in answers if one["readings"]] == ["YRK", "LDS", "KGX", "ELY"]


def test_locate_takes_an_argument_that_is_no_text():
    done = subprocess.run(
        [sys.executable, "-m", "lineside.site.cli", "locate", "--json", b"\xff at York"],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    answer = json.loads(done.stdout)
    assert (answer["text"], answer["readings"][0]["crs"]) == ("\ufffd at York", "YRK")


def test_locate_starts_without_django():
    program = (
        "import sys; sys.argv = ['lineside', 'locate', '--json', 'KGX']\n"
        "from lineside.site.cli import app\n"
        "try: app()\nexcept SystemExit: pass\n"
        "sys.exit('django' in sys.modules or 'psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0


REPORT = {"reported_at": "2026-05-04T10:15:00+01:00", "people": [{"id": "V1"}],
          "acts": [{"id": "a1", "offence": "008/06", "victim": "V1"}]}  # fmt: skip


def test_count_writes_a_line_a_file_in_their_order_without_a_database(tmp_path):
    (tmp_path / "one.json").write_text(json.dumps(REPORT))
    (tmp_path / "two.json").write_text(json.dumps(REPORT | {"place": {"police_area": "kent"}}))
    names = [str(tmp_path / "one.json"), "-", str(tmp_path / "two.json")]
    rumour = json.dumps({"reported_at": "2026-05-04T10:15:00+01:00"})
    done = lineside("count", *names, typed=rumour, DATABASE_URL="postgresql://no@127.0.0.1:1/no")
    assert (done.returncode, done.stderr) == (0, "")
    decisions = [json.loads(line)["decision"] for line in done.stdout.splitlines()]
    assert decisions == ["record", "incident_only", "transfer"]


def test_count_writes_nothing_where_one_file_is_wrong(tmp_path):
    (tmp_path / "one.json").write_text(json.dumps(REPORT))
    done = lineside("count", str(tmp_path / "one.json"), "-", typed='{"reported_at": 5}')
    refused(done, "standard input", "reported_at")
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "JSON"),
        ("[]", "not an object"),
        ("{}", "reported_at"),
        ("[" * 300_000, "nested"),
        ("x" * 6_000_000, "bytes"),
    ],
)
def test_count_refuses_what_is_no_report_in_a_sentence(typed, word):
    refused(lineside("count", "-", typed=typed), word)


def test_count_names_a_file_that_is_not_there():
    refused(lineside("count", "nowhere.json"), "nowhere.json", "No such file")


def test_count_starts_without_django(tmp_path):
    (tmp_path / "one.json").write_text(json.dumps(REPORT))
    program = (
        f"import sys; sys.argv = ['lineside', 'count', {str(tmp_path / 'one.json')!r}]\n"
        "from lineside.site.cli import app\n"
        "try: app()\nexcept SystemExit: pass\n"
        "sys.exit('django' in sys.modules or 'psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode == 0


def test_a_database_that_does_not_answer_says_to_check_its_address():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    done = lineside("migrate", DATABASE_URL=f"postgresql://x:y@127.0.0.1:{port}/z", DATABASE_OWNER_URL="")
    refused(done, "does not answer", "DATABASE_URL")


@pytest.mark.parametrize("address", ["nonsense", "mysql://x@y/z", "postgresql://x@127.0.0.1"])
def test_an_address_of_no_database_is_a_sentence(address):
    refused(lineside("migrate", DATABASE_URL=address, DATABASE_OWNER_URL=""), "DATABASE_URL")


def test_a_wrong_password_says_to_check_the_address():
    wrong = make_conninfo(os.environ["DATABASE_URL"])
    facts = psycopg.conninfo.conninfo_to_dict(wrong)
    address = f"postgresql://nobody:wrong@{facts['host']}:{facts['port']}/lineside"
    refused(lineside("migrate", DATABASE_URL=address, DATABASE_OWNER_URL=""), "DATABASE_URL")


def test_a_busy_port_is_named():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        refused(lineside("web", LINESIDE_PORT=str(port)), str(port), "LINESIDE_PORT")


def test_a_port_where_a_name_server_listens_for_datagrams_is_not_given_to_another():
    with socket.socket(type=socket.SOCK_DGRAM) as name_server:
        name_server.bind(("127.0.0.1", first_free_port(5400)))
        taken = name_server.getsockname()[1]
        assert first_free_port(taken) > taken


@pytest.mark.parametrize(("command", "variable"), [("up", "LINESIDE_LIVE_PORT"), ("demo", "LINESIDE_SMTP_PORT")])
def test_a_busy_port_is_named_before_anything_is_started(command, variable, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        ports = {"LINESIDE_PORT": str(first_free_port(8790)), variable: str(other.getsockname()[1])}
        live = {"LINESIDE_LIVE_PORT": ports["LINESIDE_PORT"]} if command == "demo" else {}
        refused(lineside(command, LINESIDE_VAR=str(tmp_path), **live | ports), ports[variable], variable)
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("locatte",), "'locate'"),
        (("up", "--loud"), "--loud"),
        (("restore",), "file"),
        (("simulate", "--speed", "fast"), "--speed"),
        (("simulate", "--speed", "0"), "0.01"),
        (("demo", "--profile", "tomorrow"), "'role', 'now'"),
        (("simulate", "--smtp", "mail"), "host:port"),
        (("reference", "check", "twice"), "twice"),
    ],
)
def test_a_wrong_word_is_named_and_the_help_that_knows_better(words, told):
    done = lineside(*words)
    refused(done, told, "--help")
    assert (done.returncode, len(done.stderr.strip().splitlines()), done.stdout) == (2, 1, "")


def test_the_lesser_role_is_told_whose_address_is_needed():
    refused(lineside("migrate", DATABASE_OWNER_URL=os.environ["DATABASE_URL"]), "refuses", "DATABASE_OWNER_URL")


def test_a_database_without_tables_is_told_to_be_migrated():
    refused(lineside("verify"), "lineside migrate")


@pytest.mark.parametrize(
    ("words", "var", "told"),
    [
        (("verify",), "/proc/nothing", "/proc/nothing"),
        (("verify",), "/etc/passwd/var", "/etc/passwd"),
        (("up",), "/proc/nothing", "/proc/nothing"),
    ],
)
def test_a_folder_that_cannot_be_is_named(words, var, told):
    refused(lineside(*words, LINESIDE_VAR=var, DATABASE_URL="", DATABASE_OWNER_URL=""), told)


@pytest.mark.parametrize("words", [("up",), ("demo",)])
def test_a_folder_that_is_not_to_be_written_is_named(words, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    # Root may write anywhere unless it gives that up.
    humbly = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    if humbly and not shutil.which("setpriv"):
        pytest.skip("setpriv is not installed")
    refused(lineside(*words, under=humbly, LINESIDE_VAR=str(closed / "var"), DATABASE_URL=""), str(closed), "owner")


def test_a_backup_goes_where_there_is_no_folder(tmp_path):
    refused(lineside("backup", str(tmp_path / "none" / "x.tar")), str(tmp_path / "none"))


def test_a_gateway_that_is_not_there_is_refused():
    refused(lineside("gateway", "carrier-pigeon"), "carrier-pigeon", "email")


def test_a_number_that_is_none_is_refused():
    refused(lineside("web", LINESIDE_PORT="many"), "LINESIDE_PORT", "whole number")


def test_the_reference_tables_are_in_order():
    done = lineside("reference", "check")
    assert done.returncode == 0, done.stdout


def test_a_full_disk_and_a_missing_right_say_what_to_do():
    assert "make room" in sentence(OSError(errno.ENOSPC, "No space left on device"))
    assert "/var/x" in sentence(PermissionError(errno.EACCES, "Permission denied", "/var/x"))
    assert "file store" in sentence(OSError("the file store"))


def test_a_restore_of_nothing_is_refused(tmp_path: Path):
    done = lineside("restore", str(tmp_path / "none.tar"), LINESIDE_VAR=str(tmp_path))
    refused(done)

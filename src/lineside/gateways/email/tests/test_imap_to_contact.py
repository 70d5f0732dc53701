"""The IMAP poller against Dovecot on loopback: every message once, with IDLE, through kills and new UIDVALIDITY."""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import connection
from imapclient import IMAPClient

from lineside.contacts.models import Contact
from lineside.gateways.email import imap
from lineside.gateways.email.models import ImapFolder
from lineside.gateways.email.peer import write_mail
from lineside.gateways.tests.failing import failing_at_commit
from lineside.heartbeats.queries import heartbeat

DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not os.access(DOVECOT, os.X_OK), reason="Dovecot is not installed (apt install dovecot-imapd)"),
]
PASSWORD = "secret"  # of a server that lives as long as one test
DOVECOTS: dict[int, int] = {}  # its process, by its port


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def configuration(home, port):
    root = os.geteuid() == 0
    user = "dovecot" if root else pwd.getpwuid(os.geteuid()).pw_name
    facts = pwd.getpwnam(user)
    group = grp.getgrgid(facts.pw_gid).gr_name
    return f"""
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_login_user = {"dovenull" if root else user}
default_internal_group = {group}
mail_location = maildir:{home}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={facts.pw_uid} gid={facts.pw_gid} home={home}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


@pytest.fixture
def server(tmp_path, settings):
    settings.FILES_DIR = tmp_path / "files"
    settings.MAIL_DOMAIN = "force.example"
    # Sockets have short names, and the server's own user must reach them.
    home = f"/tmp/lineside-dovecot-{os.getpid()}-{free_port()}"  # noqa: S108
    for folder in ("run", "state", "mail"):
        Path(home, folder).mkdir(parents=True)
    if os.geteuid() == 0:
        shutil.chown(f"{home}/mail", "dovecot", "dovecot")
    port = free_port()
    Path(home, "dovecot.conf").write_text(configuration(home, port))
    process = subprocess.Popen([DOVECOT, "-F", "-c", f"{home}/dovecot.conf"])
    try:
        until(lambda: reachable(port))
        DOVECOTS[port] = process.pid
        yield imap.imap_server(f"imap://fcc:{PASSWORD}@127.0.0.1:{port}/INBOX?box=fcc")
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def reachable(port):
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def until(truth, seconds=15):
    end = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def mailbox(server):
    with IMAPClient(server.host, port=server.port, ssl=False) as client:
        client.login(server.user, server.password)
        yield client


def put(server, *subjects, folder="INBOX"):
    with mailbox(server) as client:
        for subject in subjects:
            client.append(folder, write_mail("sam@passenger.example", "x@force.example", subject, "A bag."))


@contextmanager
def frozen(server):
    """Its lines stay open, and nothing is answered."""
    parent = DOVECOTS[server.port]
    children = [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]
    for child in children:
        os.kill(child, signal.SIGSTOP)
    try:
        yield
    finally:
        for child in children:
            os.kill(child, signal.SIGCONT)


def seen(server):
    with mailbox(server) as client:
        client.select_folder("INBOX", readonly=True)
        return len(client.search(["SEEN"]))


@contextmanager
def polling(server):
    stop = threading.Event()
    thread = threading.Thread(target=imap.run_imap, args=(server, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def test_what_lies_there_is_taken_in_and_what_comes_later_is_heard_by_idle(server):
    put(server, "one", "two")
    with polling(server):
        until(lambda: Contact.objects.count() == 2)
        time.sleep(1)
        begun = time.monotonic()
        put(server, "three")
        until(lambda: Contact.objects.count() == 3)
        assert time.monotonic() - begun < 3
        until(lambda: seen(server) == 3)
    assert ImapFolder.objects.get().last_uid == 3


def test_what_comes_while_another_is_taken_in_is_not_left_lying(server, settings):
    put(server, "one")
    settings.FILES_DIR.mkdir()
    with polling(server):
        for number in range(12):  # each put hits another point between the search, the fetch, the mark and IDLE
            put(server, *(f"{number} {more}" for more in range(3)))
            time.sleep(number / 100)
        until(lambda: Contact.objects.count() == 37, 30)  # what is left lying waits for the next IDLE, a minute


def test_a_second_start_takes_nothing_twice(server):
    put(server, "one")
    for _ in range(2):
        with polling(server):
            until(lambda: Contact.objects.count() == 1)
            time.sleep(0.5)
    assert Contact.objects.count() == 1


def test_nothing_is_marked_as_read_that_was_not_committed(server):
    put(server, "one")
    with failing_at_commit(), polling(server):
        time.sleep(1)
    assert (Contact.objects.count(), seen(server)) == (0, 0)
    with polling(server):
        until(lambda: seen(server) == 1)
    assert Contact.objects.count() == 1


def test_a_line_that_died_is_noticed_within_two_minutes_and_taken_up_again(server):
    assert imap.IDLE_FOR + imap.PATIENCE <= 120
    part = f"e-mail from {server.account}"
    with patch.multiple(imap, IDLE_FOR=2, PATIENCE=1), polling(server):
        until(lambda: (beat := heartbeat(part)) is not None and not beat.is_down)
        time.sleep(1)
        with frozen(server):
            until(lambda: (beat := heartbeat(part)) is not None and beat.is_down)
        put(server, "one")
        until(lambda: Contact.objects.count() == 1)


def test_a_folder_made_anew_gives_nothing_twice_and_loses_nothing(server):
    put(server, "one")
    with polling(server):
        until(lambda: seen(server) == 1)
    with mailbox(server) as client:
        client.select_folder("INBOX")
        raw = client.fetch([1], ["BODY.PEEK[]"])[1][b"BODY[]"]
        for _ in range(2):
            client.create_folder("New")
            client.append("New", raw)
            time.sleep(1.1)
            if _ == 0:
                client.delete_folder("New")
        client.append("New", write_mail("sam@passenger.example", "x@force.example", "two", "B."))
    anew = imap.imap_server(f"imap://fcc:{PASSWORD}@127.0.0.1:{server.port}/New?box=fcc")
    with polling(anew):
        until(lambda: Contact.objects.count() == 2)
        time.sleep(0.5)
    assert Contact.objects.count() == 2


def test_one_that_is_too_large_is_a_contact_from_its_headers_and_holds_up_nobody(server):
    put(server, "large", "after")
    with patch.object(imap, "LARGEST_HERE", 10), polling(server):
        until(lambda: seen(server) == 2)
    marks = [contact.marks for contact in Contact.objects.order_by("id")]
    assert len(marks) == 2
    assert "stays on the mail server" in marks[0][0]


RUN_IT = """
import django, os, threading
django.setup()
from django.conf import settings
from django.db import connection
settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = os.environ["TEST_NAME"]
settings.MAIL_DOMAIN = "force.example"
from lineside.gateways.email.imap import imap_server, run_imap
run_imap(imap_server(os.environ["TEST_URL"]), threading.Event())
"""


def test_a_poller_killed_again_and_again_loses_nothing_and_doubles_nothing(server, settings):
    put(server, *(f"number {number}" for number in range(40)))
    surroundings = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lineside.site.settings",
        "LINESIDE_AS_OWNER": "yes",
        "LINESIDE_FILES": str(settings.FILES_DIR),
        "TEST_NAME": connection.settings_dict["NAME"],
        "TEST_URL": f"imap://fcc:{PASSWORD}@127.0.0.1:{server.port}/INBOX?box=fcc",
    }
    count = -1
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", RUN_IT], env=surroundings)
        before = Contact.objects.count()
        try:
            until(lambda before=before: Contact.objects.count() >= min(40, before + 8), 30)
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        count = Contact.objects.count()
        if count == 40:
            break
    with polling(server):
        until(lambda: seen(server) == 40, 30)
    assert Contact.objects.count() == 40
    assert count > 0

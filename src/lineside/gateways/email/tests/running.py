"""The gateway's own process, for tests that kill it, measure it, or send it more than a test should hold."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlunsplit

from django.db import connection


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


RUN = "import django; django.setup(); from lineside.gateways.email.run import run; run()"


class Running:
    """The gateway's own process, on the test's database."""

    def __init__(self, files, smarthost):
        self.port = free_port()
        facts = connection.settings_dict
        where = urlunsplit(("postgresql", f"{facts['USER']}@{facts['HOST']}:{facts['PORT']}", facts["NAME"], "", ""))
        if facts["PASSWORD"]:
            where = where.replace(f"{facts['USER']}@", f"{facts['USER']}:{facts['PASSWORD']}@")
        self.surroundings = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lineside.site.settings",
            "DATABASE_URL": where,
            "DATABASE_OWNER_URL": where,
            "LINESIDE_AS_OWNER": "no",
            "LINESIDE_FILES": str(files),
            "LINESIDE_SMTP_PORT": str(self.port),
            "LINESIDE_MAIL_DOMAIN": "force.example",
            "LINESIDE_SMARTHOST": smarthost,
        }

    def start(self):
        self.process = subprocess.Popen([sys.executable, "-c", RUN], env=self.surroundings)
        end = time.monotonic() + 30
        while not self._answers():
            assert self.process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.05)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.end(signal.SIGKILL)

    def processor_seconds(self):
        """What the process has burnt so far, in itself and in the kernel for it."""
        ticks = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")

    def most_megabytes(self):
        """The most memory that the process ever held."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024

    def _answers(self):
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self.port)) == 0

    def end(self, sign):
        self.process.send_signal(sign)
        return self.process.wait(30)

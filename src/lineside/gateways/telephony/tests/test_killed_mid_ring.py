"""The gateway's own process, killed without warning while a telephone rings."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from django.db import connection

from lineside.contacts.models import Contact, HearingGap
from lineside.gateways.telephony.peer import Exchange, Server

pytestmark = pytest.mark.django_db(transaction=True)
GATEWAY = "import django; django.setup(); from lineside.gateways.telephony.run import run; run()"


@contextmanager
def a_gateway_process(port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    known = connection.settings_dict
    login = f"{quote(known['USER'])}:{quote(known['PASSWORD'])}" if known["PASSWORD"] else quote(known["USER"])
    address = f"postgresql://{login}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
    own = {
        "DATABASE_URL": address,
        "DATABASE_OWNER_URL": address,
        "DJANGO_SETTINGS_MODULE": "lineside.site.settings",
        "LINESIDE_VAR": str(folder),
        "LINESIDE_AMI_URL": f"ami://lineside:peer@127.0.0.1:{port}",
        "LINESIDE_AMI_RECORDS": str(folder / "Master.csv"),
        "LINESIDE_AMI_LINES": "999=999_BT",
    }
    with subprocess.Popen([sys.executable, "-c", GATEWAY], env={**os.environ, **own}) as process:
        try:
            yield process
        finally:
            process.kill()


def until(true: Callable[[], object]) -> None:
    for _ in range(300):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("It did not come about in fifteen seconds.")


def test_a_gateway_that_is_killed_while_a_telephone_rings_loses_no_call(tmp_path):
    exchange = Exchange(tmp_path / "Master.csv")
    with Server(0, exchange) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        with a_gateway_process(port, tmp_path) as process:
            until(lambda: exchange.lines)
            ringing = exchange.ring("07700900001", "999")
            until(lambda: Contact.objects.filter(state="offered").exists())
            os.kill(process.pid, signal.SIGKILL)
            process.wait(10)
        time.sleep(1.1)  # the records' times are whole seconds
        exchange.hangup(ringing)
        meanwhile = exchange.ring("07700900002", "999")
        with a_gateway_process(port, tmp_path) as process:
            until(lambda: HearingGap.objects.filter(ended_at__isnull=False).exists())
            process.terminate()
            assert process.wait(15) == 0
        server.shutdown()
    found = dict(Contact.objects.values_list("sender_address", "state"))
    assert found == {"+447700900001": "abandoned", "+447700900002": "offered"}
    assert Contact.objects.get(sender_address="+447700900002").heard_late
    assert meanwhile in Contact.objects.values_list("switch_call_id", flat=True)

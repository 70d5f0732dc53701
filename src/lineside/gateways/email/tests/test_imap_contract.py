"""The IMAP poller keeps the gateway contract, against Dovecot on loopback."""

import time

import pytest

from lineside.gateways.email.peer import write_mail
from lineside.gateways.email.tests import test_imap_to_contact as dovecot
from lineside.gateways.tests.contract import GatewayContract
from lineside.gateways.tests.failing import failing_at_commit

pytestmark = dovecot.pytestmark
server = dovecot.server  # its fixture


class ImapLine:
    """What the poller marked as read is acknowledged; the rest stays on its server."""

    def __init__(self, server):
        self.server, self.mails, self.put = server, {}, 0

    def offer(self, key):
        mail = self.mails.setdefault(key, write_mail("sam@passenger.example", "x@force.example", key, "A bag."))
        return self._come(mail)

    def offer_rubbish(self):
        return self._come(bytes(range(1, 256)) * 40)

    def database_away(self):
        return failing_at_commit()

    def _come(self, raw):
        with dovecot.mailbox(self.server) as client:
            client.append("INBOX", raw)
        self.put += 1
        limit = time.monotonic() + 3
        with dovecot.polling(self.server):
            while time.monotonic() < limit and dovecot.seen(self.server) < self.put:
                time.sleep(0.1)
        return dovecot.seen(self.server) == self.put


class TestImapKeepsTheContract(GatewayContract):
    @pytest.fixture
    def line(self, server):
        return ImapLine(server)

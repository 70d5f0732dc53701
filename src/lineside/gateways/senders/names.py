"""Questions to the domain name system, all of one mail within a bound of time."""

import time

import dns.exception
import dns.message
import dns.query
import dns.resolver
from dns.rdata import Rdata

SECONDS_A_QUESTION, SECONDS_A_MAIL = 3.0, 10.0
ALIVE_EVERY = 5.0
KEPT_ANSWERS = 2000
SYSTEM = "system"


class Unanswered(Exception):
    """No name server answered in time, so nothing is known; another day it may be."""


class Names:
    """Name servers: the machine's own (`system`), or `address:port,address:port`."""

    def __init__(self, servers: str, patience: float = SECONDS_A_MAIL) -> None:
        self.patience = patience
        self.resolver = dns.resolver.Resolver(configure=servers == SYSTEM)
        if servers != SYSTEM:
            pairs = [where.rpartition(":") for where in servers.split(",")]
            self.resolver.nameservers = [host.strip("[] ") for host, _, _ in pairs]
            self.resolver.nameserver_ports = {host.strip("[] "): int(port) for host, _, port in pairs}
        self.resolver.cache = dns.resolver.LRUCache(KEPT_ANSWERS)
        self.alive_at, self._why = float("-inf"), ""
        self.begin()

    def begin(self) -> None:
        """The time of one mail starts now."""
        self.until = time.monotonic() + self.patience

    def ask(self, name: str, kind: str) -> list[Rdata]:
        """The records, none where there is no such name; raises Unanswered."""
        left = min(SECONDS_A_QUESTION, self.until - time.monotonic())
        if left <= 0:
            raise Unanswered("the name servers took too long")
        try:
            answer = self.resolver.resolve(name, kind, lifetime=left, search=False, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            return []
        except (dns.exception.Timeout, dns.resolver.NoNameservers, OSError) as fault:
            raise Unanswered("the name servers did not answer") from fault
        except (dns.exception.DNSException, UnicodeError, ValueError):
            return []  # what is no name has no records
        return list(answer.rrset or ())

    def why_not_there(self) -> str:
        """Empty while one of them answers at all: a stranger's name that nobody answers for is no fault of theirs."""
        if time.monotonic() - self.alive_at >= ALIVE_EVERY:
            self._why = "" if any(map(self._is_there, self.resolver.nameservers)) else "the name servers do not answer"
            self.alive_at = time.monotonic()
        return self._why

    def _is_there(self, server: object) -> bool:
        """Asked for the root, which each of them knows; whatever it answers, it is there."""
        port, patience = self.resolver.nameserver_ports.get(str(server), 53), min(SECONDS_A_QUESTION, self.patience)
        try:
            dns.query.udp(dns.message.make_query(".", "NS"), str(server), timeout=patience, port=port)
        except (dns.exception.DNSException, OSError):
            return False
        return True

    def texts(self, name: str) -> list[bytes]:
        return [b"".join(record.strings) for record in self.ask(name, "TXT") if hasattr(record, "strings")]

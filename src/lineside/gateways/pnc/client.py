"""Asks the database, while somebody waits at the desk; whatever happens is an answer that goes on record."""

import hashlib
import logging
from contextlib import closing
from functools import cache
from pathlib import Path

import httpx
from django.conf import settings

from lineside.exchanges.queries import Exchange, names_of
from lineside.exchanges.rules import Unreadable, system_of
from lineside.gateways.pnc import rules
from lineside.gateways.pnc.protocol import LONGEST_ANSWER, Answer, Mapping

log = logging.getLogger("lineside.pnc")
SHIPPED = Path(__file__).parent / "data" / "mapping"
PATIENCE = 5.0  # of one step; and the whole answer is waited for no longer than twice that
NOT_CONNECTED = "No national database is connected here; ask by telephone."
AWAY = "The national database does not answer; ask by telephone."


def ask(facts: dict[str, str]) -> tuple[Answer, str]:
    """What it says, with the hash of the very bytes; the hash is empty when there were none."""
    if not settings.PNC_URL:
        return Answer(state=rules.UNANSWERED, says=NOT_CONNECTED), ""
    try:
        spoken = mapping(settings.PNC_MAPPING)
        raw = _answered(spoken, facts)
    except httpx.HTTPError as fault:
        log.warning("The national database does not answer: %s", type(fault).__name__)
        return Answer(state=rules.UNANSWERED, says=AWAY), ""
    except (Unreadable, OSError) as fault:
        log.exception("The national database cannot be asked")
        return Answer(state=rules.UNANSWERED, says=f"It cannot be asked: {fault}"[:200]), ""
    digest = hashlib.sha256(raw).hexdigest()
    try:
        return spoken.answer(raw, facts["ref"]), digest
    except Unreadable as fault:
        return Answer(state=rules.UNCLEAR, says=str(fault)), digest


def _answered(spoken: Mapping, facts: dict[str, str]) -> bytes:
    with closing(exchange_from_settings()) as exchange:
        reply = exchange.ask("POST", spoken.rows["path.ask"], spoken.question(facts))
    if not httpx.codes.is_success(reply.status):
        raise httpx.ReadError(f"It answers {reply.status}.")
    return reply.raw


def exchange_from_settings() -> Exchange:
    """The database that LINESIDE_PNC_URL names."""
    return Exchange(system_of(settings.PNC_URL, "LINESIDE_PNC_URL"), patience=PATIENCE, longest=LONGEST_ANSWER)


def why_not_there(exchange: Exchange, spoken: Mapping) -> str:
    """Empty when it is; a mapping file of before may not say where that is asked, and look-ups go on without."""
    path = spoken.rows.get("path.alive")
    return exchange.why_not_there(path) if path else "its mapping file does not say where to ask for it (path.alive)"


@cache
def mapping(path: str = "") -> Mapping:
    """The mapping file that the settings name, else the one of our own peer."""
    return Mapping(names_of(path, SHIPPED))

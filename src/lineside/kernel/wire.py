"""One round trip: statements sent together, prepared on the server, and their answers read together.

psycopg's cursors inside its pipeline do the same; they cost several times the processor's time, and send BEGIN by
itself (docs/performance.md). What is said here in libpq's words serves the two ends of a command and nothing else.
"""

from collections.abc import Generator, Sequence
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections
from psycopg import abc, generators
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGresult

Asked = tuple[str, Sequence[Any]]
Rows = list[tuple[Any, ...]]

_known: WeakKeyDictionary[Any, dict[str, bytes]] = WeakKeyDictionary()
_names = count(1)


def is_idle() -> bool:
    """No transaction has begun on the wire, whatever Django has been told."""
    connection.ensure_connection()
    return bool(connection.connection.pgconn.transaction_status == TransactionStatus.IDLE)


def exchange(asked: Sequence[Asked]) -> list[Rows]:
    """The rows of each statement. The first that fails is raised, and those after it are not carried out."""
    here = connections[DEFAULT_DB_ALIAS]  # the proxy would look it up at each of its names
    here.ensure_connection()
    raw: Any = here.connection
    if here.queries_logged:
        here.queries_log.append({"sql": "; ".join(text for text, _ in asked), "time": "0"})
    with here.wrap_database_errors:
        transformer = Transformer(raw)
        # As text and of no stated type, so that one statement serves every value, the empty one too.
        sent = [(text, transformer.dump_sequence(values, [PyFormat.TEXT] * len(values))) for text, values in asked]
        return [_rows(transformer, answer) for answer in _answers(raw, sent)]


def _answers(raw: Any, sent: Sequence[Asked]) -> list[PGresult]:  # noqa: ANN401 - a connection of any rows
    wire, known, new, kept = raw.pgconn, _known.setdefault(raw, {}), dict[str, bytes](), []
    wire.enter_pipeline_mode()
    try:
        for text, values in sent:
            if not (name := known.get(text) or new.get(text)):
                name = new[text] = b"lineside_%d" % next(_names)
                wire.send_prepare(name, text.encode())
                kept.append(False)
            wire.send_query_prepared(name, values, result_format=Format.BINARY)
            kept.append(True)
        wire.pipeline_sync()
        answers = raw.wait(_read(wire, len(kept) + 1))
        wire.exit_pipeline_mode()
    except BaseException:
        raw.close()  # nobody can say how far it came
        raise
    for answer in answers:
        if answer.status == ExecStatus.FATAL_ERROR:
            raise psycopg.errors.error_from_result(answer)
    known.update(new)
    return [answer for answer, keep in zip(answers, kept, strict=False) if keep]


def _read(wire: Any, number: int) -> Generator[Any, Any, list[PGresult]]:  # noqa: ANN401
    yield from generators.send(wire)
    answers: list[PGresult] = []
    for _ in range(number):
        answers += yield from generators.fetch_many(wire)
    return answers


def _rows(transformer: abc.Transformer, answer: PGresult) -> Rows:
    if not answer.ntuples:
        return []
    transformer.set_pgresult(answer)
    return transformer.load_rows(0, answer.ntuples, tuple)

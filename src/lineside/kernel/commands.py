"""The command: the only way to write. It is named, permitted, audited, and one transaction."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import asdict, is_dataclass
from functools import wraps
from hashlib import sha256
from math import isfinite
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast
from uuid import UUID

from django.db import DataError, connection, transaction

from lineside.kernel import tail
from lineside.kernel.actors import Actor
from lineside.kernel.answers import Answered, answer_to
from lineside.kernel.doing import Doing, _doing, in_hand, required
from lineside.kernel.errors import NotPermitted, Refusal, RuleBroken
from lineside.kernel.models import AuditLine

P = ParamSpec("P")
T = TypeVar("T")

_key: ContextVar[tuple[str, str] | None] = ContextVar("key", default=None)
REGISTRY: dict[str, str] = {}  # the command's name -> the permission it needs
LONGEST_FACT = 2000
NOT_TOLD = frozenset({"actor", "token", "password", "secret", "content"})  # secrets and bytes stay out of the trail


def command(*, needs: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Make a function a command. All its arguments are by keyword, `actor` among them."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        room = function.__module__.removeprefix("lineside.").split(".commands")[0]
        name = f"{room}.{function.__name__}"
        REGISTRY[name] = str(needs)

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            actor = cast("Actor", kwargs["actor"])
            facts = {key: told(value) for key, value in kwargs.items() if key not in NOT_TOLD}
            line = audit_line(name, "did", actor, facts)

            def work() -> T:
                permit(actor, str(needs))
                required().rows.append(line)
                return function(*args, **kwargs)

            return _within(line, work) if in_hand() else _begin(line, actor, work)

        run.needs, run.name = str(needs), name  # type: ignore[attr-defined]
        return run

    return decorate


class Key(NamedTuple):
    """A key with a digest of what came with it, so that it is no answer to anything else."""

    text: str
    said: str


def once(key: str | Key, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Carry the command out once for this key; asked again, give the first answer. No key, no memory."""
    text, said = key if isinstance(key, Key) else (key, "")
    if not text:
        return function(*args, **kwargs)
    actor = cast("Actor", kwargs["actor"])
    # The key belongs to who sent it: nobody can read another's answer by guessing a key.
    mine = f"{actor.id or actor.name}:{text}"[:200], f"{function.__module__}.{function.__name__} {said}".strip()
    token = _key.set(mine)
    try:
        return function(*args, **kwargs)
    except Answered:
        return cast("T", answer_to(mine))
    finally:
        _key.reset(token)


def told(value: object) -> Any:  # noqa: ANN401 - whatever JSON can hold
    """The value as the audit line keeps it: a long text cut and bytes left out, each with what proves the whole."""
    if is_dataclass(value) and not isinstance(value, type):
        return {key: told(part) for key, part in asdict(value).items()}
    if isinstance(value, dict):
        return {storable(str(key)): told(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [told(part) for part in value]
    if isinstance(value, bytes):
        return f"{len(value)} bytes, SHA-256 {sha256(value).hexdigest()}"
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and isfinite(value)):
        return value
    return storable(str(value))


def storable(text: str) -> str:
    """What PostgreSQL can keep of a text: no NUL, no half of a surrogate pair; of a long one its proof as well."""
    if len(text) > LONGEST_FACT:
        whole = sha256(text.encode(errors="surrogatepass")).hexdigest()
        text = f"{text[:LONGEST_FACT]}… (cut: {len(text)} characters in all, SHA-256 {whole})"
    return text.replace("\x00", "\N{SYMBOL FOR NULL}").encode(errors="replace").decode()


def _within(line: AuditLine, work: Callable[[], T]) -> T:
    """A command that another one calls, which may go on without it: its line must not say that it was done."""
    try:
        return work()
    except Refusal as refusal:
        line.kind, line.why = "refused", storable(refusal.sentence)
        raise


def _begin(line: AuditLine, actor: Actor, work: Callable[[], T]) -> T:
    doing = Doing(name=line.name, actor=actor, key=_key.get())
    is_last = not connection.in_atomic_block
    token = _doing.set(doing)
    try:
        with transaction.atomic(), connection.execute_wrapper(tail.opened):
            result = work()
            tail.close(doing, result, is_last=is_last)
            return result
    except Refusal as refusal:
        _refused(line, refusal)
        raise
    except (DataError, ValueError) as error:
        if isinstance(error, ValueError) and "NUL" not in str(error) and "surrogates" not in str(error):
            raise
        broken = RuleBroken("Something in it cannot be stored: a number out of range or a control character.")
        _refused(line, broken)
        raise broken from error
    finally:
        _doing.reset(token)


def permit(actor: Actor, needs: str) -> None:
    if not actor.may(needs):
        raise NotPermitted(f"You do not have the right to do this ({needs}); ask your supervisor.")


def permit_command(actor: Actor, name: str) -> None:
    """Ask for a command's right before anything else is looked at; a refusal is on record as the command's own."""
    try:
        permit(actor, REGISTRY[name])
    except NotPermitted as refusal:
        _refused(audit_line(name, "refused", actor, {}), refusal)
        raise


def audit_line(name: str, kind: str, actor: Actor, facts: dict[str, Any], why: str = "") -> AuditLine:
    return AuditLine(
        kind=kind,
        name=name,
        actor_id=actor.id,
        actor_name=actor.name,
        actor_kind=actor.kind,
        workstation=actor.workstation,
        facts=facts,
        why=storable(why),  # a refusal may quote what was typed, and that may hold anything
    )


def _refused(line: AuditLine, refusal: Refusal) -> None:
    """The line of what was to be done now says that it was not."""
    if connection.needs_rollback:
        return  # the surrounding transaction is lost, and its owner records the refusal
    line.kind, line.why = "refused", storable(refusal.sentence)
    write_alone(line)


def write_alone(line: AuditLine, *more: AuditLine) -> UUID:
    """Write audit lines in a transaction of their own."""
    actor = Actor(id=line.actor_id, name=line.actor_name)
    doing = Doing(name=f"audit {line.name}", actor=actor, rows=[line, *more])
    is_last = not connection.in_atomic_block
    with transaction.atomic():
        tail.close(doing, None, is_last=is_last)
    return line.id

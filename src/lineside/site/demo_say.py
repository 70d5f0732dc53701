"""How the demonstration says a command: whole on one line, so that it can be copied."""

from collections.abc import Callable


def say_command(say: Callable[..., None], peer: str, words: str) -> None:
    """`peer` is a gateway's module, as text.peer; the words are what follows it."""
    say(f"  .venv/bin/python -m lineside.gateways.{peer} {words}", soft_wrap=True)

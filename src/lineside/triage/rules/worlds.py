"""An exercise stays one: nothing of it is put together with what is real."""

from lineside.kernel.errors import RuleBroken


def check_same_world(*, contact_is: bool, log_is: bool) -> None:
    """An exercise and what is real are never joined: either would be taken for the other (standards.md 4, 11)."""
    if contact_is and not log_is:
        raise RuleBroken("This contact is of an exercise and that log is real; open a log of its own for it.")
    if log_is and not contact_is:
        raise RuleBroken("That log is an exercise and this contact is real; open a log of its own for it.")

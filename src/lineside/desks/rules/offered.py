"""A command of a log's command line as the help shows it."""

from dataclasses import dataclass

OPEN = ("open", "graded", "queued", "assigned", "mobile", "on_scene", "resulted", "deferred", "review")
ALWAYS: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """A command as the help shows it: how it is written, what it will do, and in which states it is offered."""

    name: str
    usage: str
    does: str
    needs: str = "incidents.log"
    on: tuple[str, ...] = OPEN

    def is_for(self, state: str) -> bool:
        """Whether it is offered on a log in this state; what is typed all the same is for the rooms to refuse."""
        return not self.on or state in self.on

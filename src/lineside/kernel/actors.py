"""Who acts: a person at a desk, an API client, or one of our own processes."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone who may do what `permissions` name; no areas means every area."""

    id: UUID | None
    name: str
    kind: Literal["person", "client", "system"] = "person"
    permissions: frozenset[str] = frozenset()
    areas: frozenset[str] = field(default_factory=frozenset)
    workstation: str = ""
    stamp: int = 0  # of the rights it was given, where these may be withdrawn; see STANDING

    def may(self, permission: str) -> bool:
        return str(permission) in self.permissions

    def covers(self, area: str) -> bool:
        return not self.areas or not area or area in self.areas

    def also(self, *permissions: str) -> "Actor":
        """The same one, with the rights that a command which it may give needs in the rooms below."""
        return replace(self, permissions=self.permissions | permissions_of(permissions))

    def everywhere(self) -> "Actor":
        """The same one, held to no area."""
        return replace(self, areas=frozenset())


def system_actor(name: str, *permissions: str) -> Actor:
    """One of our own processes, with no more rights than it is given here."""
    return Actor(id=None, name=name, kind="system", permissions=permissions_of(permissions))


def permissions_of(names: Iterable[str]) -> frozenset[str]:
    return frozenset(str(name) for name in names)


# For a kind of actor whose rights may be withdrawn at any moment: the statement that finds, by id and stamp, one who
# still has them. Each command asks it in its own transaction, so that what was remembered outlives no withdrawal.
STANDING: dict[str, str] = {}
NOBODY = Actor(id=None, name="not signed in")

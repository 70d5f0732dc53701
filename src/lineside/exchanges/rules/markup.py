"""XML from outside as a small tree, within bounds; what can hurt a reader is refused before it is read."""

from dataclasses import dataclass, field
from xml.parsers import expat

from lineside.exchanges.rules import Unreadable

DEEPEST, MOST_NODES, LONGEST, MOST_FACTS = 24, 5_000, 256_000, 40


@dataclass(slots=True)
class Node:
    """An element by its space and its local name."""

    space: str
    name: str
    facts: dict[str, str]
    text: str = ""
    inside: list["Node"] = field(default_factory=list)

    def first(self, name: str) -> "Node | None":
        return next((each for each in self.inside if each.name == name), None)

    def each(self, name: str) -> list["Node"]:
        return [each for each in self.inside if each.name == name]

    def said(self, name: str) -> str:
        """The words of the first element of that name; empty where there is none."""
        found = self.first(name)
        return found.text.strip() if found else ""

    def at(self, path: str) -> "Node | None":
        """The element at the end of a path of names, each the first of its name."""
        here: Node | None = self
        for name in path.split("/"):
            here = here.first(name) if here else None
        return here


class _Building:
    """The tree as the parser tells of it."""

    def __init__(self) -> None:
        self.open: list[Node] = []
        self.root: Node | None = None
        self.count = 0

    def start(self, name: str, facts: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEEPEST or self.count > MOST_NODES or len(facts) > MOST_FACTS:
            raise Unreadable("It is nested too deeply, or holds too many elements.")
        space, _, local = name.rpartition(" ")
        node = Node(space, local, {key.rpartition(" ")[2]: value for key, value in facts.items()})
        if self.open:
            self.open[-1].inside.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, _name: str) -> None:
        self.open.pop()

    def text(self, said: str) -> None:
        if self.open:
            self.open[-1].text += said


def read_markup(raw: bytes) -> Node:
    """The whole of it. A document type, and so every entity of its own, is refused: nothing is expanded or fetched."""
    if len(raw) > LONGEST:
        raise Unreadable(f"It is longer than {LONGEST // 1000} kB.")
    building = _Building()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = building.start, building.end
    parser.CharacterDataHandler = building.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refused
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - the library's own order
    except (expat.ExpatError, LookupError, ValueError) as fault:
        if isinstance(fault, Unreadable):
            raise
        raise Unreadable("It is no XML that can be read.") from None
    if building.root is None:
        raise Unreadable("It is empty.")  # pragma: no cover - the parser says so first
    return building.root


def _refused(*_: object) -> None:
    raise Unreadable("It declares a document type, which no message does, and which can be used to do harm.")

"""XML from outside as a small tree, within bounds; what can hurt a reader is refused before it is read."""

from dataclasses import dataclass, field
from xml.parsers import expat

from lineside.trains.rules.telling import Unreadable

DEEPEST, MOST_NODES, LONGEST = 32, 100_000, 4_000_000


@dataclass(slots=True)
class Node:
    """An element by its local name: Darwin's namespaces change with each version, their names do not."""

    space: str
    name: str
    facts: dict[str, str]
    text: str = ""
    inside: list["Node"] = field(default_factory=list)

    def first(self, name: str) -> "Node | None":
        return next((each for each in self.inside if each.name == name), None)

    def each(self, name: str) -> list["Node"]:
        return [each for each in self.inside if each.name == name]

    def whole_text(self) -> str:
        return " ".join(f"{self.text} {' '.join(each.whole_text() for each in self.inside)}".split())


class _Building:
    """The tree as the parser tells of it."""

    def __init__(self) -> None:
        self.open: list[Node] = []
        self.root: Node | None = None
        self.count = 0

    def start(self, name: str, facts: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEEPEST or self.count > MOST_NODES:
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
    """The whole of it; a document type, and so every entity of its own, is refused."""
    if len(raw) > LONGEST:
        raise Unreadable(f"It is longer than {LONGEST} bytes.")
    building = _Building()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = building.start, building.end
    parser.CharacterDataHandler = building.text
    parser.StartDoctypeDeclHandler = _refused
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - the library's own order
    except (expat.ExpatError, ValueError) as fault:
        if isinstance(fault, Unreadable):
            raise
        raise Unreadable("It is no XML that can be read.") from None
    if building.root is None:
        raise Unreadable("It is empty.")  # pragma: no cover - the parser says so first
    return building.root


def _refused(*_: object) -> None:
    raise Unreadable("It declares a document type, which no message of the feed does.")

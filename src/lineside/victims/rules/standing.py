"""Who a victim is before the Code: of which nation and age, with enhanced rights or not, a victim before or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lineside.kernel.errors import RuleBroken
from lineside.victims.rules.tables import chosen, table
from lineside.victims.rules.words import said

PERSON, CHILD, BEREAVED, BUSINESS = "person", "child", "bereaved", "business"
STANDINGS = {
    PERSON: "victim",
    CHILD: "child",
    BEREAVED: "bereaved relative",
    BUSINESS: "business",
}
GROWN_UP = 18
ORGANISATION = "organisation"
NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandFacts:
    """Who receives the rights with or for a victim, and how they are reached."""

    kind: str
    name: str = ""
    reached_by: str = ""
    words: str = ""  # of a child: what the child wants; of nobody: why not


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A victim whom the crime record does not name, as they were written down."""

    name: str
    standing: str
    phone: str = ""
    email: str = ""
    born_on: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """A needs assessment as it was written down."""

    bases: tuple[str, ...] = ()
    basis_words: str = ""
    declines_enhanced: bool = False
    language: str = ""
    communication: str = ""
    support: str = ""
    measures: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Within how many days, and from how many earlier crimes, somebody counts as a repeat victim."""

    days: int
    least: int
    edition: str


def age_on(born_on: date, on: date) -> int:
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def standing_of(kind: str, born_on: date | None, on: date) -> str:
    """Whose age nobody knows is taken as grown up until somebody says otherwise."""
    if kind == ORGANISATION:
        return BUSINESS
    return CHILD if born_on and age_on(born_on, on) < GROWN_UP else PERSON


def bases_by_sign(standing: str, offence_class: str, opening_code: str, on: date) -> tuple[str, ...]:
    """What the record itself already shows, so that the shorter clocks run before anybody has assessed."""
    if standing == BUSINESS:
        return ()
    signs = {("class", offence_class), ("opening", opening_code)}
    found = {row["basis"] for row in table("signs", on).rows if (row["kind"], row["code"]) in signs}
    found |= {"under_18"} if standing == CHILD else set()
    found |= {"bereaved"} if standing == BEREAVED else set()
    return tuple(row["code"] for row in table("bases", on).rows if row["code"] in found)


def window(on: date) -> Window:
    edition = table("repeats", on)
    row = edition.by_code["window"]
    return Window(days=row["days"], least=row["least"], edition=edition.edition)


def repeat_words(earlier: Sequence[str], frame: Window) -> str:
    """In words, with the references; empty where they are no repeat victim."""
    if len(earlier) < frame.least:
        return ""
    crimes = "crime" if len(earlier) == 1 else "crimes"
    return f"{len(earlier)} earlier {crimes} in {frame.days} days: {', '.join(earlier[:10])}"


def check_needs(needs: Needs, standing: str, on: date) -> Needs:
    """A basis that the Code does not know is refused; *persistently targeted* has no fixed count, so it needs words."""
    if standing == BUSINESS:
        raise RuleBroken("A business has no needs assessment; it is served through its named contact.", "bases")
    known = table("bases", on).by_code
    if strange := [code for code in needs.bases if code not in known]:
        raise RuleBroken(f"{strange[0][:40]!r} is no basis for enhanced rights; choose from the list.", "bases")
    kept = Needs(
        bases=tuple(code for code in known if code in needs.bases),
        basis_words=said(needs.basis_words, "basis_words"),
        declines_enhanced=needs.declines_enhanced,
        language=said(needs.language, "language", longest=60),
        communication=said(needs.communication, "communication"),
        support=said(needs.support, "support", "Say what they need, or that they need nothing now."),
        measures=said(needs.measures, "measures"),
    )
    if "targeted" in kept.bases and not kept.basis_words:
        raise RuleBroken(
            "Say how they are targeted: there is no fixed count, so the words are the basis.", "basis_words"
        )
    return kept


def check_added(added: Added) -> str:
    """Why they are a victim, as kept; a business is named where the crime is recorded."""
    if added.standing not in (PERSON, BEREAVED):
        raise RuleBroken("Say whether they were harmed themselves, or lost a close relative.", "standing")
    return said(added.words, "words", "Say how the crime harmed them, or whose death it was.")


def check_stand(facts: StandFacts, standing: str, on: date) -> StandFacts:
    row = chosen("stands_for", facts.kind, on, "kind", "Say in what part they stand for the victim.")
    if standing not in row["standings"]:
        raise RuleBroken(f"Nobody stands so for a {STANDINGS[standing]}; choose another.", "kind")
    if facts.kind == NOBODY:
        why = said(facts.words, "words", "Say why it would be against the child's interests.")
        return StandFacts(kind=NOBODY, words=why)
    return StandFacts(
        kind=facts.kind,
        name=said(facts.name, "name", "Say who it is.", 200),
        reached_by=said(facts.reached_by, "reached_by", "Say how they are reached: a number or an address.", 200),
        words=said(facts.words, "words", "Say what the child wants." if standing == CHILD else ""),
    )

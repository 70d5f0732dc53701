"""The commands of a log's command line: those that work, and those that have no room behind them yet."""

from dataclasses import dataclass

from lineside.desks.rules.line_verbs import LINE_VERBS
from lineside.desks.rules.offered import ALWAYS, Verb

ENDED = ("closed", "duplicate", "transferred", "cancelled")
UNSENT = ("graded", "queued", "assigned", "mobile", "on_scene", "deferred")


VERBS = (
    Verb(
        name="/g",
        usage="/g p knife seen",
        does="Grade I, P, S, R, C or E, with the reason; alone, or to lower it, THRIVE afresh",
        needs="incidents.grade",
    ),
    Verb(name="/u", usage="/u BX12 BX14", does="Send these units; /u ? asks whom to send", needs="dispatch.assign"),
    Verb(
        name="/st",
        usage="/st BX12 6",
        does="Record a unit's state: 5 on the way, 6 at scene, 2 clear",
        needs="dispatch.state",
    ),
    Verb(
        name="/book",
        usage="/book BX12 C1042 C1043",
        does="Book a unit on with its crew, who drives first; /book off BX12 books it off",
        needs="dispatch.book",
        on=ALWAYS,
    ),
    Verb(name="/l", usage="/l kgx p9", does="Put the incident at this place", needs="incidents.locate"),
    Verb(name="/at", usage="/at 14:05 man seen", does="Add a line with the time at which it happened", on=ALWAYS),
    Verb(name="/fix", usage="/fix 7 platform 9", does="Correct line 7; it stays, struck through", on=ALWAYS),
    Verb(
        name="/dup",
        usage="/dup 457",
        does="Close as a duplicate of today's log 457, or of a whole reference",
        needs="incidents.link",
    ),
    Verb(
        name="/link",
        usage="/link 457 same suspect",
        does="Link with log 457: same suspect, same victim, child of, parent of, follow-up, caused by",
        needs="incidents.link",
        on=ALWAYS,
    ),
    Verb(
        name="/card",
        usage="/card trespass",
        does="Take an action card on; /card 3 what was done, /card skip 3 why not; alone, all of them",
        needs="procedures.work",
    ),
    Verb(name="/me", usage="/me", does="Open the M/ETHANE: draft, correct, stage, who was told", needs="entries.write"),
    Verb(name="/own", usage="/own", does="Take this incident over", needs="incidents.own"),
    Verb(
        name="/pass",
        usage="/pass FCRL their line is blocked",
        does="Offer it to a site, area or desk; it stays yours until they accept",
        needs="incidents.own",
    ),
    Verb(name="/accept", usage="/accept", does="Accept what is offered; it is yours", needs="incidents.own"),
    Verb(
        name="/refuse",
        usage="/refuse no unit north of York",
        does="Refuse what is offered, with the reason; it stays whose it is",
        needs="incidents.own",
    ),
    Verb(name="/unpass", usage="/unpass", does="Take your offer back", needs="incidents.own"),
    Verb(
        name="/seen",
        usage="/seen",
        does="Say that you have seen which rung it has reached",
        needs="incidents.hear",
        on=("graded", "queued", "assigned", "mobile"),
    ),
    Verb(
        name="/defer",
        usage="/defer 18:30 witness at work",
        does="Put it off until then, with the reason",
        needs="incidents.own",
        on=UNSENT,
    ),
    Verb(name="/back", usage="/back", does="Bring it back into the queue", needs="incidents.own", on=("deferred",)),
    Verb(
        name="/res",
        usage="/res CRIME ARR TRF:4411 close",
        does="Result: closing category, results, a reference behind its colon; close as well",
        needs="incidents.result",
    ),
    Verb(
        name="/review",
        usage="/review",
        does="Send it to a second person before it closes",
        needs="incidents.result",
        on=("resulted",),
    ),
    Verb(
        name="/reject",
        usage="/reject CCTV not asked for",
        does="Not closed after review: back to its owner",
        needs="incidents.close",
        on=("review",),
    ),
    Verb(name="/close", usage="/close", does="Close the incident", needs="incidents.close", on=("resulted", "review")),
    Verb(
        name="/cancel", usage="/cancel opened twice", does="Cancel what was opened in error", needs="incidents.cancel"
    ),
    Verb(
        name="/reopen",
        usage="/reopen caller rang again",
        does="Open it again, with the reason",
        needs="incidents.reopen",
        on=ENDED,
    ),
    *LINE_VERBS,
    Verb(name="/?", usage="/?", does="Show these commands", on=ALWAYS),
)
NAMES = {verb.name for verb in VERBS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A command that has no room behind it yet, and what to do until it has."""

    name: str
    was_to: str
    instead: str

    @property
    def sentence(self) -> str:
        return f"{self.name} is not there yet ({self.was_to}); {self.instead}."


NOT_YET = (
    Missing(
        name="/task",
        was_to="give somebody a task",
        instead="tell them yourself and write who owes what by when as a line",
    ),
    Missing(
        name="/tx",
        was_to="transfer to another service",
        instead="ring them, write who took it as a line, and result it TRF with their reference",
    ),
)
MISSING = {each.name: each for each in NOT_YET}

"""The commands of a log that protect the line; each is in the room `protection`, but for who is listed on the log."""

from lineside.desks.rules.offered import ALWAYS, OPEN, Verb

WORK = "protection.work"

LINE_VERBS = (
    Verb(
        name="/inform",
        usage="/inform ; smoke from the cutting",
        does="Ask that control is informed; protects nobody",
        needs=WORK,
        on=OPEN,
    ),
    Verb(
        name="/caution",
        usage="/caution down slow, Leeds to Garforth; man by the fence",
        does="Ask for trains at caution; not safe to enter",
        needs=WORK,
        on=OPEN,
    ),
    Verb(
        name="/stop",
        usage="/stop all lines, Leeds to Garforth; man on the track",
        does="Ask for trains stopped; they may still be moving",
        needs=WORK,
        on=OPEN,
    ),
    Verb(
        name="/off",
        usage="/off section 41, platforms 8 to 17; man on a roof",
        does="Ask for the power off in a section; not earthed",
        needs=WORK,
        on=OPEN,
    ),
    Verb(
        name="/confirm",
        usage="/confirm 1 Jo Patel, route control, RC-4411",
        does="Control has given it: who, their role, their reference",
        needs=WORK,
        on=ALWAYS,
    ),
    Verb(
        name="/party",
        usage="/party NWAS North West Ambulance",
        does="List an agency on this log, by one short word",
        on=OPEN,
    ),
    Verb(name="/told", usage="/told BX12", does="A unit or agency was told, and acknowledges", needs=WORK, on=ALWAYS),
    Verb(
        name="/clear",
        usage="/clear BX12 PC Hale",
        does="All persons of a unit or agency are clear, says whom you name; /clear BX12 no PC Hale: not clear",
        needs=WORK,
        on=ALWAYS,
    ),
    Verb(
        name="/person",
        usage="/person found PC Hale sits with him at Marsh Lane",
        does="Person on the line: found, nobody or missing, and who knows it",
        needs=WORK,
        on=ALWAYS,
    ),
    Verb(
        name="/restore",
        usage="/restore 1",
        does="Ask for power or trains back; only once everybody is clear",
        needs=WORK,
        on=ALWAYS,
    ),
    Verb(
        name="/restored",
        usage="/restored 1 Jo Patel, route control",
        does="Control has given the line back, and who did",
        needs=WORK,
        on=ALWAYS,
    ),
    Verb(
        name="/keep",
        usage="/keep 1 a second man is seen",
        does="Take the restore back; everybody is asked anew",
        needs=WORK,
        on=ALWAYS,
    ),
    Verb(
        name="/risk",
        usage="/risk 1 train in smoke, 400 on board",
        does="Ask a supervisor to accept the risk of those not clear",
        needs=WORK,
        on=ALWAYS,
    ),
)
LINE_NAMES = frozenset(verb.name for verb in LINE_VERBS)
LEVELS = {"/inform": "inform", "/caution": "caution", "/stop": "stopped", "/off": "power_off"}

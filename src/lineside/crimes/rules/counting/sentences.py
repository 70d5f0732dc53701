"""What the decision says in words: why an act is no crime, and what the recorder must still see to."""

from lineside.crimes.rules.counting.facts import NotCounted, Told, someone_is_young
from lineside.crimes.rules.counting.grouping import Counted
from lineside.crimes.rules.counting.report import CountedReport, Finding

BECAUSE = {
    ("not_notifiable", "p34"): "A reported incident is a record of its own code, not a crime.",
    ("not_notifiable", "p86"): "Put right at no cost and with little effort: an incident, not a crime.",
    ("not_notifiable", ""): "Not a notifiable offence: an incident is kept, no crime is counted.",
    (
        "contrary_evidence",
        "p9",
    ): "A counter-allegation that nothing supports is not recorded; the decision is kept for disclosure.",
    ("contrary_evidence", ""): "Credible evidence to the contrary was immediately available; write down what it is.",
    (
        "points_to_prove_missing",
        "p37",
    ): "Unlawful driving is recorded once the investigation shows that it is made out.",
    (
        "points_to_prove_missing",
        "p96",
    ): "Dangerous driving is recorded once the investigation shows that it is made out.",
    ("points_to_prove_missing", ""): "The points to prove of an offence against the state are not made out.",
    (
        "no_victim_confirmation",
        "p86",
    ): "Disorder with no victim found, and none seen by the police: it remains an incident.",
    ("no_victim_confirmation", "p7"): "No victim is found yet: a crime related incident until one comes forward.",
    (
        "no_victim_confirmation",
        "",
    ): "Reported by somebody else, and the victim does not confirm or is not reached: a crime related incident.",
    (
        "recorded_elsewhere",
        "p12",
    ): "On school premises in school hours, not serious, and nobody asks for a crime record.",
    ("recorded_elsewhere", "p15"): "Committed where this force has no jurisdiction: refer it to the force that has.",
    ("recorded_elsewhere", "p16"): "Another force's place: that force records it; hand it over and get its reference.",
    ("recorded_elsewhere", "p48"): "Modern slavery wholly abroad is not recorded; keep it as intelligence.",
    (
        "recorded_elsewhere",
        "p64",
    ): "A rape committed elsewhere: the reported incident is recorded at once, then handed over.",
    ("recorded_elsewhere", "p97"): "A fraud with no call for service: Report Fraud records it.",
}
HOMICIDE = ("1", "2", "4/1", "4/10")
ON_OF_CHILD = "One of them is under 16: think expressly whether this is stalking rather than harassment."


EACH_OTHER = "Each says that the other did it: look for support before the second allegation is recorded."


def _accuse_each_other(one: Told, other: Told) -> bool:
    return one.act.victim in other.suspects and other.act.victim in one.suspects


def decided_because(drop: NotCounted) -> Finding:
    page = drop.rule.split()[-1]
    says = BECAUSE.get((drop.because, page)) or BECAUSE[drop.because, ""]
    return Finding(rule=drop.rule, says=says)


def noticed(report: CountedReport, acts: list[Told], counted: Counted, *, late: bool) -> list[Finding]:
    """What a recorder must still do, with the page that says so."""
    classes = {crime.offence.offence_class for crime in counted.crimes}
    young = any(told.offence.offence_class == "8L" and someone_is_young(report, told.act) for told in acts)
    said = (
        (late, "CRR 2026/27 p10", "Recorded after the 24 hours: a rationale, and the registrar's oversight."),
        (report.jurisdiction == "scotland", "SCRS p3", "Judged by the Scottish standard, which has no class."),
        (bool(classes & {*HOMICIDE}), "CRR 2026/27 p34", "Ask the on-call senior detective or the registrar at once."),
        ("106" in classes and len(classes) > 1, "CRR 2026/27 p13", SLAVERY),
        (young, "CRR 2026/27 p55", ON_OF_CHILD),
        (any(_accuse_each_other(one, other) for one in acts for other in acts), "CRR 2026/27 p9", EACH_OTHER),
        (
            not counted.crimes,
            "CRR 2026/27 p10",
            "Keep the decision, and tell whoever reported that no crime is recorded.",
        ),
        (report.setting == "prison", "CRR 2026/27 p95", "In a prison: speak to the prison liaison team."),
    )
    return [Finding(rule=rule, says=says) for holds, rule, says in said if holds]


SLAVERY = "Modern slavery is recorded besides the most serious other crime."

"""What the decision says in words: why an act is no crime, and what the recorder must still see to."""

from lineside.crimes.rules.counting.facts import NotCounted, Told, someone_is_young
from lineside.crimes.rules.counting.grouping import Counted
from lineside.crimes.rules.counting.report import CountedReport, Finding

BECAUSE = {
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


def decided_because(drop: NotCounted) -> Finding:
    page = drop.rule.split()[-1]
    says = BECAUSE.get((drop.because, page)) or BECAUSE[drop.because, ""]
    return Finding(rule=drop.rule, says=says)


def noticed(report: CountedReport, acts: list[Told], counted: Counted, *, late: bool) -> list[Finding]:
    """What a recorder must still do, with the page that says so."""
    found = []
    classes = {crime.offence.offence_class for crime in counted.crimes}
    if late:
        found.append(
            Finding(
                rule="CRR 2026/27 p10", says="Recorded after the 24 hours: a rationale, and the registrar's oversight."
            )
        )
    if report.jurisdiction == "scotland":
        found.append(
            Finding(rule="SCRS p3", says="Judged by the Scottish standard; it has no class of the Home Office.")
        )
    if classes & {*HOMICIDE}:
        found.append(
            Finding(
                rule="CRR 2026/27 p34",
                says="Seek the on-call senior detective's or the registrar's guidance, without delay.",
            )
        )
    if "106" in classes and len(classes) > 1:
        found.append(
            Finding(rule="CRR 2026/27 p13", says="Modern slavery is recorded besides the most serious other crime.")
        )
    if any(told.offence.offence_class == "8L" and someone_is_young(report, told.act) for told in acts):
        found.append(Finding(rule="CRR 2026/27 p55", says=ON_OF_CHILD))
    if not counted.crimes:
        found.append(
            Finding(
                rule="CRR 2026/27 p10", says="Keep the decision, and tell whoever reported that no crime is recorded."
            )
        )
    if report.setting == "prison":
        found.append(Finding(rule="CRR 2026/27 p95", says="In a prison: speak to the prison liaison team."))
    return found

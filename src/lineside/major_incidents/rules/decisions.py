"""A decision of a major incident by the joint decision model (JESIP), with the options that were refused and why."""

from dataclasses import asdict, dataclass

from lineside.major_incidents.rules.words import said

PARTS = {
    "information": "Information and intelligence",
    "risks": "Risks and working strategy",
    "powers": "Powers, policies and procedures",
    "options": "Options and contingencies",
    "refused": "Options refused, and why",
    "decision": "Decision",
    "reason": "Why",
    "review": "Review",
}
OPTIONAL = ("review",)


@dataclass(frozen=True, slots=True, kw_only=True)
class JointDecision:
    """One decision in the parts of the model."""

    information: str
    risks: str
    powers: str
    options: str
    refused: str
    decision: str
    reason: str
    review: str = ""


def check_decision(facts: JointDecision) -> JointDecision:
    """Every part is filled in: a decision is judged later by what was known and weighed at the time."""
    told = asdict(facts)
    kept = {
        name: said(
            told[name], name, missing="" if name in OPTIONAL else f"Fill in {label}; 'none known' is an answer too."
        )
        for name, label in PARTS.items()
    }
    return JointDecision(**kept)


def decision_line(facts: JointDecision, number: int) -> str:
    """The decision as one entry of the log, part by part."""
    told = asdict(facts)
    parts = [f"{label}: {told[name]}" for name, label in PARTS.items() if told[name]]
    return "\n".join([f"Decision {number}, joint decision model", *parts])

"""/card on the command line: take one on, do or skip a step by its number, or open them all."""

from uuid import UUID

from lineside.desks.rules import Line
from lineside.kernel.actors import Actor
from lineside.kernel.commands import once
from lineside.procedures import commands, queries

SKIP = ("SKIP",)


def carry_card(line: Line, actor: Actor, incident_id: UUID, key: str) -> str:
    """What was done, for the place beside the line; nothing when the panel is asked for."""
    if line.number:
        step = queries.step_numbered(incident_id, line.number)
        if line.codes == SKIP:
            once(key, commands.skip_step, actor=actor, card_step_id=step.id, reason=line.text)
            return f"Step {line.number} is skipped."
        once(key, commands.complete_step, actor=actor, card_step_id=step.id, words=line.text)
        return f"Step {line.number} is done."
    if not line.codes:
        return ""
    card = once(key, commands.take_card, actor=actor, incident_id=incident_id, code=line.codes[0])
    return f"The card {card.label} is on."


def foresee_card(line: Line, incident_id: UUID) -> str:
    """What Enter will do."""
    if line.number:
        step = queries.step_numbered(incident_id, line.number)
        return f"{'Skips' if line.codes == SKIP else 'Does'} step {line.number}: {step.text}"
    if not line.codes:
        return "Opens the action cards."
    return f"Takes on the card {dict(queries.all_cards()).get(line.codes[0], line.codes[0])}."


def cards_that_begin(begun: str) -> list[tuple[str, str]]:
    """Cards by their code or a word of theirs, as the line goes on."""
    wanted = begun.strip().lower()
    return [
        (f"/card {code}", f"{code} {label}")
        for code, label in queries.all_cards()
        if code.lower().startswith(wanted) or (wanted and f" {wanted}" in f" {label.lower()}")
    ]

"""Refusals: one sentence for the person who asked, written where it is raised."""


class Refusal(Exception):
    """Something asked for is not done; `sentence` says why and what to do, `field` names the input it belongs to."""

    status = 422

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class RuleBroken(Refusal):
    """A rule of the trade says no."""


class Stale(Refusal):
    """Somebody changed the record since it was read."""

    status = 409


class NotPermitted(Refusal):
    """The actor has no right to this."""

    status = 403


class NotFound(Refusal):
    """There is no such record, or none that the actor may see."""

    status = 404


class VersionMissing(Refusal):
    """A change of a record that does not say which version of it was seen."""

    status = 428

"""Findings and dip samples, in the state that each deed asks for."""

from uuid import UUID

from lineside.compliance.models import Draw
from lineside.compliance.testing import make_differing, make_finding, make_sample, make_seal
from lineside.crimes.commands import decide_no_crime
from lineside.crimes.testing import RECORDER
from lineside.kernel.actors import Actor

Ids = dict[str, UUID]


def a_finding(_: Actor) -> Ids:
    return {"finding_id": make_finding().id}


def mended(_: Actor) -> Ids:
    """One of which the cause is gone: somebody has decided on it since."""
    row = make_finding()
    assert row.incident_id
    told = "The words are of a play that was rehearsed."
    decide_no_crime(
        actor=RECORDER, incident_id=row.incident_id, reason_code="not_a_crime", rationale=told, telling="Nobody asked."
    )
    return {"finding_id": row.id}


def a_sample(_: Actor) -> Ids:
    return {"sample_id": make_sample().id, "sample_draw_id": Draw.objects.get().id}


def differing(_: Actor) -> Ids:
    return {"sample_id": make_differing().id}


def a_seal(_: Actor) -> Ids:
    make_seal()
    return {}


def records(actor: Actor) -> Ids:
    return {**a_finding(actor), **a_sample(actor)}


READY = {
    "put_right": mended,
    "draw_samples": a_seal,
    "review_sample": a_sample,
    "decide_sample": differing,
}

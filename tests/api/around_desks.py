"""The records of the desks around the contact centre: witnesses, intelligence, press, quality, alerts, staff."""

from tests.api import (
    alert_records,
    assessing_records,
    callback_records,
    intelligence_records,
    listening_records,
    mail_records,
    press_records,
    quality_records,
    staff_records,
    witness_records,
)
from tests.api.witness_records import Ids

from lineside.kernel.actors import Actor


def records(actor: Actor) -> Ids:
    return {
        **witness_records.a_call(actor),
        **intelligence_records.written(actor),
        **press_records.asked(actor),
        **callback_records.a_call(actor),
        **listening_records.asked(actor),
        **quality_records.a_review(actor),
        **quality_records.a_draw(actor),
        **alert_records.a_check(actor),
        **assessing_records.records(actor),
        **staff_records.reported(actor),
    }


READY = {
    **mail_records.READY,
    **witness_records.READY,
    **intelligence_records.READY,
    **press_records.READY,
    **callback_records.READY,
    **listening_records.READY,
    **quality_records.READY,
    **alert_records.READY,
    **assessing_records.READY,
    **staff_records.READY,
}

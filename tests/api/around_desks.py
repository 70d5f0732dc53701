"""The records of the desks around the contact centre: witnesses, intelligence, press, quality, alerts, staff."""

from tests.api import (
    alert_records,
    appointment_records,
    assessing_records,
    callback_records,
    compliance_records,
    disruption_records,
    intelligence_records,
    listening_records,
    mail_records,
    major_records,
    move_records,
    officer_emergency_records,
    partner_records,
    press_records,
    procedure_records,
    protection_records,
    quality_records,
    staff_records,
    train_records,
    training_records,
    unit_records,
    victim_records,
    witness_records,
)
from tests.api.witness_records import Ids

from lineside.kernel.actors import Actor


def records(actor: Actor) -> Ids:
    return {
        **witness_records.a_call(actor),
        **intelligence_records.written(actor),
        **press_records.asked(actor),
        **protection_records.records(actor),
        **callback_records.a_call(actor),
        **appointment_records.records(actor),
        **disruption_records.records(actor),
        **listening_records.asked(actor),
        **major_records.records(actor),
        **move_records.asked(actor),
        **compliance_records.records(actor),
        **quality_records.a_review(actor),
        **quality_records.a_draw(actor),
        **alert_records.a_check(actor),
        **assessing_records.records(actor),
        **officer_emergency_records.raised(actor),
        **partner_records.records(actor),
        **procedure_records.records(actor),
        **staff_records.reported(actor),
        **train_records.records(actor),
        **training_records.asked(actor),
        **unit_records.records(actor),
        **victim_records.records(actor),
    }


READY = {
    **mail_records.READY,
    **witness_records.READY,
    **intelligence_records.READY,
    **press_records.READY,
    **protection_records.READY,
    **callback_records.READY,
    **appointment_records.READY,
    **disruption_records.READY,
    **listening_records.READY,
    **major_records.READY,
    **move_records.READY,
    **compliance_records.READY,
    **quality_records.READY,
    **alert_records.READY,
    **assessing_records.READY,
    **officer_emergency_records.READY,
    **partner_records.READY,
    **procedure_records.READY,
    **staff_records.READY,
    **training_records.READY,
    **unit_records.READY,
    **victim_records.READY,
}

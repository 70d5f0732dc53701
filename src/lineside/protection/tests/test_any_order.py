"""Whatever happens in whatever order: nothing is restored while one party is not clear; races as well."""

import random

import pytest

from lineside.contacts.testing import in_one_instant
from lineside.dispatch import commands as dispatch
from lineside.dispatch.models import Unit
from lineside.dispatch.testing import CONTROLLER, make_unit
from lineside.incidents.commands import list_party
from lineside.kernel.errors import Refusal
from lineside.protection import commands, queries
from lineside.protection.models import LineProtection
from lineside.protection.testing import PROTECTOR, make_in_force, make_restore_asked

SIGNS = ("BX12", "BX14", "NWAS")


class Ledger:
    """What really stands, kept apart from the room: who was listed, whose latest word is a yes, who is missing."""

    def __init__(self):
        self.present, self.owed, self.person = set(), set(), ""

    def come(self, sign):
        if sign not in self.present:
            self.present.add(sign)
            self.owed.add(sign)


def happen(what, row, ledger, chance):
    sign = chance.choice(SIGNS)
    log = row.incident_id
    if what == "come" and sign == "NWAS":
        list_party(actor=PROTECTOR, incident_id=log, sign=sign)
        ledger.come(sign)
    elif what == "come":
        dispatch.assign_unit(actor=CONTROLLER, unit_id=unit(sign).id, incident_id=log)
        ledger.come(sign)
    elif what == "leave" and sign != "NWAS":
        dispatch.clear_unit(actor=CONTROLLER, unit_id=unit(sign).id)
        ledger.present.discard(sign)
    elif what in ("yes", "no"):
        commands.record_word(actor=PROTECTOR, incident_id=log, sign=sign, word=what, said_by="PC Hale")
        (ledger.owed.discard if what == "yes" else ledger.owed.add)(sign)
    elif what in ("found", "missing"):
        commands.record_person(actor=PROTECTOR, incident_id=log, person=what, says="PC Hale saw him")
        ledger.person = what
    elif what == "ask":
        commands.ask_restore(actor=PROTECTOR, protection_id=row.id)
        assert not ledger.owed, "asked for while somebody was not clear"
    elif what == "restore":
        commands.record_restored(actor=PROTECTOR, protection_id=row.id, name="Jo Patel", role="control")
        assert not ledger.owed, "given back while somebody was not clear"
        assert ledger.person == "found"


def unit(sign):
    return Unit.objects.filter(call_sign=sign).first() or make_unit(sign)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(12))
def test_no_order_of_events_restores_with_one_party_not_clear(seed):
    chance, row, ledger = random.Random(seed), make_in_force(), Ledger()  # noqa: S311 - an order of events
    whats = ["come", "leave", "yes", "yes", "no", "found", "missing", "ask", "restore"]
    for _ in range(40):
        try:
            happen(chance.choice(whats), row, ledger, chance)
        except Refusal:
            continue
    for sign in sorted(ledger.owed):
        commands_or_nothing(row, sign)
    row.refresh_from_db()
    assert row.state == "restored" or not ledger.owed - {
        each.sign for each in queries.of_log(row.incident_id)[0].parties
    }


def commands_or_nothing(row, sign):
    try:
        commands.record_word(actor=PROTECTOR, incident_id=row.incident_id, sign=sign, word="yes", said_by="PC Hale")
    except Refusal:
        assert LineProtection.objects.get(pk=row.pk).state == "restored"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(6))
def test_a_unit_that_is_attached_in_the_instant_of_the_restore_is_waited_for_or_comes_after_it(turn):
    row = make_restore_asked()
    late = make_unit(f"R{turn}1")

    def attach():
        dispatch.assign_unit(actor=CONTROLLER, unit_id=late.id, incident_id=row.incident_id)

    def give_back():
        commands.record_restored(actor=PROTECTOR, protection_id=row.id, name="Jo Patel", role="control")

    in_one_instant(*((attach, give_back) if turn % 2 else (give_back, attach)))
    row.refresh_from_db()
    (shown,) = queries.of_log(row.incident_id)
    if row.state == "restored":
        assert shown.parties == [], "who came while it was in force was not clear"
    else:
        assert [each.sign for each in shown.parties] == [late.call_sign]
        assert shown.must_stop

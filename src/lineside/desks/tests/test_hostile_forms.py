"""Whatever is typed into a form: no answer breaks, a refusal is one sentence, and what was typed stays."""

import pytest
from django.urls import reverse

from lineside.access.permissions import CanAccess
from lineside.access.queries import actor_of
from lineside.alerts.permissions import CanAlert
from lineside.appointments.permissions import CanAppoint
from lineside.audit.permissions import CanAudit
from lineside.callbacks.permissions import CanCallBack
from lineside.callouts.permissions import CanCallOut
from lineside.compliance.permissions import CanCompliance
from lineside.contacts.permissions import CanContact
from lineside.crimes.permissions import CanCrime
from lineside.crimes.testing import RECORDING
from lineside.desks.tests.hostile import HOSTILE, HTMX, TYPED, check_answer, done, is_one_sentence, refusals, sent
from lineside.desks.tests.hostile_alerts import ALERTS
from lineside.desks.tests.hostile_appointments import APPOINTMENTS
from lineside.desks.tests.hostile_callbacks import CALLBACKS
from lineside.desks.tests.hostile_calls import CALLS
from lineside.desks.tests.hostile_cards import CARDS
from lineside.desks.tests.hostile_compliance import COMPLIANCE
from lineside.desks.tests.hostile_crimes import FINALS
from lineside.desks.tests.hostile_desks import CONTACT, CONTROL, CRIMES
from lineside.desks.tests.hostile_disruption import DISRUPTION
from lineside.desks.tests.hostile_emergency import EMERGENCY
from lineside.desks.tests.hostile_entries import ENTRIES
from lineside.desks.tests.hostile_handovers import HANDOVERS
from lineside.desks.tests.hostile_intelligence import INTELLIGENCE
from lineside.desks.tests.hostile_interpreters import INTERPRETERS
from lineside.desks.tests.hostile_ladder import LADDER
from lineside.desks.tests.hostile_majors import MAJORS
from lineside.desks.tests.hostile_officer_emergencies import OFFICER_EMERGENCIES
from lineside.desks.tests.hostile_offices import ADMIN, OFFICE
from lineside.desks.tests.hostile_own import OWN
from lineside.desks.tests.hostile_partners import PARTNERS
from lineside.desks.tests.hostile_press import PRESS
from lineside.desks.tests.hostile_promises import PROMISES
from lineside.desks.tests.hostile_protection import PROTECTION
from lineside.desks.tests.hostile_quality import QUALITY
from lineside.desks.tests.hostile_queues import QUEUES
from lineside.desks.tests.hostile_recommending import RECOMMENDING
from lineside.desks.tests.hostile_referrals import REFERRALS
from lineside.desks.tests.hostile_staff import STAFF
from lineside.desks.tests.hostile_training import TRAINING
from lineside.desks.tests.hostile_trains import TRAINS
from lineside.desks.tests.hostile_units import UNITS
from lineside.desks.tests.hostile_victims import VICTIMS
from lineside.desks.tests.hostile_warnings import WARNINGS
from lineside.dispatch.permissions import CanDispatch
from lineside.disruption.permissions import CanDisruption
from lineside.entries.permissions import CanEnter
from lineside.files.permissions import CanFile
from lineside.gateways.internal.permissions import CanInternal
from lineside.gazetteer.permissions import CanGazetteer
from lineside.handovers.permissions import CanHandOver
from lineside.heartbeats.permissions import CanHeartbeat
from lineside.incidents.permissions import CanIncident
from lineside.intelligence.permissions import CanIntel
from lineside.interception.permissions import CanIntercept
from lineside.interpreters.permissions import CanInterpret
from lineside.kernel.policy import CAN_SET_POLICY
from lineside.major_incidents.permissions import CanMajor
from lineside.officer_emergencies.permissions import CanOfficerEmergency
from lineside.partners.permissions import CanPartner
from lineside.people.permissions import CanPeople
from lineside.people.testing import on_staff
from lineside.pole.permissions import CanPole
from lineside.press.permissions import CanPress
from lineside.procedures.permissions import CanProcedure
from lineside.promises.permissions import CanPromise
from lineside.protection.permissions import CanProtect
from lineside.quality.permissions import CanQuality
from lineside.queues.permissions import CanQueue
from lineside.radios.permissions import CanRadio
from lineside.safeguarding.permissions import CanSafeguard
from lineside.sickness.permissions import CanSickness
from lineside.switchboard.permissions import CanSwitchboard
from lineside.training.permissions import CanTrain
from lineside.triage.permissions import CanTriage
from lineside.victims.permissions import CanVictim
from lineside.whereabouts.permissions import CanWhereabouts
from lineside.witnesses.permissions import CanWarn

pytestmark = pytest.mark.django_db
ROOMS = (CanIncident, CanDispatch, CanTriage, CanCrime, CanContact, CanPole, CanAccess, CanAudit, CanFile, CanPeople)
EVERYTHING = (
    *(right for room in ROOMS for right in room),
    *CanHandOver,
    *CanHeartbeat,
    *CanMajor,
    *CanQueue,
    *CanCallOut,
    *CanCallBack,
    *CanSwitchboard,
    *CanWarn,
    *CanVictim,
    *CanIntel,
    *CanPress,
    *CanProcedure,
    *CanPromise,
    *CanPartner,
    *CanProtect,
    *CanQuality,
    *CanCompliance,
    *CanEnter,
    *CanIntercept,
    *CanDisruption,
    *CanAppoint,
    *CanInterpret,
    *CanSafeguard,
    *CanWhereabouts,
    *CanInternal,
    *CanRadio,
    *CanAlert,
    *CanOfficerEmergency,
    *CanSickness,
    *CanTrain,
    *RECORDING,
    CanGazetteer.LOCATE,
    CAN_SET_POLICY,
)
FORMS = (
    CONTROL
    | CONTACT
    | CRIMES
    | FINALS
    | ADMIN
    | OFFICE
    | QUEUES
    | QUALITY
    | COMPLIANCE
    | EMERGENCY
    | CALLS
    | CALLBACKS
    | UNITS
    | WARNINGS
    | VICTIMS
    | STAFF
    | ALERTS
    | INTELLIGENCE
    | PRESS
    | HANDOVERS
    | LADDER
    | PROMISES
    | PARTNERS
    | PROTECTION
    | ENTRIES
    | RECOMMENDING
    | CARDS
    | MAJORS
    | INTERPRETERS
    | REFERRALS
    | OFFICER_EMERGENCIES
    | OWN
    | TRAINS
    | TRAINING
    | DISRUPTION
    | APPOINTMENTS
)
FIELDS = [(name, field) for name, form in FORMS.items() for field in (*form.filled, "seen_version", "key")]


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_DIR = tmp_path


@pytest.fixture
def desk(client, sign_in):
    client.actor = actor_of(sign_in(*EVERYTHING))
    on_staff(client.actor)
    return client


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_hostile_field_breaks_nothing_and_keeps_what_was_typed(desk, name, field):
    form = FORMS[name]
    ask = form.about(desk.actor)
    for kind, hostile in HOSTILE.items():
        before = done()
        if check_answer(sent(desk, name, form, ask, {field: hostile}), form, field, kind, before):
            ask = form.about(desk.actor)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"text=%ff%fe%fd&summary=%ff&reason=%c3%28", TYPED),
        (b"text=a&text=b&seen_version=1&seen_version=2", TYPED),
        (b"\xff\xfet\x00e\x00x\x00t\x00=\x00a\x00", f"{TYPED}; charset=utf-16"),
        (b"text=a", f"{TYPED}; charset=nosuch"),
        (b"--x\r\nnot a part", "multipart/form-data; boundary=x"),
        (b'{"text": "a"}', "application/json"),
        (b"", "text/plain"),
    ],
)
def test_a_body_of_the_wrong_encoding_breaks_nothing(desk, name, body, kind):
    path = reverse(f"desks:{name}", args=FORMS[name].about(desk.actor).args)
    answer = desk.generic("POST", path, body, content_type=kind, headers=HTMX)
    assert answer.status_code in (200, 204, 302, 400, 409, 422), answer.content[:300]


TIMES = [
    "99/99/9999 99:99",
    "31/02/2026 10:00",
    "0000-00-00T00:00",
    "29/03/2026 01:30",
    "24/11/2126 10:00",
    "-1",
    "1e9",
]


@pytest.mark.parametrize("typed", TIMES)
@pytest.mark.parametrize(
    ("name", "field"),
    [("crime-record", "committed_from"), ("crime-record", "committed_to"), ("no-crime", "told_reporter_at"),
     ("crime-outcome", "told_victim_at"), ("crime-outcome", "told_suspect_at"), ("crime-cancel", "told_victim_at")],
)  # fmt: skip
def test_an_impossible_time_is_refused_in_a_sentence_and_stays_typed(desk, name, field, typed):
    form = FORMS[name]
    answer = sent(desk, name, form, form.about(desk.actor), {field: typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert len(refusals(page)) == 1
    assert is_one_sentence(refusals(page)[0])
    assert typed in page

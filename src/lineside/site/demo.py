"""The demonstration: a fictional railway force, its people and units, and one-use links into each role."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from allauth.mfa.totp.internal.auth import generate_totp_secret

from lineside.access import commands as access
from lineside.access.models import Account
from lineside.access.permissions import CanAccess
from lineside.access.rules import role_labels
from lineside.contacts import commands as _contacts  # noqa: F401 - its rights are known once it is read
from lineside.dispatch import commands as dispatch
from lineside.dispatch.models import Unit
from lineside.dispatch.permissions import CanDispatch
from lineside.gazetteer import queries as gazetteer
from lineside.kernel.actors import system_actor
from lineside.kernel.errors import Refusal
from lineside.kernel.models import AuditLine
from lineside.kernel.policy import CAN_SET_POLICY, is_demo, set_policy
from lineside.people.queries import staff_of_account
from lineside.site.demo_radio import issi_of
from lineside.site.force_people import make_rota
from lineside.site.shift_before import leave_open

MAKER = system_actor("demonstration", *CanAccess, *CanDispatch, CAN_SET_POLICY)
NAMES = ("Amara Holt", "Ben Achterberg", "Cerys Moss", "Dev Patel", "Elin Forde", "Farid Khan", "Grace Onuoha",
         "Hugh Maddox", "Imogen Tate", "Jonas Webb", "Kit Larwood", "Lena Ruddock", "Marlon Pye", "Nerys Alford",
         "Owen Trask", "Priya Sandhu", "Rhian Cope", "Saul Everett", "Tess Wardle")  # fmt: skip
CREWS = ("Ash", "Birch", "Cole", "Dale", "Ellis", "Frost", "Gale", "Heath", "Ives", "Kerr", "Lunn", "Marsh")
UNITS = (("BX", "B", ["KGX", "EUS", "VIC", "WAT", "LST", "PAD", "LBG", "CLJ", "SRA", "CHX"]),
         ("CX", "C", ["BHM", "MAN", "LDS", "LIV", "SHF", "CDF", "NCL", "BRI", "YRK", "NOT"]),
         ("DX", "D", ["GLC", "EDB", "ABD", "INV"]))  # fmt: skip
OFFICERS_UNIT = "BX10"
SIMULATOR_SCOPES = ("contacts.receive", "incidents.view", "incidents.log", "dispatch.view", "dispatch.state",
                    "dispatch.position", "incidents.view_restricted", "alerts.send")  # fmt: skip


@dataclass(frozen=True)
class SignIn:
    role: str
    username: str
    password: str
    totp: str
    token: str


def make_force(folder: Path) -> list[SignIn]:
    """The force as it stands at the start of a shift; made once, then only new links are handed out."""
    if not is_demo():
        only_where_nothing_was_done()
        set_policy(actor=MAKER, name="demo", value=True, why="made by lineside demo")
    kept = _kept(folder / "accounts.json")
    taken = dict(Account.objects.filter(username__in=role_labels()).values_list("username", "display_name"))
    free = iter([name for name in NAMES if name not in taken.values()])
    sign_ins = [_sign_in(role, label, taken.get(role) or next(free), kept) for role, label in role_labels().items()]
    _keep(folder / "accounts.json", kept)
    accounts = {account.username: account for account in Account.objects.filter(username__in=role_labels())}
    make_rota({role: (accounts[role].id, accounts[role].display_name) for role in role_labels()})
    book_on_units()
    crew_officer(accounts["officer"].id)
    leave_open()
    return sign_ins


def only_where_nothing_was_done() -> None:
    """Accounts whose passwords are printed must never be made among a force's own."""
    if Account.objects.exists() or AuditLine.objects.exclude(name__endswith=".publish_rules").exists():
        raise Refusal(
            "This database holds a force's own work and will not be made a demonstration; "
            "unset DATABASE_URL, or set LINESIDE_VAR to an empty folder."
        )


def simulator_key() -> str:
    return access.enrol_client(actor=MAKER, name="demand simulator", scopes=SIMULATOR_SCOPES).shown_key


def book_on_units() -> None:
    """Two units at each of the hubs, with a position and a crew of two."""
    on_duty = set(Unit.objects.filter(is_on_duty=True).values_list("call_sign", flat=True))
    for prefix, area, hubs in UNITS:
        for number in range(len(hubs) * 2):
            sign, station = f"{prefix}{10 + number}", gazetteer.station(hubs[number // 2])
            if sign in on_duty or station is None:
                continue
            crew = f"PC {CREWS[number % 12]}, PC {CREWS[(number * 5 + 3) % 12]}"
            outfit = dispatch.Outfit(radios=(issi_of(sign),), talkgroup=f"{area} response")
            unit = dispatch.book_on_unit(
                actor=MAKER, call_sign=sign, area=area, post=station.name, crew=crew, outfit=outfit
            )
            if station.lat is not None and station.lon is not None:
                dispatch.record_position(actor=MAKER, unit_id=unit.id, lat=station.lat, lon=station.lon)


def crew_officer(account_id: UUID) -> None:
    """Whoever tries the officer's role is in a unit of one, so that their page has something to show."""
    staff = staff_of_account(account_id)
    unit = Unit.objects.filter(call_sign=OFFICERS_UNIT, is_on_duty=True).first()
    if staff is None or unit is None or unit.crew_members.filter(left_at=None).exists():
        return
    dispatch.change_crew(actor=MAKER, unit_id=unit.id, members=(staff.id,), driver_id=staff.id)


def _sign_in(role: str, label: str, name: str, kept: dict[str, dict[str, str]]) -> SignIn:
    account = Account.objects.filter(username=role).first()
    if account is None:
        account = access.open_account(actor=MAKER, username=role, display_name=name, role=role)
    if role not in kept:
        kept[role] = {"password": secrets.token_urlsafe(12), "totp": generate_totp_secret()}
        access.print_secrets(
            actor=MAKER, account_id=account.id, password=kept[role]["password"], secret=kept[role]["totp"]
        )
    token = access.make_sign_in_link(actor=MAKER, account_id=account.id).shown_token
    return SignIn(label, role, kept[role]["password"], kept[role]["totp"], token)


def _kept(path: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(path.read_text()) if path.exists() else {}
    return found


def _keep(path: Path, kept: dict[str, dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(kept, file)

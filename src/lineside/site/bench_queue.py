"""What Next asks of the database: 500 people at desks, 5,000 contacts waiting, and who is given which."""

import os
import random
import time
from typing import TYPE_CHECKING, Any

import psycopg

from lineside.site.bench_node import Node, Say, spread

if TYPE_CHECKING:
    from lineside.kernel.actors import Actor

PEOPLE, WAITING, TOLD = 500, 5000, 200_000
LINES = (("phone", "999_BT", 90), ("phone", "SIGNALLER", 85), ("phone", "PUBLIC_FREEPHONE", 45), ("text", "61016", 30),
         ("email", "fcc", 20), ("web", "report", 25))  # fmt: skip
HOLD = ("emergency_calls", "rail_calls", "public_calls", "texts", "mail", "web_and_social")
SITES = ("FCC", "FCRL", "FCRB")
MAKE = """
INSERT INTO contacts_contact (id, version, created_at, reference, channel, box_or_line, state, risk, risk_why,
  sender_name, sender_address, subject, gist, handler_name, opened_at, heard_late, call_back, call_back_reason,
  disposition, disposition_reason, disposition_edition, delivery_failure, has_news, marks)
SELECT uuidv7(CASE state WHEN 'resolved' THEN -interval '1 hour' - n * interval '3 seconds' ELSE interval '0' END), 0,
  now(), 'Q-' || state || n, (%(channels)s::text[])[line], (%(lines)s::text[])[line], state,
  (%(risks)s::int[])[line] - 10 + (n * 7919 %% 21)::int, '', '', '', '', 'about a train', '',
  now() - (n * 104729 %% 1800) * interval '1 second', false, '', '', '', '', '', '', false, '[]'
FROM (SELECT n, 1 + (n * 31 %% %(kinds)s)::int AS line, CASE WHEN n > %(waiting)s THEN 'resolved'
  WHEN n %% 3 = 0 THEN 'offered' ELSE 'waiting' END AS state
  FROM generate_series(1::bigint, %(waiting)s + %(told)s) n) made
"""


def queue(say: Say, made: Node) -> None:
    """Every desk presses Next once, one after the other; each is given the first that it may take and nobody has."""
    os.environ["LINESIDE_SIGN_OFFS_ENFORCED"] = "yes"
    began = time.monotonic()
    people = _people()
    with psycopg.connect(made.owner_address) as owner:
        owner.execute("SELECT set_config('lineside.command', 'bench', true)")
        lines = {"channels": [each[0] for each in LINES], "lines": [each[1] for each in LINES]}
        numbers = {"kinds": len(LINES), "waiting": WAITING, "told": TOLD}
        owner.execute(MAKE, {**lines, **numbers, "risks": [each[2] for each in LINES]})
    with psycopg.connect(made.owner_address, autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE contacts_contact")
    say(f"{PEOPLE} people, {WAITING:,} waiting among {TOLD:,} resolved: made in {time.monotonic() - began:.0f} s")
    _ask(say, people)


def _people() -> list["Actor"]:
    """Accounts with a staff record and three sign-offs each, at three sites, each available at a desk."""
    from lineside.access import commands as access  # noqa: PLC0415 - Django is ready only now
    from lineside.access.permissions import CanAccess  # noqa: PLC0415
    from lineside.access.queries import actor_of  # noqa: PLC0415
    from lineside.kernel.actors import system_actor  # noqa: PLC0415
    from lineside.people import commands as people  # noqa: PLC0415
    from lineside.people.permissions import CanPeople  # noqa: PLC0415
    from lineside.queues import commands as queues  # noqa: PLC0415

    maker, chance = system_actor("bench", *CanAccess, *CanPeople), random.Random(5)  # noqa: S311 - the same each run
    found = []
    for number in range(PEOPLE):
        name, role = f"handler{number}", "contact_handler"
        account = access.open_account(actor=maker, username=name, display_name=name, role=role)
        facts = people.Facts(
            name=name, collar_number=f"Q{number:04d}", role=role, site=chance.choice(SITES), account_id=account.id
        )
        staff = people.record_staff(actor=maker, facts=facts)
        for code in chance.sample(HOLD, 3):
            people.sign_off(actor=maker, staff_id=staff.id, code=code, evidence="Made by the bench")
        found.append(actor_of(account))
        queues.choose_state(actor=found[-1], state="available")
    return found


def _ask(say: Say, people: list["Actor"]) -> None:
    from lineside.contacts.commands import take_contact  # noqa: PLC0415 - Django is ready only now
    from lineside.contacts.queries import next_for  # noqa: PLC0415

    decided, given = [], []
    for actor in people:
        began = time.perf_counter()
        offered: list[Any] = next_for(actor)
        told = time.perf_counter()
        if offered:
            take_contact(actor=actor, contact_id=offered[0].id)
            given.append((time.perf_counter() - began) * 1000)
        decided.append((told - began) * 1000)
    say(f"queue decision, {PEOPLE} people and {WAITING:,} waiting: {spread(decided)}")
    say(f"decided and taken: {spread(given)}; {len(given)} were given a contact")

"""The laws of the building as tests: a breach is named with its place."""

import ast
import inspect
import os
import re
import subprocess
import sys
from enum import EnumMeta
from importlib import import_module, util
from io import StringIO
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import JSONField
from django.test import Client
from django.urls import get_resolver
from tests.architecture.walking import PACKAGE, functions, lines_of_code, modules, rooms, views

from lineside.access.commands import enrol_client
from lineside.access.permissions import CanAccess
from lineside.access.rules import roles
from lineside.gazetteer.queries import locate
from lineside.kernel.actors import system_actor
from lineside.kernel.commands import REGISTRY
from lineside.kernel.events import KINDS, REACTIONS, Event
from lineside.kernel.guards import guarded_models
from lineside.kernel.models import Record
from lineside.site.api import api
from lineside.site.rule_checks import all_tables, check_tables

REFUSED_WORDS = re.compile(
    r"(^|_)(utils?|helpers?|common|misc|manager|handler|processor|service|info)(_|$)|^(do|process)_|^base(_|$)"
)
THE_TRADES_OWN = {"contact_handler"}
# Who is not signed in yet, or ends a sitting, holds no permission to ask for.
OPEN = ("accounts/", "session/")
# Rights of machines, given to a system actor or an API client and never to a person's role.
OF_MACHINES = {
    "alerts.send",
    "officer_emergencies.escalate",
    "callouts.dial",
    "intelligence.deliver",
    "switchboard.ask",
    "switchboard.connect",
    "heartbeats.record",
    "contacts.receive",
    "crimes.tell",
    "contacts.deliver",
    "incidents.attend",
    "incidents.escalate",
    "files.store",
    "files.scan",
    "radios.deliver",
    "sickness.deliver",
    "trains.receive",
    "interception.watch",
    "training.play",
    "disruption.watch",
    "appointments.watch",
    "partners.carry",
    "partners.watch",
    "victims.watch",
    "extracts.move_in",
    "pole.move_in",
    "incidents.move_in",
    "crimes.move_in",
    "compliance.judge",
}
MANY_ROOMS = {"kernel", "ui", "site", "desks", "simulator", "gazetteer", "access", "contacts", "crimes", "gateways"}
# Sealed with all other events, but no desk shows them by themselves and nobody acts on them.
ON_RECORD_ALONE = {
    "files.FileStored",
    "pole.MarkerPlaced",
    "press.PressDutyPlanned",
    "pole.MarkerLifted",
    "pole.SafeContactOverruled",
    *(f"pole.{what}{how}" for what in ("Person", "Thing", "Location") for how in ("Recorded", "Linked")),
}
# What is neither a rule nor a table: the bytes on disk, and the chain of hashes.
PARTS_OF_THEIR_OWN = {"files/store.py", "audit/sealing.py"}
FILE_NAMES = {
    "__init__", "api", "apps", "commands", "conftest", "events", "forms", "models", "permissions", "queries",
    "reactions", "rules", "testing", "urls", "views",
}  # fmt: skip


def named_permissions():
    found = {"kernel.publish_rules", "kernel.set_policy", "kernel.dispose"}
    for room in rooms():
        if (room / "permissions.py").exists():
            module = import_module("lineside." + ".".join(room.relative_to(PACKAGE).parts) + ".permissions")
            for _, kind in inspect.getmembers(module, lambda thing: isinstance(thing, EnumMeta)):
                found |= {str(each.value) for each in kind if kind.__module__ == module.__name__}
    return found


def test_every_room_has_a_sign_of_three_to_eight_lines():
    signs = {room.name: ast.get_docstring(ast.parse((room / "__init__.py").read_text())) for room in rooms()}
    assert [name for name, sign in signs.items() if not sign or not 3 <= len(sign.splitlines()) <= 8] == []


def test_every_module_begins_with_a_sentence():
    bare = [
        path for path in modules() if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert [str(path.relative_to(PACKAGE)) for path in bare] == []


def test_every_page_names_its_permission():
    bare = [
        path
        for path, view in views(get_resolver().url_patterns)
        if not getattr(view, "needs", "") and not path.startswith(("api/v1/", *OPEN))
    ]
    assert bare == []


def operations():
    for path, item in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        yield from ((method, re.sub(r"\{[^}]*\}", str(UUID(int=7)), path)) for method in item)


@pytest.fixture(scope="module")
def asked():
    """Every operation; and what the first request reads is read before a transaction begins, which may not lie idle."""
    assert get_resolver().url_patterns
    locate("leeds")
    return list(operations())


@pytest.mark.django_db
def test_no_operation_answers_who_has_no_right(asked):
    key = enrol_client(actor=system_actor("tests", *CanAccess), name="nobody in particular", scopes=()).shown_key
    client, answered = Client(raise_request_exception=False), []
    for method, path in asked:
        reply = client.generic(method, path, "{}", "application/json", headers={"authorization": f"Bearer {key}"})
        if reply.status_code not in {401, 403, 404, 405, 409, 412, 422}:
            answered.append((method, path, reply.status_code))
    assert answered == []


@pytest.mark.django_db
def test_no_operation_answers_a_stranger(asked):
    client = Client()
    replies = {(method, path): client.generic(method, path, "{}", "application/json") for method, path in asked}
    assert [at for at, reply in replies.items() if reply.status_code != 401] == []


def test_every_command_needs_a_permission_that_a_room_names():
    known = named_permissions()
    assert {name: needs for name, needs in REGISTRY.items() if needs not in known and ".tests." not in name} == {}


def test_every_permission_is_in_some_role_or_of_machines():
    given = frozenset().union(*roles().values())
    assert named_permissions() - given - OF_MACHINES == set()


def test_every_permission_of_a_role_exists():
    assert frozenset().union(*roles().values()) - named_permissions() == set()


def test_every_event_has_a_listener_or_a_topic_or_is_known_to_be_for_the_record_alone():
    silent = {name for name, kind in KINDS.items() if kind.topics is Event.topics and name not in REACTIONS}
    assert {name for name in silent if ".tests." not in name} == ON_RECORD_ALONE


@pytest.mark.parametrize("document", ["map", "openapi"])
def test_the_generated_documents_are_up_to_date(document):
    call_command(document, "--check", stdout=StringIO())


def test_no_file_is_over_three_hundred_lines():
    sizes = {str(path.relative_to(PACKAGE)): len(path.read_text().splitlines()) for path in modules(tests=True)}
    assert {name: size for name, size in sizes.items() if size > 300} == {}


def test_the_kernel_stays_an_hours_read():
    """Under a thousand lines of Python that are code; its SQL is held apart."""
    kernel = [path for path in modules() if path.relative_to(PACKAGE).parts[0] == "kernel"]
    assert sum(lines_of_code(path) for path in kernel) < 1000
    sql = [line for line in (PACKAGE / "kernel" / "guards.sql").read_text().splitlines() if line.strip()]
    assert len([line for line in sql if not line.startswith("--")]) < 80


def test_no_function_is_over_forty_lines():
    long = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {node.name}"
        for path in modules()
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > 40
    ]
    assert long == []


def test_no_name_uses_a_refused_word():
    named = [(path, path.stem) for path in modules()]
    named += [(path, node.name) for path in modules() for node in functions(path)]
    found = [f"{path.relative_to(PACKAGE)}: {name}" for path, name in named if REFUSED_WORDS.search(name.lower())]
    assert [each for each in found if each.split(": ")[1] not in THE_TRADES_OWN] == []


def test_a_plain_room_has_only_the_files_with_fixed_names():
    strange = [
        str(path.relative_to(PACKAGE))
        for room in rooms()
        if room.relative_to(PACKAGE).parts[0] not in MANY_ROOMS
        for path in room.glob("*.py")
        if path.stem not in FILE_NAMES
    ]
    assert set(strange) - PARTS_OF_THEIR_OWN == set()


def test_the_rule_tables_are_in_order():
    assert check_tables(all_tables()) == []


@pytest.mark.django_db
def test_the_database_guards_every_table_of_record():
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        guarded = {name for (name,) in cursor.fetchall()}
    assert {model._meta.db_table for model in guarded_models()} - guarded == set()


def test_every_field_of_a_record_reads_the_same_locked():
    """A locked row is read without Django's converters; a field that needs one of its own has no place in a record."""
    converted = [
        f"{model._meta.label}.{field.name}"
        for model in guarded_models()
        if issubclass(model, Record)
        for field in model._meta.concrete_fields
        if field.get_db_converters(connection) and not (isinstance(field, JSONField) and field.decoder is None)
    ]
    assert converted == []


def test_the_worker_knows_every_rooms_reactions():
    written = {
        f"lineside.{'.'.join(path.relative_to(PACKAGE).with_suffix('').parts)}"
        for path in PACKAGE.rglob("reactions.py")
    }
    assert written <= set(settings.PROCRASTINATE_IMPORT_PATHS)


def test_every_process_leaves_a_job_for_whoever_listens():
    """A gateway loads no worker: what only the worker knows would never hear of what the gateway announces."""
    for path in settings.PROCRASTINATE_IMPORT_PATHS:
        import_module(path)
    listeners = {name for each in REACTIONS.values() for name, _ in each if ".tests." not in name}
    ask = (
        "import django; django.setup(); from lineside.kernel.events import REACTIONS; "
        "print(*(name for each in REACTIONS.values() for name, _ in each))"
    )
    whole = {**os.environ, "DJANGO_SETTINGS_MODULE": "lineside.site.settings"}
    told = subprocess.run([sys.executable, "-c", ask], check=True, capture_output=True, text=True, env=whole).stdout
    assert listeners - set(told.split()) == set()


def test_every_room_that_is_imported_is_installed():
    there = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {"gateways", "simulator"}
    assert there - set(settings.ROOMS) == set()
    assert util.find_spec("lineside.kernel") is not None

"""`lineside import`: old records moved in, as the desks then find them, and as the ledger accounts for them."""

import csv
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection

from lineside.crimes.models import Crime
from lineside.crimes.queries import crime_file, find_crimes, worklist
from lineside.crimes.queries.finals import finals_of
from lineside.extracts.models import Arrival, Extract, Rejection
from lineside.extracts.queries import KINDS
from lineside.extracts.testing import WHOLE, write_extracts
from lineside.incidents.commands import reopen_incident
from lineside.incidents.models import ClosingHold, Incident, LogEntry
from lineside.incidents.queries import board, find_incidents, log
from lineside.incidents.testing import OPERATOR, make_incident
from lineside.kernel.errors import NotPermitted, RuleBroken
from lineside.kernel.models import AuditLine, EventRecord
from lineside.kernel.testing import an_actor
from lineside.pole.models import Link, Person
from lineside.pole.queries import find_people, linked_to
from lineside.site.moving_in import Wanted, importer, move_in_all
from lineside.victims.models import Duty

SAMPLES = Path(__file__).parents[4] / "docs" / "how-to" / "move-in"
LOOKER = an_actor("incidents.view", "crimes.view", "pole.look_up", "incidents.reopen")


def move_in(mapping, *, dry=False, kinds=(), rejects=None):
    wanted = Wanted(mapping=mapping, kinds=kinds, rejects=rejects or mapping.parent, by="Ruth Adeyemi", is_dry=dry)
    return move_in_all(lambda *_: None, wanted)


def totals(told):
    return [line for line in told.lines if " rows = " in line]


def everything():
    return [model.objects.count() for model in (Person, Incident, LogEntry, Crime, Link, Arrival)]


@pytest.fixture
def whole(tmp_path):
    return write_extracts(tmp_path)


@pytest.mark.django_db
def test_what_was_moved_in_is_found_and_read_at_the_desks_with_its_origin_and_its_old_number(whole):
    assert move_in(whole).adds_up
    (row,) = find_incidents(LOOKER, "youths café")
    assert (row.reference, row.origin, row.state) == ("CAD-17-19", "OLD CAD", "closed")
    assert row.opened_at == datetime(2019, 3, 12, 17, 42, tzinfo=UTC)
    assert [(line.kind, line.text) for line in log(row.id)] == [
        ("moved_in", "Moved in from OLD CAD, where its number was CAD/17/19."),
        ("moved_in", "Unit at scene"),
        ("moved_in", "Words of advice"),
    ]
    (crime,) = crime_file(LOOKER, row.id).crimes
    assert (crime.reference, crime.state, crime.origin, crime.title) == (
        "1900004512", "recorded", "OLD CAD", "Theft from the person of another",
    )  # fmt: skip
    assert Incident.objects.get(id=row.id).crime_references == ["1900004512"]
    assert [each.reference for each in find_crimes(LOOKER, "1900004777")] == ["1900004777"]
    (person,) = find_people(LOOKER, "07700 900123", "to see that they are found")
    assert (person.name, person.origin, person.times_victim) == ("Robin Vale", "OLD CAD", 1)
    assert [each.role for each in linked_to(LOOKER, "incident", row.id)] == ["witness"]


@pytest.mark.django_db
def test_a_crime_that_came_without_a_log_gets_one_that_is_over(whole):
    move_in(whole)
    own = Incident.objects.get(reference="1900004777")
    assert (own.state, own.origin, own.crime_references) == ("closed", "OLD CAD", ["1900004777"])


@pytest.mark.django_db
def test_an_outcome_is_kept_as_it_was_and_one_that_our_list_lacks_is_rejected(tmp_path):
    rows = [
        "1900004777,,2019-04-02 13:30,39,039/00,finalised,18",
        "1900004778,,2019-04-02 13:30,39,039/00,finalised,99",
    ]
    move_in(write_extracts(tmp_path, crimes=[WHOLE["crimes.csv"][0], *rows]), kinds=["occurrences"])
    (final,) = finals_of(LOOKER, Crime.objects.get().id)
    assert (final.code, final.rationale) == ("18", "As it stood in OLD CAD.")
    assert "'99' is no outcome of our list" in Rejection.objects.get().why


@pytest.mark.django_db
def test_the_desks_show_where_a_record_comes_from(whole, client, sign_in):
    move_in(whole)
    sign_in("incidents.view", "crimes.view", "contacts.view", "pole.look_up")
    found = client.get("/find/", {"q": "youths café"}).content.decode()
    assert "CAD-17-19" in found
    assert "from OLD CAD" in found
    page = client.get("/incidents/CAD-17-19/").content.decode()
    assert "Moved in from OLD CAD, where its number was CAD/17/19." in page
    assert "Unit at scene" in page


@pytest.mark.django_db
def test_nothing_that_was_moved_in_is_news(whole):
    before = EventRecord.objects.count()
    move_in(whole)
    assert EventRecord.objects.count() == before
    assert not ClosingHold.objects.exists()
    assert not Duty.objects.exists()
    assert board(LOOKER) == []
    assert worklist(LOOKER) == []
    assert not Incident.objects.filter(closed_at=None).exists()


@pytest.mark.django_db
def test_a_live_log_keeps_the_next_number_of_its_day_whatever_is_moved_in(tmp_path):
    at = datetime.now(UTC).isoformat()
    rows = [WHOLE["logs.csv"][0], f"A1,{at},{at},Over already,ASB,"]
    move_in(write_extracts(tmp_path, logs=rows), kinds=["logs"])
    assert make_incident().serial == 1


@pytest.mark.django_db
def test_a_batch_is_one_deed_on_record_with_its_count_its_digest_and_each_old_number(whole):
    move_in(whole)
    lines = AuditLine.objects.filter(name="extracts.move_in").order_by("id")
    facts = [line.facts for line in lines]
    assert [each["references"] for each in facts] == [
        ["N1"], ["CAD/17/19"], ["CAD/17/19#1"], ["1900004512", "1900004777"],
        ["N1|occurrence|1900004512|victim", "N1|log|CAD/17/19|witness"],
    ]  # fmt: skip
    assert [each["count"] for each in facts] == [1, 1, 1, 2, 2]
    assert all(len(each["sha256"]) == 64 for each in facts)
    assert {line.actor_name for line in lines} == {"import by Ruth Adeyemi"}
    below = AuditLine.objects.filter(name="pole.move_in_people").get().facts
    assert below == {"source": "OLD CAD", "count": 1, "sha256": facts[0]["sha256"]}


@pytest.mark.django_db
def test_run_twice_it_doubles_nothing_and_says_that_all_is_there(whole):
    move_in(whole)
    before = everything()
    told = move_in(whole)
    assert told.adds_up
    assert everything() == before
    assert totals(told)[0] == "persons: 1 rows = 0 moved in + 1 there already + 0 rejected"


@pytest.mark.django_db
def test_a_dry_run_says_the_same_totals_and_rejects_and_writes_nothing(tmp_path):
    before = everything(), AuditLine.objects.count(), Extract.objects.count()
    (tmp_path / "dry").mkdir()
    (tmp_path / "real").mkdir()
    dry = move_in(SAMPLES / "mapping.toml", dry=True, rejects=tmp_path / "dry")
    assert (everything(), AuditLine.objects.count(), Extract.objects.count()) == before
    real = move_in(SAMPLES / "mapping.toml", rejects=tmp_path / "real")
    assert [line.replace("/dry/", "/real/") for line in totals(dry)] == totals(real)
    names = sorted(path.name for path in (tmp_path / "real").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "dry").iterdir())
    assert len(names) == 5
    assert all((tmp_path / "dry" / each).read_bytes() == (tmp_path / "real" / each).read_bytes() for each in names)


@pytest.mark.django_db
def test_the_samples_of_the_guide_are_moved_in_as_it_says(tmp_path):
    told = move_in(SAMPLES / "mapping.toml", rejects=tmp_path)
    assert [line.split(" (see")[0] for line in totals(told)] == [
        "persons: 6 rows = 4 moved in + 0 there already + 2 rejected",
        "logs: 5 rows = 4 moved in + 0 there already + 1 rejected",
        "lines: 7 rows = 6 moved in + 0 there already + 1 rejected",
        "occurrences: 3 rows = 2 moved in + 0 there already + 1 rejected",
        "links: 6 rows = 4 moved in + 0 there already + 2 rejected",
    ]
    assert told.lines[-1] == "Every row is accounted for."
    seen = an_actor("incidents.view")
    assert find_incidents(seen, "man sitting platform") == []  # it is restricted
    assert Incident.objects.get(reference="CAD-001893-21").is_restricted


@pytest.mark.django_db
def test_a_rejected_row_is_in_the_file_with_its_reason_and_once_corrected_is_moved_in(tmp_path):
    rows = ["NO,NAME,DOB,TEL", "N1,Robin Vale,1988-02-14,", "N2,Zoë Hartley,1996-13-01,", "N1,Robin Vale,,", "N3,,,"]
    mapping = write_extracts(tmp_path, persons=rows)
    move_in(mapping, kinds=["persons"])
    with (tmp_path / "persons.rejects.csv").open(encoding="utf-8-sig") as file:
        rejected = list(csv.DictReader(file))
    assert [(row["NO"], row["lineside row"]) for row in rejected] == [("N2", "2"), ("N1", "3"), ("N3", "4")]
    assert "'1996-13-01' is no date" in rejected[0]["lineside why"]
    assert "more than once" in rejected[1]["lineside why"]
    assert rejected[2]["lineside why"] == "name: there is nothing."
    write_extracts(tmp_path, persons=[rows[0], "N2,Zoë Hartley,1996-01-13,"])
    move_in(mapping, kinds=["persons"])
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Robin Vale", "Zoë Hartley"]


@pytest.mark.django_db
def test_a_row_whose_bytes_are_no_text_is_rejected_and_the_rest_is_moved_in(tmp_path):
    mapping = write_extracts(tmp_path)
    (tmp_path / "persons.csv").write_bytes(b"NO,NAME,DOB,TEL\nN1,Zo\xeb,,\nN2,Robin Vale,,\n")
    told = move_in(mapping, kinds=["persons"])
    assert totals(told)[0].startswith("persons: 2 rows = 1 moved in + 0 there already + 1 rejected")
    assert b"Zo\xeb" in (tmp_path / "persons.rejects.csv").read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("logs", "why"),
    [
        ("A1,2019-01-01 10:00,,Gist,ASB,", "closed_at: there is nothing."),
        ("A1,2019-01-01 10:00,2019-01-01 09:00,Gist,ASB,", "closed before it was opened"),
        ("A1,2999-01-01 10:00,2999-01-01 11:00,Gist,ASB,", "lies in the future"),
        ("A1,2019-01-01 10:00,2019-01-01 11:00,Gist,XXX,", "'XXX' is no opening code in force"),
        ("A" * 25 + ",2019-01-01 10:00,2019-01-01 11:00,Gist,ASB,", "longer than 24"),
        ("LS-29990101-0001,2019-01-01 10:00,2019-01-01 11:00,Gist,ASB,", "may be given here yet"),
    ],
)
def test_a_log_that_cannot_be_moved_in_is_rejected_with_the_reason(tmp_path, logs, why):
    mapping = write_extracts(tmp_path, logs=["NO,FROM,TO,TEXT,CODE,RESULT", logs])
    move_in(mapping, kinds=["logs"])
    assert why in Rejection.objects.get().why
    assert not Incident.objects.exists()


@pytest.mark.django_db
def test_a_number_that_a_live_log_has_is_not_taken_from_it(tmp_path):
    live = make_incident()
    row = f"{live.reference},2019-01-01 10:00,2019-01-01 11:00,Gist,ASB,"
    move_in(write_extracts(tmp_path, logs=["NO,FROM,TO,TEXT,CODE,RESULT", row]), kinds=["logs"])
    assert Rejection.objects.count() == 1
    assert Incident.objects.get() == live


@pytest.mark.django_db
def test_what_a_row_names_must_have_been_moved_in(whole):
    move_in(whole, kinds=["lines", "links"])
    assert Arrival.objects.count() == 0
    assert "is not among the logs that were moved in" in Rejection.objects.order_by("id").first().why
    move_in(whole)  # and once it is there, the same file is taken
    assert Arrival.objects.filter(kind__in=["lines", "links"]).count() == 3


@pytest.mark.django_db
def test_a_log_that_was_moved_in_is_over_and_not_opened_again(whole):
    move_in(whole)
    old = Incident.objects.get(reference="CAD-17-19")
    with pytest.raises(RuleBroken, match="moved in from OLD CAD and is over"):
        reopen_incident(actor=OPERATOR, incident_id=old.id, reason="Something new came up")


@pytest.mark.django_db
def test_lines_of_one_minute_keep_the_order_of_the_file(tmp_path):
    lines = [f"CAD/17/19,{n},2019-03-12 18:01,J SMALL,Line {n}" for n in range(1, 8)]
    move_in(write_extracts(tmp_path, lines=[WHOLE["lines.csv"][0], *lines]))
    old = Incident.objects.get(reference="CAD-17-19")
    assert [line.text for line in log(old.id)][1:-1] == [f"Line {n}" for n in range(1, 8)]


@pytest.mark.django_db
def test_a_line_that_was_written_after_the_log_was_closed_is_read_with_the_others(tmp_path):
    late = "CAD/17/19,1,2020-06-01 09:00,P MARSH,The camera's record came"
    move_in(write_extracts(tmp_path, lines=[WHOLE["lines.csv"][0], late]))
    old = Incident.objects.get(reference="CAD-17-19")
    assert log(old.id)[-1].text == "The camera's record came"
    assert old.last_line == "The camera's record came"


@pytest.mark.django_db
def test_who_may_not_move_records_in_cannot(whole):
    from lineside.extracts.commands import begin_extract

    facts = {"source": "OLD CAD", "kind": "persons", "name": "p.csv", "sha256": "0" * 64, "mapping_sha256": "0" * 64}
    with pytest.raises(NotPermitted):
        begin_extract(actor=OPERATOR, **facts)
    assert begin_extract(actor=importer("Ruth Adeyemi"), **facts).rows_done == 0


@pytest.mark.django_db
def test_parquet_is_read_as_csv_is(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    table = pyarrow.table({
        "NO": ["N1", "N2"], "NAME": ["Robin Vale", "Zoë Hartley"],
        "DOB": pyarrow.array([date(1988, 2, 14), None]), "TEL": ["07700 900123", None],
    })  # fmt: skip
    mapping = write_extracts(tmp_path)
    parquet.write_table(table, tmp_path / "persons.parquet")
    mapping.write_text(mapping.read_text().replace("persons.csv", "persons.parquet"))
    assert totals(move_in(mapping, kinds=["persons"]))[0].startswith("persons: 2 rows = 2 moved in")
    assert str(Person.objects.get(name="Robin Vale").born_on) == "1988-02-14"


# From here on the import is a process of its own, which is killed.
ROWS = 3000
WORDS = [sys.executable, "-m", "lineside.site.cli", "import", "--by", "Ruth Adeyemi"]
DIES = """
import os, signal
import django
django.setup()
from lineside.extracts import commands
def killed(*args, **kwargs):
    print("mid-batch", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
commands._keep_ledger = killed  # the records are written by then, and nothing is committed
import sys
from pathlib import Path
from lineside.site.moving_in import Wanted, move_in_all
path = Path(sys.argv[1])
move_in_all(lambda *_: None, Wanted(mapping=path, kinds=(), rejects=path.parent, by="Ruth Adeyemi", is_dry=False))
"""


def environment():
    there = connection.settings_dict
    address = f"postgresql://{there['USER']}:{there['PASSWORD']}@{there['HOST']}:{there['PORT']}/{there['NAME']}"
    settings = {"DJANGO_SETTINGS_MODULE": "lineside.site.settings"}
    return os.environ | settings | {"DATABASE_URL": address, "DATABASE_OWNER_URL": address}


def killed_on_its_way(mapping, after):
    """Begun, let go until it has moved something more in and a little longer, and killed; what has arrived by then."""
    before = Arrival.objects.count()
    with subprocess.Popen([*WORDS, str(mapping)], env=environment(), stdout=subprocess.DEVNULL) as running:
        limit = time.monotonic() + 90
        while running.poll() is None and Arrival.objects.count() == before and time.monotonic() < limit:
            time.sleep(0.02)
        time.sleep(after)  # so that it is met in different parts of a batch
        running.kill()
    return Arrival.objects.count()


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_a_batch_it_leaves_nothing_half_loaded(whole):
    run = subprocess.run(
        [sys.executable, "-c", DIES, str(whole)], env=environment(), capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout.strip()) == (-signal.SIGKILL, "mid-batch"), run.stderr[-2000:]
    assert everything() == [0, 0, 0, 0, 0, 0]
    assert Extract.objects.get().rows_done == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.timeout(600)
def test_killed_at_any_moment_and_run_again_it_ends_whole_and_doubles_nothing(tmp_path):
    at = datetime.now(UTC).replace(minute=0, second=0, microsecond=0).isoformat()
    mapping = write_extracts(
        tmp_path,
        persons=["NO,NAME,DOB,TEL", *(f"N{n},Robin Vale{n % 7},," for n in range(ROWS)), "N0,Robin Vale,,"],
        logs=["NO,FROM,TO,TEXT,CODE,RESULT", *(f"L{n},{at},{at},Gist {n},ASB,Done" for n in range(ROWS // 2))],
        lines=["LOG,SEQ,AT,BY,TEXT", *(f"L{n % (ROWS // 2)},{n},{at},J SMALL,Line {n}" for n in range(ROWS))],
        crimes=[
            WHOLE["crimes.csv"][0],
            *(f"C{n},L{n},{at},39,039/00,finalised," for n in range(ROWS // 6)),
        ],
        links=["PERSON,KIND,OF,ROLE", *(f"N{n},occurrence,C{n},victim" for n in range(ROWS // 6))],
    )
    reached = []
    for _ in range(4):
        reached.append(killed_on_its_way(mapping, 0.11 * len(reached)))
        check_whole()
    assert reached == sorted(reached)
    assert 0 < reached[0] < ROWS * 3  # it was cut off, and not at its end
    last = subprocess.run([*WORDS, str(mapping)], env=environment(), capture_output=True, text=True, check=False)
    assert last.returncode == 0, last.stderr
    assert "Every row is accounted for." in last.stdout
    half, sixth = ROWS // 2, ROWS // 6
    assert everything() == [ROWS, half, 2 * half + ROWS, sixth, sixth, 2 * ROWS + half + 2 * sixth]
    assert Rejection.objects.count() == 1
    check_whole()


def check_whole():
    """Of what is in the tables the ledger has each, once; and the other way about."""
    kept = {kind: Arrival.objects.filter(kind=kind).count() for kind in KINDS}
    logs = Incident.objects.count()
    there = {
        "persons": Person.objects.count(), "logs": logs, "lines": LogEntry.objects.count() - 2 * logs,
        "occurrences": Crime.objects.count(), "links": Link.objects.count(),
    }  # fmt: skip
    assert kept == there

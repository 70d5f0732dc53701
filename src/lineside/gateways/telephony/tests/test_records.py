"""The switch's call records."""

from datetime import UTC, datetime

from lineside.gateways.telephony.records import heard_late, read_records
from lineside.gateways.telephony.tracker import Lines

HEAD = '"","07700900111","405040","from-outside","""Ana Bell"" <07700900111>","PJSIP/trunk-1",'
ANSWERED = HEAD + (
    '"PJSIP/desk1-2","Queue","q","2026-04-01 09:00:00","2026-04-01 09:00:08","2026-04-01 09:03:00",180,172,'
    '"ANSWERED","DOCUMENTATION","1775034000.1",""'
)
ABANDONED = HEAD + (
    '"","Queue","q","2026-04-01 09:10:00","2026-04-01 09:10:01","2026-04-01 09:11:00",60,59,'
    '"ANSWERED","DOCUMENTATION","1775034600.2",""'
)


def kinds(path, since=datetime(2026, 4, 1, 9, 0, tzinfo=UTC)):
    return [(event.call_id, event.kind) for event in heard_late(read_records(path), since, Lines())]


def test_calls_of_the_silence_are_read_and_a_queue_that_answered_is_not_a_person(tmp_path):
    path = tmp_path / "Master.csv"
    path.write_text(f"{ANSWERED}\nnot a record\n\x00,\n{ABANDONED}\n")
    first, second = "1775034000.1", "1775034600.2"
    assert kinds(path) == [
        (first, "offered"), (first, "answered"), (first, "ended"), (second, "offered"), (second, "abandoned")
    ]  # fmt: skip
    assert all(event.heard_late for event in heard_late(read_records(path), datetime(2026, 4, 1, tzinfo=UTC), Lines()))


def test_records_from_long_before_the_silence_are_left_alone(tmp_path):
    path = tmp_path / "Master.csv"
    path.write_text(ANSWERED + "\n")
    assert kinds(path, datetime(2026, 4, 1, 12, 0, tzinfo=UTC)) == []


def test_without_a_file_there_are_no_records(tmp_path):
    assert kinds(tmp_path / "none.csv") == []


def test_a_telephone_that_only_rang_did_not_answer(tmp_path):
    path = tmp_path / "Master.csv"
    path.write_text(ANSWERED.replace('"ANSWERED"', '"NO ANSWER"') + "\n")
    assert [kind for _, kind in kinds(path)] == ["offered", "abandoned"]


def test_what_is_heard_late_has_the_lines_of_the_records_that_told_it(tmp_path):
    path = tmp_path / "Master.csv"
    tried = ANSWERED.replace('"ANSWERED"', '"NO ANSWER"').replace("Ana Bell", "Ana\u2028Bell")
    path.write_text(f"{tried}\n{ANSWERED}\n")
    events = list(heard_late(read_records(path), datetime(2026, 4, 1, tzinfo=UTC), Lines()))
    originals = {event.raw.decode() for event in events}
    assert (len(events), originals) == (3, {f"{tried}\n{ANSWERED}"})

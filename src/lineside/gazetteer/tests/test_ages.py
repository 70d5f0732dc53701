"""How old the data of places is, and from when it is called old. Files only."""

from datetime import date, timedelta

from lineside.gazetteer import queries, tables

TODAY = date(2026, 11, 27)


def test_each_table_of_places_tells_its_edition_and_its_age_the_oldest_first():
    found = queries.ages(TODAY)
    assert [each.days for each in found] == sorted((each.days for each in found), reverse=True)
    (mileposts,) = [each for each in found if each.label == "mileposts"]
    assert (mileposts.edition, mileposts.since, mileposts.days) == ("2024-01", date(2024, 1, 1), 1061)


def test_every_table_that_is_read_has_its_limit():
    here = {str(path.parent.relative_to(tables.DATA)) for path in tables.DATA.rglob("20*")}
    # Which law an area is under is no place that grows old; a border moves by statute, which is another edition.
    assert here - {"ages", "nations"} == {row["code"] for row in tables.rows("ages") if tables.newest(row["code"])}


def test_a_table_is_old_the_day_after_its_limit_and_not_on_it():
    limit = next(row["old_after_days"] for row in tables.rows("ages") if row["code"] == "london")
    since = tables.since("london")
    assert since is not None
    for days, is_old in ((limit, False), (limit + 1, True)):
        (london,) = [each for each in queries.ages(since + timedelta(days=days)) if "London" in each.label]
        assert london.is_old is is_old


def test_one_short_line_tells_it_where_a_place_is_chosen():
    assert queries.standing(TODAY).startswith("Places: data of January 2024 to ")
    assert "tables old" in queries.standing(TODAY + timedelta(days=4000))
    assert "old" not in queries.standing(date(2024, 5, 2))


def test_a_table_that_is_not_here_is_not_told_of():
    assert tables.since("sharealike/nothing") is None

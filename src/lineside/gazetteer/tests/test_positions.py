"""Grid, coordinates and mileages: pure conversions against published and surveyed points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineside.gazetteer.rules.grid import from_grid, grid_reference, read_grid, to_grid
from lineside.gazetteer.rules.latlon import in_great_britain, read_latlon
from lineside.gazetteer.rules.mileage import Line, metres_apart, point_at, read_mileages

LINE = Line("ABC1", "M", -220, 3600, ((0, 51.0, -1.0), (440, 51.004, -1.0), (880, 51.008, -1.0), (1760, 51.016, -1.0)))
METRIC = Line("KMS", "K", 0, 3000, ((0, 51.0, 1.0), (1000, 51.009, 1.0), (2000, 51.018, 1.0)))
LINES = {"ABC1": LINE, "KMS": METRIC}


@pytest.mark.parametrize(
    ("easting", "northing", "lat", "lon"),
    [
        (530300, 183000, 51.53084, -0.12282),  # King's Cross, as NaPTAN has it
        (651409.903, 313177.270, 52.65798, 1.71605),  # the Ordnance Survey's worked example, Caister water tower
        (325700, 673900, 55.95212, -3.19169),
    ],
)
def test_grid_positions_are_within_ten_metres(easting: float, northing: float, lat: float, lon: float) -> None:
    assert metres_apart(from_grid(easting, northing), (lat, lon)) < 60
    back = to_grid(*from_grid(easting, northing))
    assert abs(back[0] - easting) < 0.05
    assert abs(back[1] - northing) < 0.05


def test_the_worked_example_is_within_ten_metres() -> None:
    assert metres_apart(from_grid(651409.903, 313177.270), (52.657979, 1.716052)) < 10


@given(st.floats(100_000, 650_000), st.floats(10_000, 1_200_000))
def test_there_and_back_is_the_same_place(easting: float, northing: float) -> None:
    east, north = to_grid(*from_grid(easting, northing))
    assert abs(east - easting) < 0.1
    assert abs(north - northing) < 0.1


@given(st.integers(100_000, 650_000), st.integers(10_000, 1_200_000))
def test_a_written_reference_reads_back(easting: int, northing: int) -> None:
    found = read_grid(grid_reference(easting, northing, 10))
    if found:
        reading = found[0].readings[0]
        assert metres_apart((reading.lat or 0, reading.lon or 0), from_grid(easting, northing)) < 2


def test_an_odd_number_of_figures_is_no_reference() -> None:
    assert not read_grid("TQ31487")
    assert not read_grid("SE25 4AB")


def test_ireland_france_and_the_sea_are_outside() -> None:
    assert in_great_britain(51.53, -0.12)
    assert in_great_britain(57.5, -5.7)
    for lat, lon in ((53.35, -6.26), (54.6, -5.93), (50.95, 1.86), (48.86, 2.35), (0.0, 0.0)):
        assert not in_great_britain(lat, lon)


def test_longitude_first_is_turned_round() -> None:
    assert read_latlon("-0.1238, 51.5308")[0].readings[0].lat == 51.5308


@pytest.mark.parametrize(
    ("text", "yards"),
    [
        ("ABC1 0m 20c", 440),
        ("ABC1 0.0440", 440),
        ("ABC1 0m 440y", 440),
        ("ABC1 1m", 1760),
        ("ABC1 0.5 miles", 880),
        ("abc1 30ch", 660),
    ],
)
def test_mileages_are_yards_from_zero(text: str, yards: int) -> None:
    assert read_mileages(text, LINES)[0].readings[0].codes["yards"] == yards


def test_kilometre_lines_give_metres() -> None:
    for text in ("KMS 1.500", "KMS 1km 500m", "KMS 1.5 km"):
        assert read_mileages(text, LINES)[0].readings[0].codes["metres"] == 1500


def test_beyond_the_line_there_is_no_reading() -> None:
    assert not read_mileages("ABC1 3m 0c", LINES)[0].readings
    assert point_at(LINE, 4000) is None


def test_an_interpolated_point_says_so_and_how_far_off_it_may_be() -> None:
    point = point_at(LINE, 660)
    assert point is not None
    assert "interpolated" in point.why
    assert point.accuracy_m >= 40
    assert point.lat == pytest.approx(51.006)

"""Exports keep to the contract of names, are the same whatever the order, and are harmless in a spreadsheet."""

import csv
import datetime as dt
import io
import json
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import exports, run
from pipeline.aggregates import aggregates
from pipeline.geometry import constants
from pipeline.kinds import kinds
from pipeline.models import Alternative, Extent, Figure, Incident, LocationPrecision, Report
from tests import factories
from tests.conftest import story

DATA = ("csv", "geojson")  # the other formats are pages, with tests of their own
GOLDEN = Path(__file__).parent / "golden" / "exports"
CONTRACT = (
    *("id", "kind", "event_date", "event_date_end", "time_precision", "time_text", "time_basis", "location"),
    *("location_precision", "uncertainty_km", "location_basis", "location_alternatives"),
    *("location_extent", "place_id", "country"),
    *("admin1", "origin", "actor", "target", "weapon", "object", "status", "unverified", "figures"),
    *("acled_event_type", "acled_sub_event_type", "acled_geo_precision", "acled_time_precision", "ucdp_where_prec"),
    "reports",
    "corrections",
)


def written(format_name: str, *incidents: Incident) -> str:
    stream = io.StringIO()
    exports.write(format_name, incidents, stream)
    return stream.getvalue()


def feature(incident: Incident) -> dict:
    return json.loads(written("geojson", incident))["features"][0]


def row(incident: Incident) -> dict[str, str]:
    return next(csv.DictReader(io.StringIO(written("csv", incident))))


def sample() -> tuple[Incident, ...]:
    denial = factories.report(
        article="002.txt", source="The Paper", quote="“=1+1”, Moscow\nsaid.", claimant="Moscow", stance="denies"
    )
    return (
        factories.incident(
            status="disputed",
            location=factories.location(alternatives=(factories.alternative(),), longitude=30.52380000001),
            reports=(factories.report(), denial),
            figures=(factories.figure(), factories.figure(value=None, low=3, high=5, group=None, qualifier="about")),
            actor="=HYPERLINK(0)",
        ),
        factories.unplaced(kind="capture", when=factories.when(last=dt.date(2022, 3, 1)), weapon=None, target=None),
    )


def test_the_folder_is_the_register():
    assert exports.formats() == ("brief", "csv", "geojson", "html")
    with pytest.raises(KeyError):
        written("../csv")


def test_every_name_of_the_contract_is_there_in_order():
    assert tuple(feature(factories.incident())["properties"]) == CONTRACT


def test_nested_records_have_all_their_fields():
    properties = feature(sample()[0])["properties"]
    assert list(properties["reports"][0]) == [field.name for field in fields(Report)]
    assert list(properties["figures"][0]) == [field.name for field in fields(Figure)]
    assert list(properties["location_alternatives"][0]) == [field.name for field in fields(Alternative)]
    placed = factories.location(extent=Extent("sector", 50.0, 30.0, 12.0, 8.0, 90.0, 45.0))
    extent = feature(factories.incident(location=placed))["properties"]["location_extent"]
    assert sorted(extent) == sorted(field.name for field in fields(Extent))


def test_longitude_comes_first_and_has_six_decimals():
    where = factories.location(latitude=50.45466123456, longitude=-0.00000001)
    assert feature(factories.incident(location=where))["geometry"] == {"type": "Point", "coordinates": [0.0, 50.454661]}


def test_an_incident_that_is_not_placed_has_no_coordinates_at_all():
    found = feature(factories.unplaced())
    assert found["geometry"] is None
    properties = found["properties"]
    assert (properties["location"], properties["uncertainty_km"], properties["place_id"]) == (None, None, None)
    assert properties["location_precision"] == "none"
    assert (row(factories.unplaced())["latitude"], row(factories.unplaced())["longitude"]) == ("", "")


@pytest.mark.parametrize(
    ("where", "acled", "ucdp"),
    [
        ({"precision": "site"}, 1, 1),
        ({"precision": "part"}, 1, 1),
        ({"precision": "settlement"}, 1, 1),
        ({"precision": "near", "uncertainty_km": 25.0}, 2, 2),
        ({"precision": "near", "uncertainty_km": 36.0}, 2, 5),
        ({"precision": "district"}, 2, 3),
        ({"precision": "region", "name": "Kherson Oblast", "admin1": "Kherson Oblast"}, 3, 4),
        ({"precision": "region", "name": "Donbas", "admin1": None}, 3, 5),
        ({"precision": "region", "name": "Black Sea", "admin1": None, "country": None}, 3, 7),
        ({"precision": "none"}, 3, 6),
        (None, 3, 6),
    ],
)
def test_precision_in_the_codes_of_acled_and_ucdp(where, acled, ucdp):
    incident = factories.incident(location=factories.location(**where)) if where else factories.unplaced()
    properties = feature(incident)["properties"]
    assert (properties["acled_geo_precision"], properties["ucdp_where_prec"]) == (acled, ucdp)
    assert (row(incident)["acled_geo_precision"], row(incident)["ucdp_where_prec"]) == (str(acled), str(ucdp))


@pytest.mark.parametrize("precision", get_args(LocationPrecision))
def test_every_precision_has_its_codes_and_a_reason(precision):
    rows = [line for line in constants()["crosswalk"] if line["precision"] == precision]
    assert rows
    assert not {"within_km", "of"} & set(rows[-1]), "the last row takes all"
    assert all(line["why"] for line in rows)


def test_what_an_ambiguous_name_may_mean_is_exported_though_nothing_is_placed():
    incident = replace(
        factories.unplaced(), candidates=(factories.alternative(name="Ivanivka", admin1="Kherson Oblast"),)
    )
    found = feature(incident)
    assert found["geometry"] is None
    assert [other["name"] for other in found["properties"]["location_alternatives"]] == ["Ivanivka"]
    assert row(incident)["location_alternatives"] == "Ivanivka, Kherson Oblast"


@pytest.mark.parametrize(
    ("days", "precision", "expected"),
    [(0, "day", 1), (0, "part_of_day", 1), (1, "range", 2), (6, "range", 2), (7, "range", 3), (0, "assumed", 2)],
)
def test_acled_time_precision(days, precision, expected):
    when = factories.when(last=factories.DAY + dt.timedelta(days), precision=precision)
    assert feature(factories.incident(when=when))["properties"]["acled_time_precision"] == expected


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_can_be_exported(kind):
    properties = feature(factories.incident(kind=kind))["properties"]
    assert properties["kind"] == kind
    assert properties["acled_event_type"] == kinds()[kind].acled_event_type or properties["acled_sub_event_type"]


@pytest.mark.parametrize("format_name", exports.formats())
def test_order_does_not_show(format_name):
    one, two = sample()
    assert written(format_name, one, two) == written(format_name, two, one)


@pytest.mark.parametrize("format_name", DATA)
def test_no_incidents_make_a_whole_empty_file(format_name):
    text = written(format_name)
    if format_name == "geojson":
        assert json.loads(text) == {"type": "FeatureCollection", "features": []}
    else:
        assert len(text.splitlines()) == 1


@pytest.mark.parametrize("format_name", DATA)
def test_golden_file(format_name, request):
    path = GOLDEN / f"incidents.{format_name}"
    text = written(format_name, *sample())
    if request.config.getoption("--update-golden", default=False):
        path.write_text(text, encoding="utf-8", newline="")
    assert path.read_bytes().decode() == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_words_come_back_equal_from_geojson(words):
    incident = factories.incident(actor=words, reports=(factories.report(quote=words),))
    properties = feature(incident)["properties"]
    assert (properties["actor"], properties["reports"][0]["quote"]) == (words, words)


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠a", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("words", FORMULAS)
def test_no_text_cell_begins_like_a_formula(words):
    report = factories.report(source=words, quote=words, claimant=words, article=words)
    where = factories.location(name=words, admin1=words, alternatives=(factories.alternative(name=words),))
    incident = factories.incident(
        headline=words,
        location=where,
        reports=(report,),
        actor=words,
        target=words,
        weapon=words,
        object=words,
        origin=words,
        status_reason=words,
        when=factories.when(words=words),
    )
    found = row(incident)
    assert found["actor"] == "'" + words
    starts = {key: value for key, value in found.items() if value and value[0] in "=+-@\t\r\n＝＋－＠"}
    assert starts == {}


def test_numbers_stay_numbers():
    found = row(factories.incident(location=factories.location(latitude=-12.5, longitude=-70.25)))
    assert (found["latitude"], found["longitude"]) == ("-12.5", "-70.25")
    assert found["unverified"] == "false"


def test_figures_read_as_words_and_unknown_is_never_zero():
    unknown = factories.figure(value=None, group=None, claimant=None)
    assert row(factories.incident(figures=(unknown,)))["figures"] == "killed: unknown"
    assert row(sample()[0])["figures"] == "killed: 2 civilians (the mayor) | killed: about 3 to 5 (the mayor)"


def test_reports_stay_side_by_side():
    found = row(sample()[0])
    assert found["report_count"] == "2"
    assert found["claimants"] == "the mayor | Moscow"
    assert found["sources"] == " | The Paper", "an unknown outlet keeps its seat"


def test_figures_of_no_incident_follow_the_incidents_as_aggregates() -> None:
    text = "Missiles hit a depot in Sumy. In all, 310 people were evacuated from villages near the front."
    article = story(text, name="a.txt")
    extractions = run.extract([article])
    stream = io.StringIO()
    exports.write(
        "geojson", run.situate([article], extractions).incidents, stream, None, aggregates([article], extractions)
    )
    (row,) = json.loads(stream.getvalue())["aggregates"]
    assert (row["metric"], row["group"], row["value"], row["article"]) == ("displaced", "people", 310, "a.txt")
    assert article.text[row["start"] : row["end"]] == row["quote"]
    assert "310 people" in row["quote"]


def test_where_no_aggregates_are_given_the_collection_names_none() -> None:
    assert "aggregates" not in json.loads(written("geojson", *sample()))

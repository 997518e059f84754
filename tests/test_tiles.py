"""A background of the user's own: an address or a PMTiles file, with a credit; everything else is refused in words."""

import pytest
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from pipeline import map_layer
from pipeline.errors import TilesError
from pipeline.tiles import tiles

ADDRESS = "https://tiles.example.org/{z}/{x}/{y}.png"


def archive(path, kind=TileType.PNG, packing=Compression.NONE):
    with path.open("wb") as file:
        writer = Writer(file)
        for z, x, y in ((0, 0, 0), (1, 1, 0)):
            writer.write_tile(zxy_to_tileid(z, x, y), f"picture {z} {x} {y}".encode())
        header = {"tile_type": kind, "tile_compression": packing, "min_zoom": 0, "max_zoom": 1}
        corners = {"min_lon_e7": -1, "min_lat_e7": -1, "max_lon_e7": 1, "max_lat_e7": 1}
        writer.finalize({**header, **corners, "center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0}, {})
    return path


def test_an_address_is_taken_as_it_is(tmp_path) -> None:
    assert tiles(ADDRESS, "© Example", tmp_path) == {"url": ADDRESS, "credit": "© Example", "most": 14, "ours": False}


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("https://tiles.example.org/", "{z}, {x} and {y}"),
        ("javascript://x/{z}/{x}/{y}", "an https address"),
        ("https://{s}.example.org/{z}/{x}/{y}.png", "found {s}"),
        ("missing.pmtiles", "missing.pmtiles can't be read"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(tmp_path, what, says) -> None:
    with pytest.raises(TilesError, match=says):
        tiles(what, "© Example", tmp_path)


@pytest.mark.parametrize("credit", [None, " "])
def test_no_background_without_a_credit(tmp_path, credit) -> None:
    with pytest.raises(TilesError, match="--tiles-credit"):
        tiles(ADDRESS, credit, tmp_path)


def test_a_pmtiles_file_is_unpacked_once(tmp_path) -> None:
    given = archive(tmp_path / "small.pmtiles")
    said = tiles(str(given), "© Example", tmp_path / "web")
    (folder,) = (tmp_path / "web").iterdir()
    assert (folder / "1" / "1" / "0.png").read_bytes() == b"picture 1 1 0"
    assert said == {"url": f"{folder.name}/{{z}}/{{x}}/{{y}}.png", "credit": "© Example", "most": 1, "ours": True}
    (folder / "kept").touch()
    assert tiles(str(given), "© Example", tmp_path / "web") == said
    assert (folder / "kept").exists()


@pytest.mark.parametrize("options", [{"kind": TileType.MVT}, {"packing": Compression.GZIP}], ids=["vector", "packed"])
def test_only_pictures_are_taken(tmp_path, options) -> None:
    given = archive(tmp_path / "other.pmtiles", **options)
    with pytest.raises(TilesError, match=r"other\.pmtiles holds"):
        tiles(str(given), "© Example", tmp_path)


def test_the_address_travels_in_a_file_and_never_through_folium(tmp_path) -> None:
    said = tiles("https://example.org/{z}/{x}/{y}?{r}", "{{7*7}}", tmp_path)
    name = map_layer._background(said, tmp_path)
    assert "7*7" in (tmp_path / name).read_text()
    said = map_layer.drawn(tmp_path, said)
    assert name in said["script"]
    assert "example.org" not in str(said)

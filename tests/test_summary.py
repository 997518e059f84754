"""Headlines: what happened and where, in plain words, and nothing that the text doesn't say."""

import pytest

from pipeline.summary import headline
from tests import factories as make


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"weapon": "cruise missiles"}, "Cruise missile strike in Kyiv"),
        ({"weapon": "intense Russian shelling"}, "Shelling in Kyiv"),
        ({"weapon": "More than 30 missiles"}, "Missile strike in Kyiv"),
        ({"weapon": "six missiles"}, "Missile strike in Kyiv"),
        ({"weapon": None}, "Strike in Kyiv"),
        ({"weapon": None, "target": "an oil depot"}, "Strike on an oil depot in Kyiv"),
        ({"weapon": "missile", "target": "Two blocks of flats"}, "Missile strike on two blocks of flats in Kyiv"),
        ({"weapon": None, "target": "energy sites"}, "Strike on energy sites in Kyiv"),
        ({"weapon": None, "target": "the building"}, "Strike in Kyiv"),  # which one stands in another sentence
        ({"weapon": None, "target": "five people"}, "Strike in Kyiv"),
        ({"weapon": None, "target": "Power stations"}, "Strike in Kyiv"),  # a name, or the first word of a sentence
        ({"weapon": None, "target": "a depot", "location": make.location(precision="site")}, "Strike at Kyiv"),
        ({"kind": "shootdown", "object": "a second transport plane"}, "Transport plane shot down in Kyiv"),
        ({"kind": "shootdown", "object": "a Russian Il-76 close to Sumy"}, "Russian Il-76 shot down in Kyiv"),
        ({"kind": "shootdown", "object": "several of the helicopters"}, "Helicopters shot down in Kyiv"),
        ({"kind": "shootdown", "object": "two more"}, "Aircraft or missile shot down in Kyiv"),
        ({"kind": "shootdown", "object": None}, "Aircraft or missile shot down in Kyiv"),
        ({"kind": "battle"}, "Fighting in Kyiv"),
        ({"kind": "capture", "object": "70% of the city"}, "Part of Kyiv said to be captured"),
        ({"kind": "capture", "object": "most of the city"}, "Most of Kyiv said to be captured"),
        (
            {"kind": "capture", "object": "Russian forces", "location": None},
            "A place said to be taken from Russian forces",
        ),
        ({"kind": "explosion", "location": None}, "Explosion, place not known"),
        ({"kind": "capture", "object": "the town"}, "Kyiv said to be captured"),
        ({"kind": "capture", "actor": "the Russian military"}, "Kyiv said to be captured by Russian military"),
        ({"kind": "capture", "actor": "soldiers"}, "Kyiv said to be captured"),
        ({"kind": "withdrawal", "actor": "Russian troops"}, "Russian troops withdraw from Kyiv"),
        ({"kind": "withdrawal", "actor": "the Ukrainian army"}, "Ukrainian army withdraws from Kyiv"),
        ({"kind": "withdrawal", "actor": None, "location": None}, "Forces withdraw, place not known"),
    ],
)
def test_a_headline_says_it_in_plain_words(told: dict, words: str) -> None:
    fields = {"weapon": None, "target": None, "object": None, "actor": None} | told
    assert headline(make.incident(**fields)) == words

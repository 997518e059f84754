"""What is taken away, opened where nobody can be asked: the map as one file, from the disk, without a network."""

import base64
import datetime as dt
import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from gazetteer.plain import visible
from pipeline import exports
from pipeline.edition import Edition
from pipeline.timeline import Coverage
from tests import factories as make

START = dt.date(2022, 2, 24)
STRIKE = [0xD5, 0x5E, 0x00]  # its colour in kinds.toml, where the status fills it whole
HOSTILE = "{{7*7}} ${1} <img src=x onerror=alert(1)> </script> `x` \u202eback"


def told(name: str, day: int, place: str, latitude: float, longitude: float, quote: str) -> object:
    return make.incident(
        id=name.ljust(16, "0"),
        headline=f"Headline of {name}",
        when=make.when(START + dt.timedelta(days=day)),
        location=make.location(place_id=place, name=place, latitude=latitude, longitude=longitude),
        status="corroborated",
        reports=(make.report(quote=quote, source="Agency A"),),
    )


def saved(path: Path) -> Path:
    incidents = (
        told("a1", 0, "Lviv", 49.84, 24.03, "Quote of a1."),
        told("b1", 5, "Sumy", 50.91, 34.8, HOSTILE),
        make.unplaced(when=make.when(START)),
    )
    edition = Edition(made=START, coverage=(Coverage(START, "Agency A", 2),))
    with path.open("w", encoding="utf-8") as stream:
        exports.write("html", incidents, stream, edition)  # type: ignore[arg-type]
    return path


def painted(page: Page, picture: bytes, place: str) -> list[int]:
    """The colour that the picture has where the map's marker of the place stands."""
    found = page.evaluate(
        """async ([picture, place]) => {
          const image = new Image(), app = Situation.app, pen = document.createElement("canvas").getContext("2d");
          image.src = "data:image/png;base64," + picture;
          await image.decode();
          pen.canvas.width = image.width;
          pen.canvas.height = image.height;
          pen.drawImage(image, 0, 0);
          const mark = app.drawn.find((one) => app.describe(one).place === place);
          const at = app.map.layerPointToContainerPoint([mark.x, mark.y]), scale = image.width / app.map.getSize().x;
          return [...pen.getImageData(at.x * scale, (at.y + 62) * scale, 1, 1).data].slice(0, 3);
        }""",
        [base64.b64encode(picture).decode(), place],
    )
    assert isinstance(found, list)
    return found


def test_the_saved_map_scrubs_and_tells_its_quotes_from_a_file_without_a_network(
    chromium: BrowserContext, tmp_path: Path
) -> None:
    address = saved(tmp_path / "map.html").as_uri()
    assert chromium.browser
    alone = chromium.browser.new_context(offline=True)
    page, asked, errors = alone.new_page(), [], []
    page.on("request", lambda one: asked.append(one.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    try:
        page.goto(address)
        expect(page.locator(".counts")).to_contain_text("2 shown")
        with page.expect_download() as found:
            page.get_by_role("button", name="Save the map as a picture").click()
        assert found.value.suggested_filename == "situation-2022-02-24-to-2022-03-01.png"
        assert painted(page, found.value.path().read_bytes(), "Lviv") == STRIKE
        page.get_by_role("slider", name="Last day shown").focus()
        page.keyboard.press("Home")  # to the first day, on which only Lviv was hit
        expect(page.locator(".counts")).to_contain_text("1 shown")
        expect(page.get_by_role("button", name="Incidents 1")).to_be_visible()
        spot = page.evaluate(
            "() => { const app = Situation.app, mark = app.drawn[0];"
            " const at = app.map.layerPointToContainerPoint([mark.x, mark.y]); return [at.x, at.y]; }"
        )
        page.locator("#map_div").click(position={"x": spot[0], "y": spot[1]})
        expect(page.get_by_text("Quote of a1.")).to_be_visible()
        expect(page.get_by_text("Russian side: nothing in these articles")).to_be_visible()
        page.get_by_role("button", name="Back to the list").click()
        page.get_by_role("button", name="All days").click()
        page.get_by_role("button", name="Headline of b1").click()
        expect(page.locator("blockquote")).to_have_text(visible(HOSTILE))
        assert page.locator("#side img").count() == 0
        assert [one for one in asked if not one.startswith(("blob:", "data:"))] == [address]
        assert errors == []
    finally:
        alone.close()


def test_the_brief_fits_on_one_sheet_however_long_its_quotes_are(chromium: BrowserContext, tmp_path: Path) -> None:
    long = "Rescuers said that a missile hit the station and that they were at work there until the evening. " * 4
    incidents = [
        make.incident(
            id=f"{number:016x}",
            reports=(make.report(quote=long), make.report(quote=long, claimant="Moscow", stance="denies")),
        )
        for number in range(30)
    ]
    path = tmp_path / "brief.html"
    with path.open("w", encoding="utf-8") as stream:
        exports.write("brief", incidents, stream, Edition(made=START, coverage=(Coverage(START, "Agency A", 2),)))
    page = chromium.new_page()
    try:
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        printed = page.pdf(prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type ?/Page\b", printed)) == 1
    finally:
        page.close()

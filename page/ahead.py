"""What the map's frame is told to fetch before it finds out by itself.

The frame asks for its script, its style and the counts one after another, each when the one before has begun. Told in a
header of its first answer, the browser has them when they are asked for. A hint that is wrong costs one request.
"""

FRAME = "/component/pipeline.map_layer.st_folium/index.html"
_WEB = "../pipeline.map_layer.web"  # seen from the frame
_told: list[str] = []


def tell(assets: str, cube: str | None) -> None:
    """From now on browsers are told to fetch these.

    assets: folder of the map's files; cube: the file of counts, None where not everybody may have it.
    """
    files = [
        f"<{_WEB}/{assets}/frame.js>; rel=preload; as=script",
        f"<{_WEB}/{assets}/frame.css>; rel=preload; as=style",
        f"<{_WEB}/{assets}/fonts/sans.woff2>; rel=preload; as=font; crossorigin",
    ]
    if cube:
        files.append(f"<{_WEB}/{cube}>; rel=preload; as=fetch; crossorigin")
    _told[:] = [", ".join(files)]


def link(path: str) -> str | None:
    """The header "Link" of the answer at that path; None where there is nothing to tell."""
    return _told[0] if _told and path.endswith(FRAME) else None

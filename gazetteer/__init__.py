"""Place names in, places out. Knows nothing of articles."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gazetteer.geocoder import Gazetteer as Gazetteer

__all__ = ["Gazetteer"]


def __getattr__(name: str) -> Any:
    """geopy's face of the gazetteer; geopy is not loaded before somebody asks for it."""
    if name != "Gazetteer":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gazetteer.geocoder import Gazetteer

    return Gazetteer

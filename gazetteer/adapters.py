"""geopy adapters that open no socket."""

from collections.abc import Mapping
from typing import NoReturn

from geopy.adapters import BaseAsyncAdapter, BaseSyncAdapter
from geopy.exc import GeocoderUnavailable

_OFFLINE = "The gazetteer answers from its own file and opens no connection."


class Offline(BaseSyncAdapter):
    """Refuses every address."""

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> NoReturn:
        """Never answers."""
        raise GeocoderUnavailable(_OFFLINE)

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> NoReturn:
        """Never answers."""
        raise GeocoderUnavailable(_OFFLINE)


class OfflineAsync(BaseAsyncAdapter):
    """The same for geopy's asynchronous mode."""

    async def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> NoReturn:
        """Never answers."""
        raise GeocoderUnavailable(_OFFLINE)

    async def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> NoReturn:
        """Never answers."""
        raise GeocoderUnavailable(_OFFLINE)

"""A web address to bytes, carefully: only the command line asks for it, and never on behalf of somebody who only looks.

An address in a feed is somebody else's words, and may point at this machine or its network. So every address, also
of a redirect, is resolved first, refused unless all it stands for is public, and the connection goes to what was
checked, whatever the name resolves to a moment later. The system's proxy settings are not used.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from pipeline.errors import FetchError
from pipeline.readers._draft import shown

_REDIRECTS = (301, 302, 303, 307, 308)
_AGENT = "SituationMap/1 (reads dated articles; one request at a time)"
# Addresses that carry another one inside: through a gateway they may lead to a private one.
_CARRIERS = ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
_SITE = ("fec0::/10",)  # networks of somebody's own under their first name, which Python takes for public
_INWARD = tuple(map(ipaddress.ip_network, (*_CARRIERS, *_SITE)))


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may do and take."""

    allow_http: bool = False
    allow_private: bool = False
    max_bytes: int = 2_000_000
    seconds: float = 10.0  # for connecting, and for all that follows
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back, from which address in the end."""

    url: str
    data: bytes
    charset: str | None  # as the server states it


Fetch = Callable[[str], Fetched]


def fetch(url: str, limits: Limits) -> Fetched:
    """What the address holds. Raises FetchError, in words, for all that is refused or goes wrong."""
    scheme = url.partition(":")[0].lower()
    for _ in range(limits.redirects + 1):
        found = _one(url, limits)
        if isinstance(found, Fetched):
            return found
        try:
            url = urljoin(url, found)
        except ValueError:
            raise FetchError(f"{_name(url)}: found a redirect to no address that can be read.") from None
        if url.partition(":")[0].lower() != scheme:
            raise FetchError(f"{_name(url)}: found a redirect to another scheme, which is not followed.")
    raise FetchError(f"{_name(url)}: found more than {limits.redirects} redirects. Open it in a browser.")


def _one(url: str, limits: Limits) -> Fetched | str:
    """What came back, or where it is to be looked for."""
    secure, host, port, path = _parts(url, limits)
    connection = _connection(secure, host, port, url, limits)
    # a server that sends a byte now and then keeps no single wait too long, so the whole is cut off too
    late = threading.Event()
    ending = threading.Timer(limits.seconds, _cut, [connection, late])
    try:
        ending.start()
        connection.request("GET", path, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        if answer.status in _REDIRECTS and (target := answer.getheader("Location")):
            return target
        found = _read(answer, url, limits)
        if late.is_set():  # what was there until then may look whole
            raise TimeoutError
        return found
    except (OSError, http.client.HTTPException, ValueError) as error:
        reason = "it took too long" if late.is_set() else str(error) or type(error).__name__
        raise FetchError(f"{_name(url)}: can't be fetched: {shown(reason)}.") from None
    finally:
        ending.cancel()
        connection.close()


def _parts(url: str, limits: Limits) -> tuple[bool, str, int, str]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise FetchError(f"{_name(url)}: found no address that can be read.") from None
    allowed = ("https", "http") if limits.allow_http else ("https",)
    if parts.scheme not in allowed:
        hint = "" if limits.allow_http else " --allow-http allows http."
        raise FetchError(
            f"{_name(url)}: found {shown(parts.scheme)}, but only {' and '.join(allowed)} is fetched.{hint}"
        )
    if not host or parts.username is not None or parts.password is not None:
        raise FetchError(f"{_name(url)}: an address with a host and without user or password is needed.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not url.isascii():
        path = "".join(c if c.isascii() else "".join(f"%{b:02X}" for b in c.encode("utf-8", "replace")) for c in path)
    secure = parts.scheme == "https"
    return secure, host, port or (443 if secure else 80), path


def _connection(secure: bool, host: str, port: int, url: str, limits: Limits) -> http.client.HTTPConnection:
    sock = _connected(host, port, url, limits)
    try:
        if secure:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
    except (OSError, ValueError) as error:
        sock.close()
        raise FetchError(f"{_name(url)}: no secure connection: {shown(str(error))}.") from None
    made = http.client.HTTPConnection(host, port, timeout=limits.seconds)
    made.default_port = 443 if secure else 80
    made.sock = sock
    return made


def _connected(host: str, port: int, url: str, limits: Limits) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"{_name(url)}: its host can't be found: {shown(str(error))}.") from None
    addresses = [str(where[0]) for *_, where in found]
    if not limits.allow_private and (inside := [each for each in addresses if not is_public(each)]):
        raise FetchError(
            f"{_name(url)}: stands for {inside[0]}, which is no public address, so it is not fetched. "
            "--allow-private allows it."
        )
    last: OSError | None = None
    until = time.monotonic() + limits.seconds  # for all together: a name may stand for hundreds
    for address in dict.fromkeys(addresses):
        try:
            made = socket.create_connection((address, port), timeout=max(until - time.monotonic(), 0.01))
        except OSError as error:
            last = error
            if time.monotonic() > until:
                break
        else:
            made.settimeout(limits.seconds)
            return made
    raise FetchError(f"{_name(url)}: can't be reached: {shown(str(last))}.")


def is_public(address: str) -> bool:
    """Whether the IP address can be reached by everybody: not this machine, not a network of somebody's own."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or found
    return inner.is_global and not inner.is_multicast and not any(inner in network for network in _INWARD)


def _read(answer: http.client.HTTPResponse, url: str, limits: Limits) -> Fetched:
    if answer.status != 200:
        raise FetchError(f"{_name(url)}: the server answered {answer.status}.")
    if (packed := answer.getheader("Content-Encoding", "identity").lower()) != "identity":
        raise FetchError(f"{_name(url)}: found the content packed as {shown(packed)}, though that was not asked for.")
    data = answer.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        raise FetchError(
            f"{_name(url)}: found more than {limits.max_bytes:,} bytes, which is more than an article has."
        )
    if answer.length:
        raise FetchError(f"{_name(url)}: the connection ended before all was there. Try again later.")
    return Fetched(url, data, answer.headers.get_content_charset())


def _cut(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    late.set()
    if connection.sock:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _name(url: str) -> str:
    return shown(url, most=200)

"""A PostgreSQL server of the tests' own, from Debian's package, on a socket in a folder of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# power cuts are the server's own business; what is tested here is what we ask of it
_SETTINGS = {"listen_addresses": "", "fsync": "off", "shared_buffers": "16MB", "max_connections": "40"}


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def missing() -> str | None:
    """Why no server can be started here, in words; None where one can."""
    if os.name == "nt":
        return "PostgreSQL is tested on Linux only"
    if programs() is None:
        return "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (pip install -r requirements-postgres.txt)"
    if os.geteuid() == 0 and not _user():
        return "PostgreSQL runs as no root, and there is no user postgres or nobody"
    return None


@contextmanager
def server() -> Iterator["Server"]:
    """A running server; stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket's path has at most 107 characters
    try:
        if os.geteuid() == 0:
            user = pwd.getpwnam(_user() or "")
            os.chown(folder, user.pw_uid, user.pw_gid)
        made = Server(folder)
        made.run("initdb", "-D", str(folder / "data"), "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync")
        made.start()
        try:
            yield made
        finally:
            made.stop("fast")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """A server under a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def run(self, program: str, *arguments: str) -> None:
        """Runs one of PostgreSQL's programs, as no root."""
        found = programs()
        assert found
        command = [str(found / program), *arguments]
        if os.geteuid() == 0:
            user = pwd.getpwnam(_user() or "")
            command = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", *command]
        ended = subprocess.run(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120)
        assert ended.returncode == 0, ended.stderr.decode()

    def start(self) -> None:
        """Starts it and waits until it answers."""
        settings = {**_SETTINGS, "unix_socket_directories": str(self.folder)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-o", options, "-w", "start")

    def stop(self, mode: str) -> None:
        """Stops it: "fast", or "immediate" as a power cut would."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-m", mode, "-w", "stop")

    def address(self, database: str) -> str:
        """What DATABASE_URL would hold."""
        return f"postgresql://test@/{database}?host={self.folder}"

    def database(self) -> str:
        """The address of a new, empty database."""
        import psycopg

        self._made += 1
        name = f"situation{self._made}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.address(name)


def _user() -> str | None:
    known = {one.pw_name for one in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)

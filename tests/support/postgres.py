"""PostgreSQL for tests: a server of the tests' own, from whatever installation this machine has."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agents.broker.embedded import HOST, free_port

DEBIAN = Path("/usr/lib/postgresql")
USERS = ("postgres", "nobody")
"""Whom to run the server as where the tests run as root, which PostgreSQL refuses."""


class NoPostgresError(RuntimeError):
    """This machine has no PostgreSQL; the message says what is missing."""


@contextmanager
def server() -> Iterator[str]:
    """The address of a running server with an empty database.

    Raises:
        NoPostgresError: there are no programs to run one.
    """
    programs, user = _programs(), _user()
    with tempfile.TemporaryDirectory(prefix="communique-postgres-") as directory:
        data, port = Path(directory) / "data", free_port()
        if user:
            shutil.chown(directory, user)
        options = f"-p {port} -k {directory} -c listen_addresses={HOST} -c fsync=off"
        make = ["initdb", "-D", str(data), "-U", "tests", "--auth=trust", "-E", "UTF8", "--no-sync", "--locale=C"]
        start = ["pg_ctl", "-D", str(data), "-w", "-l", f"{directory}/log", "-o", options, "start"]
        _run(programs, user, make)
        _run(programs, user, start)
        try:
            yield f"postgresql://tests@{HOST}:{port}/postgres"
        finally:
            _run(programs, user, ["pg_ctl", "-D", str(data), "-m", "immediate", "stop"])


def _programs() -> Path:
    on_the_path = shutil.which("initdb")
    found = [Path(on_the_path).parent] if on_the_path else sorted(DEBIAN.glob("*/bin"), reverse=True)
    whole = [folder for folder in found if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    if not whole:
        raise NoPostgresError("no PostgreSQL on this machine: initdb and pg_ctl are missing")
    return whole[0]


def _user() -> str | None:
    if os.geteuid():
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    found = next((name for name in USERS if name in known), None)
    if found is None:
        raise NoPostgresError("PostgreSQL does not run as root, and there is no other user to run it as")
    return found


def _run(programs: Path, user: str | None, command: list[str]) -> None:
    subprocess.run(
        [str(programs / command[0]), *command[1:]],
        user=user,
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=60,
    )

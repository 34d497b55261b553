"""`communique demo`: the whole way, on an embedded broker, with sample articles."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

import click
from kafka import KafkaConsumer

from agents.broker.clients import client_options
from agents.broker.embedded import SESSION_MILLISECONDS, EmbeddedBrokerError, embedded_broker, free_port
from agents.cli.plain import plain
from agents.cli.watch import open_consumer, readable_line
from agents.feeding.reading import lines_of
from agents.feeding.sending import push_unchecked
from agents.pages.newest import dead_letter
from agents.settings import PREFIX, Settings
from agents.topics import DEAD_LETTERS, EVENTS, administration, create_missing, required_topics

if TYPE_CHECKING:
    from kafka.consumer.fetcher import ConsumerRecord

READY_SECONDS = 120.0
"""How long the worker may take to start; most of it is loading the language model on a cold disk."""

QUIET_SECONDS = 6.0
"""With --once: silence after which no more events are expected."""


OF_THIS_MACHINE_ALONE: dict[str, Any] = {
    "security_protocol": "PLAINTEXT",
    "web_host": "127.0.0.1",
    **dict.fromkeys(("web_ssl_certfile", "web_ssl_keyfile", "web_ssl_keyfile_password")),
}
"""The embedded broker speaks no TLS and has no logins, whatever the environment says of another one."""


@click.command(short_help="Run all of it with sample articles, on an embedded broker.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--once", is_flag=True, help="Stop when the articles are through, instead of waiting for Ctrl-C.")
@click.option(
    "--web-port", type=click.IntRange(1, 65535), default=None, help="Port of the web view; default: a free one."
)
def demo(files: tuple[str, ...], *, once: bool, web_port: int | None) -> None:
    r"""Run all of it on this machine: broker, topics, worker, web view; feed articles and show their events.

    Without FILE the sample articles are fed. The broker keeps everything in memory and forgets it at the end.

    \b
    Examples:
      communique demo
      communique demo my-articles.jsonl
    """
    try:
        with embedded_broker() as bootstrap:
            run(bootstrap, files, web_port if web_port is not None else free_port(), once=once)
    except EmbeddedBrokerError as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        click.echo("stopped", err=True)


def run(bootstrap: str, names: tuple[str, ...], web_port: int, *, once: bool) -> None:
    """Make the topics, start a worker, feed the articles and show what comes out."""
    # With one partition the stories are told in the order of the articles.
    settings = Settings(
        bootstrap_servers=(bootstrap,), web_port=web_port, store="memory", partitions=1, **OF_THIS_MACHINE_ALONE
    )
    with administration(client_options(settings)) as admin:
        create_missing(admin, required_topics(settings), replication_factor=1)
    click.echo("starting: broker, topics, worker ...", err=True)
    with (
        open_consumer(settings, [*EVENTS.values(), DEAD_LETTERS], from_beginning=True) as consumer,
        worker(settings) as process,
    ):
        _wait_until_ready(process, settings)
        click.echo(f"web view: http://{settings.web_host}:{settings.web_port}/", err=True)
        with _articles(names) as paths:
            lines = list(lines_of(paths))
        push_unchecked(lines, settings, lambda message: click.echo(plain(message), err=True))
        click.echo(f"{len(lines)} articles fed; events as they appear" + ("" if once else " (Ctrl-C ends)"), err=True)
        _show_until_done(consumer, process, once=once)


@contextmanager
def _articles(names: tuple[str, ...]) -> Iterator[list[str]]:
    """Paths of the articles to feed: those named, else the samples."""
    if names:
        yield list(names)
    else:
        with as_file(files("agents.samples") / "articles.jsonl") as path:
            yield [str(path)]


@contextmanager
def worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own, ended with the block; its log goes to a temporary file."""
    plain = {f"{PREFIX}{name.upper()}": value or "" for name, value in OF_THIS_MACHINE_ALONE.items()}
    environment = {
        **os.environ,
        **plain,
        f"{PREFIX}BOOTSTRAP_SERVERS": ",".join(settings.bootstrap_servers),
        f"{PREFIX}WEB_PORT": str(settings.web_port),
        f"{PREFIX}STORE": settings.store,
        f"{PREFIX}PARTITIONS": str(settings.partitions),
        f"{PREFIX}SESSION_TIMEOUT_SECONDS": str(SESSION_MILLISECONDS / 1000),
    }
    with tempfile.TemporaryDirectory(prefix="communique-demo-") as directory:
        environment[f"{PREFIX}DATA_DIR"] = directory
        log = Path(directory) / "worker.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", "agents.cli", "worker", "-l", "info"],
                env=environment,
                stdout=stream,
                stderr=stream,
            )
            try:
                yield process
            except WorkerEndedError:
                click.echo(_tail(log), err=True)
                raise
            finally:
                process.terminate()
                process.wait()


class WorkerEndedError(click.ClickException):
    """The worker ended on its own; its log is shown."""


def _tail(log: Path, lines: int = 20) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _wait_until_ready(process: subprocess.Popen[bytes], settings: Settings) -> None:
    """Wait until the worker says that it is ready.

    Raises:
        WorkerEndedError: it ended instead, or took too long.
    """
    url = f"http://{settings.web_host}:{settings.web_port}/readyz"
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise WorkerEndedError(f"the worker ended with exit code {process.returncode}")
        try:
            with urlopen(url, timeout=2) as response:
                if response.status == 200:  # noqa: PLR2004
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    raise WorkerEndedError(f"the worker was not ready within {READY_SECONDS:.0f} seconds")


def _show_until_done(consumer: KafkaConsumer, process: subprocess.Popen[bytes], *, once: bool) -> None:
    """Print events; with `once` until none has come for a while, else until Ctrl-C or the worker's end."""
    last = time.monotonic()
    quiet = READY_SECONDS  # the first event waits for the first parse
    while process.poll() is None:
        for batch in consumer.poll(timeout_ms=500).values():
            for record in batch:
                click.echo(_line(record))
                last, quiet = time.monotonic(), QUIET_SECONDS
        if once and time.monotonic() - last > quiet:
            return
    raise WorkerEndedError(f"the worker ended with exit code {process.returncode}")


def _line(record: ConsumerRecord) -> str:
    """An event, or a dead letter, as a line for a person."""
    if record.topic != DEAD_LETTERS:
        return readable_line(record)
    letter = dead_letter(dict(record.headers))
    return click.style(f"{'refused':<10}", fg="red") + plain(f"{letter.place}: {letter.reason}: {letter.message}")

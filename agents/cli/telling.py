"""For commands: what a broker, its topics or a file may raise becomes one line and the exit code 1."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from kafka.errors import KafkaError

from agents.telling import told
from agents.topics import TopicsMismatchError


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what a broker, its topics or a file may raise into one message for a person, and the exit code 1."""
    try:
        yield
    except (KafkaError, TopicsMismatchError, OSError) as error:
        raise click.ClickException(told(error)) from error

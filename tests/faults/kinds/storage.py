"""What is kept: full and read-only disks, damaged tables, emptied changelogs, dead letters that cannot be written."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from kafka import TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec

from agents.broker.changelogs import FED_BY
from agents.topics import DEAD_LETTERS, changelog, partitions_of
from harness import Stream
from tests.faults.backups import Backup, administration_of
from tests.faults.fault import ARTICLES, Fault
from tests.faults.kinds.extraction import with_some
from tests.faults.scene import Scene

CONFIG, IO_ERROR = 78, 74
"""Exit codes of a worker that refuses to start, and of one whose disk fails."""

DISK_BYTES = 64 * 1024 * 1024
UNWRITABLE_SECONDS = 5.0


# The disk


@contextmanager
def small_disk(scene: Scene) -> Iterator[Path]:
    """A disk of its own for the tables of a worker, which has left it again at the end."""
    disk = scene.directory / "small-disk"
    disk.mkdir(exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(disk))
    name, _ = scene.any_worker()
    scene.kill(name)
    try:
        scene.start(name, data_dir=disk / "data")
        yield disk
        scene.settle()
    finally:
        scene.kill(name)
        _run("umount", "--lazy", str(disk))
        scene.start(name)


def fill_the_disk(scene: Scene) -> None:
    """Leave no room on the disk; the worker ends, and goes on once there is room."""
    scene.until_done(10)
    with small_disk(scene) as disk:
        scene.driver.send(scene.newsroom.batch(ARTICLES // 2))
        ballast = disk / "ballast"
        scene.struck()
        _fill(ballast)
        scene.refused(IO_ERROR, "on disk cannot be used: IO error: No space left on device", start=False)
        scene.refused(CONFIG, f"communique: tables cannot be kept in {disk}/data: No space left on device")
        ballast.unlink()
        scene.supervise()


def forbid_writing(scene: Scene) -> None:
    """Give the worker a disk that it may only read; it refuses to start, and goes on once it may write."""
    scene.until_done(10)
    with small_disk(scene) as disk:
        name, worker = scene.any_worker()
        worker.kill()
        scene.struck()
        _run("mount", "-o", "remount,ro", str(disk))
        scene.refused(CONFIG, f"communique: tables cannot be kept in {disk}/data: Read-only file system")
        _run("mount", "-o", "remount,rw", str(disk))
        scene.restart(name)


def can_mount() -> bool:
    """Whether a disk can be made here, which root alone may."""
    return os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "true"], check=False).returncode == 0


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=20)


# Tables on disk


def damage_tables(scene: Scene) -> None:
    """Kill the worker and damage its tables on disk in every way; each time it ends with the right rows."""
    for share in scene.repeated(15, 35, 55):
        scene.until_done(share)
        name, worker = scene.any_worker()
        worker.kill()
        scene.struck()
        for table in sorted((scene.directory / f"{name}-data").rglob("*.db")):
            scene.dice.choice(DAMAGES)(table, scene.dice)
        # On a busy machine its session may run out while it opens so many; it then ends, and is started once more.
        scene.start_again(name)
        scene.revive()


def overwrite(table: Path, dice: random.Random) -> None:
    """Write over the middle of one file."""
    if files := _files(table):
        file = dice.choice(files)
        size = file.stat().st_size
        with file.open("r+b") as opened:
            opened.seek(size // 3)
            opened.write(dice.randbytes(max(1, size // 3)))


def cut(table: Path, dice: random.Random) -> None:
    """Cut one file in half."""
    if files := _files(table):
        file = dice.choice(files)
        os.truncate(file, file.stat().st_size // 2)


def take_away(table: Path, dice: random.Random) -> None:
    """Delete one file."""
    if files := _files(table):
        dice.choice(files).unlink()


def _files(table: Path) -> list[Path]:
    wanted = ("*.sst", "*.log", "MANIFEST*", "CURRENT")
    return sorted(file for pattern in wanted for file in table.glob(pattern) if file.stat().st_size)


DAMAGES: tuple[Callable[[Path, random.Random], None], ...] = (overwrite, cut, take_away)


# Changelogs


def empty_changelogs(scene: Scene) -> None:
    """Delete the records of a changelog, then the changelog; no worker starts until it is whole again."""
    for share in scene.repeated(20, 40, 60):
        scene.until_done(share)
        scene.wait_for("something committed of each source", lambda: len(_in_use(scene)) == len(FED_BY))
        name, worker = scene.any_worker()
        worker.kill()
        topic = changelog(scene.stream.settings.app_id, scene.dice.choice(sorted(FED_BY)))
        backup = Backup(scene.stream, topic)
        scene.struck()
        _delete_records(scene.stream, topic)
        scene.refused(CONFIG, f"{topic}[", "without its records before")
        backup.remake_topic()
        scene.refused(CONFIG, f"{topic}[", "empty, though")
        backup.restore()
        scene.restart(name)


def _in_use(scene: Scene) -> set[str]:
    """The tables out of whose source something was committed."""
    committed = scene.monitor.samples[-1].committed if scene.monitor.samples else {}
    begun = {topic for (topic, _), offset in committed.items() if offset}
    return {table for table, source in FED_BY.items() if source in begun}


def _delete_records(stream: Stream, topic: str) -> None:
    """Delete all records, which a broker allows on a topic that is not only compacted."""
    _alter(stream, topic, {"cleanup.policy": "compact,delete"})
    with administration_of(stream) as admin:
        partitions = [TopicPartition(topic, p) for p in range(partitions_of(topic, stream.settings))]
        ends = admin.list_partition_offsets(dict.fromkeys(partitions, OffsetSpec.LATEST))
        admin.delete_records({tp: told.offset for tp, told in ends.items() if told.offset})
    _alter(stream, topic, {"cleanup.policy": "compact"})


# Topics that are not as they must be


def count_partitions_wrongly(scene: Scene) -> None:
    """Start workers that count the partitions otherwise than the topics; they refuse, and the others go on."""
    for number in (1, scene.stream.settings.partitions + 1):
        scene.until_done(5 * number)
        scene.struck()
        scene.start("wrong", instance_id="", wait=False, partitions=number)
        scene.refused(
            CONFIG,
            f"{scene.stream.settings.partitions} partitions, must be {number}",
            start=False,
            name="wrong",
        )
        scene.workers.pop("wrong").end()


def shrink_dead_letters(scene: Scene) -> None:
    """Have the dead-letter topic take small records alone; the worker ends and refuses to start."""
    size = str(scene.stream.settings.dead_letter_bytes)
    with _refusing(scene, {"max.message.bytes": "200"}, {"max.message.bytes": size}):
        scene.refused(None, start=False)
        scene.refused(CONFIG, f"{DEAD_LETTERS}: max.message.bytes=200, must be at least {size}")


def delete_dead_letters(scene: Scene) -> None:
    """Delete the dead-letter topic under the worker, which can then not be started; nothing is acknowledged."""
    scene.until_done(2)
    name, worker = scene.any_worker()
    worker.process.send_signal(signal.SIGSTOP)
    backup = Backup(scene.stream, DEAD_LETTERS)
    scene.struck()
    backup.delete_topic()
    worker.process.send_signal(signal.SIGCONT)
    time.sleep(UNWRITABLE_SECONDS)
    worker.kill()
    scene.refused(CONFIG, f"{DEAD_LETTERS}: not there")
    backup.remake_topic()
    backup.restore()
    scene.restart(name)


@contextmanager
def _refusing(scene: Scene, config: dict[str, str], back: dict[str, str]) -> Iterator[None]:
    scene.until_done(2)
    _alter(scene.stream, DEAD_LETTERS, config)
    scene.struck()
    try:
        yield
    finally:
        _alter(scene.stream, DEAD_LETTERS, back)
    scene.supervise()


def _alter(stream: Stream, topic: str, config: dict[str, str]) -> None:
    with administration_of(stream) as admin:
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, topic, config)])


raising = partial(with_some, line="RAISE", error="LookupError")

FAULTS = (
    Fault("disk full", fill_the_disk, short=False, possible=can_mount),
    Fault("disk that may only be read", forbid_writing, short=False, possible=can_mount),
    Fault("damaged tables on disk", damage_tables),
    Fault("emptied changelog, tables on disk", empty_changelogs, short=False),
    Fault("emptied changelog, tables in memory", empty_changelogs, settings={"store": "memory"}, short=False),
    Fault("partitions counted wrongly", count_partitions_wrongly, short=False),
    Fault("dead letters too large for their topic", shrink_dead_letters, raising, short=False),
    Fault("dead-letter topic deleted", delete_dead_letters, raising, short=False),
)

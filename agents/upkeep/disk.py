"""Tables on disk: what becomes of a full or read-only disk, and of damaged files.

A table on disk is a copy of its changelog. So a damaged one is thrown away and refilled; a row is never read from it
in doubt. A disk that cannot be written ends the worker: raised as an exception, the error would be taken for a fault
of the record in hand, which would become a dead letter, or be logged by Faust's refilling, which would go on.

RocksDB tells errors by their text alone.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

from faust.stores import rocksdb

if TYPE_CHECKING:
    import rocksdict
    from faust.types import TP, EventT
    from rocksdict import Rdict

EXIT_CODE = 74
"""`EX_IOERR` of sysexits.h: an error while doing I/O on some file."""

UNFIT = (
    "No space left",
    "Disk quota exceeded",
    "File too large",
    "Read-only file system",
    "Permission denied",
    "Operation not permitted",
    "Input/output error",
    "Too many open files",
)
"""What the system says of a disk that cannot be used as it is, though what stands on it may be sound."""

DAMAGED = (
    "Corruption",
    "No such file",
    "File exists",
    "Not a directory",
    "Is a directory",
    "Invalid argument",
    "does not exist",
)
"""What RocksDB says of files that are not as it wrote them, or are missing among others."""

MARK = ".damaged"
"""End of the name of the file that tells the next start to throw a partition away."""

PROBE_BYTES = 1024 * 1024
"""Less room than that is none."""

MEBIBYTE = 1024 * 1024

TABLE_MEMORY = 32 * MEBIBYTE
"""What all tables on disk of a process keep in memory together: Faust's default is 2 GiB for each partition of each."""

WRITE_MEMORY = 16 * MEBIBYTE
"""How much of it what was written may take until it is on disk."""

logger = logging.getLogger(__name__)


class Memory(NamedTuple):
    """What all tables of a process share, so that their number does not matter."""

    blocks: rocksdict.Cache
    """Blocks that were read, and the buffers of what was written, which are counted in."""

    buffers: rocksdict.WriteBufferManager
    """Has the fullest buffers written to disk where they take too much."""


@cache
def shared_memory() -> Memory:
    """The memory of all tables on disk of this process."""
    import rocksdict  # noqa: PLC0415 -- not installed where tables are kept in memory

    blocks = rocksdict.Cache(TABLE_MEMORY)
    buffers = rocksdict.WriteBufferManager.new_write_buffer_manager_with_cache(WRITE_MEMORY, False, blocks)  # noqa: FBT003 -- takes no names
    return Memory(blocks, buffers)


class SharedOptions(rocksdb.RocksDBOptions):
    """Options of a table on disk that shares its memory with the other tables of the process."""

    def as_options(self) -> rocksdict.Options:
        """The options as RocksDB takes them."""
        import rocksdict  # noqa: PLC0415 -- as above

        options = super().as_options()
        format_on_disk = rocksdict.BlockBasedOptions()
        format_on_disk.set_bloom_filter(self.bloom_filter_size, block_based=True)
        format_on_disk.set_index_type(rocksdict.BlockBasedIndexType.binary_search())
        format_on_disk.set_block_cache(shared_memory().blocks)
        options.set_block_based_table_factory(format_on_disk)
        options.set_write_buffer_manager(shared_memory().buffers)
        return cast("rocksdict.Options", options)


class Store(rocksdb.Store):
    """Faust's store on disk, which ends the worker where the disk fails, and refills what is damaged."""

    end: Callable[[int], object] = staticmethod(os._exit)
    """What ends the process."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 -- as Faust calls it
        super().__init__(*args, **kwargs)
        self.rocksdb_options = SharedOptions(**(self.options or {}))

    # Opening

    def _open_for_partition(self, partition: int) -> Rdict:
        path = self.partition_path(partition)
        mark = _mark(path)
        try:
            if mark.exists():
                _discard(path)
                mark.unlink()
            return self._opened(partition, path)
        except Exception as error:
            # Another process may still hold it; Faust tries again.
            if "lock" in str(error) and not _tells(error, UNFIT):
                raise
            self._give_up(error)

    def _opened(self, partition: int, path: Path) -> Rdict:
        try:
            return cast("Rdict", super()._open_for_partition(partition))
        except Exception as error:
            if not _is_damage(error):
                raise
            logger.warning("%s is damaged, and is refilled from its changelog: %s", path, _line(error))
            _discard(path)
            return cast("Rdict", super()._open_for_partition(partition))

    # Reading and writing

    def persisted_offset(self, tp: TP) -> int | None:
        """The offset of the last changelog record that stands in the table."""
        with self._usable():
            return super().persisted_offset(tp)

    def set_persisted_offset(self, tp: TP, offset: int) -> None:
        """Note the offset of the last changelog record that stands in the table."""
        with self._usable():
            super().set_persisted_offset(tp, offset)

    def apply_changelog_batch(
        self, batch: Iterable[EventT[Any]], to_key: Callable[[Any], Any], to_value: Callable[[Any], Any]
    ) -> None:
        """Write rows that were read from the changelog."""
        with self._usable():
            super().apply_changelog_batch(batch, to_key, to_value)

    def _get(self, key: bytes) -> bytes | None:
        with self._usable():
            return super()._get(key)

    def _set(self, key: bytes, value: bytes | None) -> None:
        with self._usable():
            super()._set(key, value)

    def _del(self, key: bytes) -> None:
        with self._usable():
            super()._del(key)

    def _contains(self, key: bytes) -> bool:
        with self._usable():
            return super()._contains(key)

    def _visible_keys(self, db: Rdict) -> Iterator[bytes]:
        with self._usable():
            yield from super()._visible_keys(db)

    def _visible_items(self, db: Rdict) -> Iterator[tuple[bytes, bytes]]:
        with self._usable():
            yield from super()._visible_items(db)

    # What goes wrong

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if _tells(error, DAMAGED) or _tells(error, UNFIT):
                self._give_up(error)
            raise

    def _give_up(self, error: Exception) -> NoReturn:
        """End the process; partitions that may be damaged are thrown away when it is started again."""
        if _is_damage(error):
            for partition in self._dbs:
                _mark(self.partition_path(partition)).touch()
            remedy = "it is refilled from its changelog at the next start"
        else:
            remedy = "nothing is lost; mend that and start the worker again"
        logger.critical("the table %s on disk cannot be used: %s; %s", self.table_name, _line(error), remedy)
        logging.shutdown()
        self.end(EXIT_CODE)
        raise error


def check_data_dir(directory: Path, *, kept: bool) -> None:
    """Make sure that tables can be kept in a directory, which is made where it is not there.

    Args:
        directory: the directory.
        kept: whether tables are kept there, or it need only be there.

    Raises:
        OSError: they cannot; the message names the directory.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if kept:
            with tempfile.TemporaryFile(dir=directory) as probe:
                probe.write(b"\0" * PROBE_BYTES)
                probe.flush()
                os.fsync(probe.fileno())
    except OSError as error:
        raise OSError(f"tables cannot be kept in {directory}: {error.strerror}") from error


def _mark(path: Path) -> Path:
    return path.with_name(path.name + MARK)


def _discard(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _tells(error: Exception, signs: Iterable[str]) -> bool:
    """Whether an error is the disk's; RocksDB raises `Exception` itself, and nothing else does."""
    return (isinstance(error, OSError) or type(error) is Exception) and any(sign in str(error) for sign in signs)


def _is_damage(error: Exception) -> bool:
    """Whether files are damaged, on a disk that can be used."""
    return _tells(error, DAMAGED) and not _tells(error, UNFIT)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())

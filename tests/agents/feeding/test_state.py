"""The memory of what was sent."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from agents.feeding import state
from agents.feeding.state import Memory, StateError, remembered


@pytest.mark.parametrize(
    "content",
    [pytest.param(b"{", id="torn"), pytest.param(b"[1]", id="a list"), pytest.param(b'{"a": 1}', id="another's")],
)
def test_a_file_that_is_not_its_own_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    with pytest.raises(StateError, match="no file of `communique feed`"), remembered(path):
        pass
    assert path.read_bytes() == content


def test_two_at_once_do_not_share_a_file(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with remembered(path), pytest.raises(StateError, match="in use by another"), remembered(path):
        pass


def test_what_was_seen_is_known_after_a_restart_that_came_by_an_error(tmp_path: Path) -> None:
    path = tmp_path / "new" / "state.json"
    with suppress(KeyboardInterrupt), remembered(path) as kept:
        kept.of("http://a/").saw("1", "f")
        raise KeyboardInterrupt
    with remembered(path) as kept:
        assert kept.of("http://a/") == Memory(seen={"1": "f"})
    assert sorted(file.name for file in path.parent.iterdir()) == ["state.json", "state.json.lock"]


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "state.json"
    with remembered(path) as kept:
        kept.of("http://a/").saw("1", "f")
    before = path.read_bytes()

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"), remembered(path) as kept:
        kept.of("http://a/").saw("2", "f")
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["state.json", "state.json.lock"]


def test_the_oldest_items_are_forgotten_but_never_one_that_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "KEPT_ITEMS", 2)
    memory = Memory(seen=dict.fromkeys("abcde", "f"))
    memory.saw("b", "g")
    memory.forget_the_oldest({"a"})
    assert memory.seen == {"a": "f", "e": "f", "b": "g"}

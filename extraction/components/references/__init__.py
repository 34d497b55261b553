"""Who is meant by "he", "the minister", "his counterpart", "the two leaders".

Sentence by sentence, each pronoun and each description that names no one is tied to actors that the article has
named before it. Precision comes first: where two answers are equally near, none is given.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extraction.components.references.descriptions import (
    OPENINGS,
    give_office,
    give_title,
    resolve_description,
    resolve_office_of_state,
)
from extraction.components.references.lexicon import references
from extraction.components.references.memory import Memory
from extraction.components.references.pronouns import resolve_pronoun
from extraction.words import words_of

if TYPE_CHECKING:
    from extraction.document import ActorMention, Document
    from extraction.tokens import Span, Token

__all__ = ["resolve_references"]


def resolve_references(document: Document) -> Document:
    """The document with a mention for every pronoun and description that stands for a known actor."""
    memory = Memory.of(document)
    found = [mention for sentence in document.doc.sents for mention in _read(memory, sentence)]
    covered = {i for mention in found for i in range(mention.start, mention.end)}
    named = (mention for mention in document.mentions if mention.start not in covered)
    mentions = sorted((*named, *found), key=lambda mention: mention.start)
    return document.with_mentions(tuple(memory.actors), tuple(mentions))


def _read(memory: Memory, sentence: Span) -> list[ActorMention]:
    """What is resolved in one sentence, from left to right, each answer known to those after it."""
    memory.begin(sentence)
    found = []
    words, beginnings = words_of(sentence.doc), _beginnings()
    position = sentence.start
    while position < sentence.end:
        mention = memory.document.mention_at(position)
        if mention is None and words.lowers[position] not in beginnings:
            position += 1
            continue
        resolved = resolve_office_of_state(memory, mention) if mention else _resolve(memory, words.tokens[position])
        found.extend(resolved)
        for one in [mention, *resolved] if mention else resolved:
            memory.remember(one)
            give_title(memory, one)
            give_office(memory, one)
            position = max(position, one.end - 1)
        position += 1
    return found


@cache
def _beginnings() -> frozenset[str]:
    """The words that a pronoun or a description begins with."""
    return references().pronoun_words | OPENINGS | references().numerals.keys()


def _resolve(memory: Memory, token: Token) -> list[ActorMention]:
    """The mentions that begin at a token which no name covers: a pronoun, a description, or "his" and "counterpart"."""
    pronoun = resolve_pronoun(memory, token) if token.lower_ in references().pronoun_words else None
    description = resolve_description(memory, token)
    return [mention for mention in (pronoun, description) if mention]

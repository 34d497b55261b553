"""The clause around a trigger, also where the parse of it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction.components.appointments.lexicon import vocabulary
from extraction.syntax import NOUNS

if TYPE_CHECKING:
    from extraction.tokens import Token

LONGEST_REACH = 45
"""So many tokens after a trigger may hold its arguments."""

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""Tags of finite verbs."""

PREFIXES = frozenset({"re-", "front-", "short-"})
"""Prefixes, as written before a word."""

RELATIVES = frozenset({"who", "which", "whose", "whom"})


def after(trigger: Token) -> list[Token]:
    """The tokens after a trigger that can be its arguments: to the end of its clause, without relative clauses."""
    found: list[Token] = []
    doc, at = trigger.doc, trigger.i + 1
    limit = min(trigger.sent.end, at + LONGEST_REACH)
    while at < limit:
        token = doc[at]
        if token.lower_ in RELATIVES:
            at = max(at + 1, _end_of_relative(token))
            continue
        if (
            token.tag_ in FINITE
            or token.text in {";", ":"}
            or (token.lower_ in vocabulary().clause_openers and token.pos_ != "DET")
        ):
            break
        found.append(token)
        at += 1
    return found


def _end_of_relative(pronoun: Token) -> int:
    """Index after the relative clause that a pronoun opens."""
    clause = pronoun.head
    for _ in range(4):
        if clause.dep_ == "relcl":
            return int(clause.right_edge.i) + 1
        clause = clause.head
    return int(pronoun.sent.end)


def is_headline_verb(token: Token) -> bool:
    """Whether a token looks like a headline's verb that the tagger took for a noun: "Lund names Berg as envoy"."""
    return (
        token.pos_ in NOUNS
        and token.i > 0
        and token.lower_.endswith("s")
        and token.text[0].islower()
        and token.doc[token.i - 1].pos_ in {"PROPN", "NOUN"}
        and token.sent.start == 0
    )


def prefix_of(token: Token) -> str:
    """The prefix that the tokenizer cut off from a word, which no parse survives: "re-elected", "front-runner"."""
    if token.i < 1 or token.nbor(-1).text != "-":
        return ""
    before = token.doc[max(0, token.i - 2) : token.i].text.lower()
    return before if before in PREFIXES else ""


def is_flat_passive(trigger: Token) -> bool:
    """Whether a verb behind "re-" stands in the passive: "was re-elected"."""
    return bool(prefix_of(trigger)) and trigger.i > 2 and trigger.doc[trigger.i - 3].lemma_ == "be"  # noqa: PLR2004

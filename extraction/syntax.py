"""Who does what to whom: questions to a dependency parse, answered the same way for every type of event.

Labels are those of spaCy's English pipelines (ClearNLP style: nsubj, nsubjpass, dobj, pobj, agent, relcl, acl ...).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extraction.tokens import Doc, Span, Token

VERBS = frozenset({"VERB", "AUX"})
"""Parts of speech of verbs."""

NOUNS = frozenset({"NOUN", "PROPN"})
"""Parts of speech of nouns."""

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj", "obj", "dative"})
OBJECT_CONTROL = frozenset(
    {
        "ask",
        "urge",
        "invite",
        "order",
        "tell",
        "want",
        "allow",
        "enable",
        "force",
        "persuade",
        "permit",
        "require",
        "instruct",
        "direct",
        "authorize",
        "expect",
        "name",
        "appoint",
        "nominate",
        "elect",
        "pick",
        "tap",
        "choose",
        "select",
        "convince",
        "press",
        "pressure",
        "encourage",
        "compel",
        "oblige",
    }
)
"""Verbs whose object is the understood subject of the infinitive after them."""

CALLING = {"call": frozenset({"on", "upon"}), "appeal": frozenset({"to"}), "prevail": frozenset({"on", "upon"})}
"""Verbs that name by a preposition the understood subject of the infinitive after them: "called on Peru to act"."""

BLAMING = {
    "of": frozenset({"accuse", "suspect"}),
    "for": frozenset({"blame", "criticize", "criticise", "condemn", "praise", "thank", "attack", "denounce"}),
}
"""Verbs whose object is the understood subject of the gerund after a preposition: "accused Peru of banning"."""

CLAUSES = frozenset({"conj", "xcomp", "acomp", "advcl", "ccomp", "aux", "pcomp"})
"""How a clause hangs on the one above it whose subject it shares."""

MAX_CLIMB = 8
"""How many heads a search goes up: enough for any sentence a person writes, and a bound for any other."""


def lemma(token: Token) -> str:
    """The lemma in lower case; the plural taken off where a capital hid it from the lemmatizer: "Negotiators"."""
    told = token.lemma_.lower()
    return singular(told) if token.tag_ == "NNPS" else told


def singular(noun: str) -> str:
    """A noun without the ending of the plural."""
    if not noun.endswith("s"):
        return noun
    return noun[:-3] + "y" if noun.endswith("ies") else noun[:-1]


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive."""
    return any(child.dep_ in {"nsubjpass", "auxpass", "agent"} for child in verb.children)


def conjuncts(token: Token) -> Iterator[Token]:
    """A token and everything joined to it by "and", commas or "or", in order."""
    waiting = [token]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed([child for child in one.children if child.dep_ == "conj"]))


def expanded(tokens: Iterable[Token]) -> list[Token]:
    """Each token with its conjuncts."""
    return [one for token in tokens for one in conjuncts(token)]


def own_subjects(verb: Token) -> list[Token]:
    """The subjects that hang on the verb itself, conjuncts included; a relative pronoun gives its antecedent."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            antecedent = verb.head if verb.dep_ == "relcl" and child.lower_ in {"who", "which", "that"} else child
            found.extend(conjuncts(antecedent))
    return found


def subjects(verb: Token) -> list[Token]:
    """The grammatical subjects of a verb, own or understood from the clauses above it, conjuncts included."""
    current = verb
    for _ in range(MAX_CLIMB):
        found = own_subjects(current)
        if found:
            return found
        found = _understood_from_above(current)
        if found:
            return found
        clause = current.dep_ in CLAUSES and current.head.pos_ in {"VERB", "AUX", "ADJ"}
        short_of = current.dep_ == "advmod" and current.lower_ == "short"
        if not clause and not short_of and (current.dep_ not in {"prep", "pcomp"} or current.head is current):
            return []
        current = current.head
    return []


def _understood_from_above(verb: Token) -> list[Token]:
    """The subject that a verb without one borrows from the word it hangs on."""
    head = verb.head
    if verb.dep_ in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        owners = [child for child in head.children if child.dep_ == "poss"]
        if verb.tag_ == "VB" and owners:
            return expanded(owners)
        return list(conjuncts(head)) if verb.tag_ in {"VBN", "VBG"} or _is_headline(head, verb) else []
    if verb.dep_ in {"xcomp", "ccomp"} and head.lemma_ in OBJECT_CONTROL and not is_passive(head):
        return expanded(child for child in head.children if child.dep_ in OBJECTS)
    if verb.dep_ == "pcomp" and head.head.lemma_ in BLAMING.get(head.lower_, ()) and not is_passive(head.head):
        return expanded(child for child in head.head.children if child.dep_ in OBJECTS)
    if verb.dep_ in {"xcomp", "advcl"} and verb.tag_ == "VB" and head.lemma_ in CALLING:
        return prepositional(head, CALLING[head.lemma_])
    return []


def _is_headline(name: Token, verb: Token) -> bool:
    """Whether a name with an infinitive is a whole headline, "to" alone between them: "Peru to sign pact"."""
    if verb.tag_ != "VB" or name.dep_ != "ROOT" or name.pos_ != "PROPN":
        return False
    return verb.i == name.i + len(("to", "verb")) and verb.nbor(-1).lower_ == "to"


def agents(verb: Token) -> list[Token]:
    """Who does a verb: its subjects in the active, the "by" phrase in the passive; conjuncts included."""
    links = [child for child in verb.children if child.dep_ == "agent" or child.lower_ == "by"]
    by = [noun for link in links for noun in link.children if noun.dep_ == "pobj"]
    if is_passive(verb) or (verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}):
        return expanded(by)
    return subjects(verb)


def patients(verb: Token) -> list[Token]:
    """To whom a verb is done: its objects in the active, its subjects in the passive; conjuncts included."""
    if is_passive(verb) or (verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}):
        return subjects(verb)
    return expanded(child for child in verb.children if child.dep_ in OBJECTS)


def prepositional(token: Token, prepositions: frozenset[str] | set[str]) -> list[Token]:
    """The nouns that hang on a token by one of the given prepositions, conjuncts included."""
    return expanded(
        noun
        for child in token.children
        if child.dep_ in {"prep", "agent", "dative"} and child.lower_ in prepositions
        for noun in child.children
        if noun.dep_ in {"pobj", "pcomp"}
    )


def possessors(noun: Token) -> list[Token]:
    """Whose a noun is: "Tokyo's decision", conjuncts included."""
    return expanded(child for child in noun.children if child.dep_ == "poss" or _is_joint_possessor(child))


def _is_joint_possessor(token: Token) -> bool:
    """Whether a modifier is the first of several possessors, the last with the mark: "Chile and Peru's plan"."""
    if token.dep_ not in {"nmod", "compound"}:
        return False
    return any(mark.tag_ == "POS" for one in conjuncts(token) for mark in one.children)


def governors(token: Token) -> Iterator[Token]:
    """The heads above a token, nearest first, up to the root of the sentence."""
    for _ in range(MAX_CLIMB):
        if token.head is token:
            return
        token = token.head
        yield token


def phrase(token: Token) -> Span:
    """The noun phrase around a head noun, without relative clauses, appositions and conjuncts."""
    skip = {"relcl", "acl", "appos", "conj", "cc", "punct", "prep", "advcl"}
    inside = [child for child in token.children if child.dep_ not in skip]
    left = min([token.i, *(child.left_edge.i for child in inside)])
    right = max([token.i, *(child.right_edge.i for child in inside)])
    return token.doc[left : right + 1]


def full_phrase(token: Token) -> Span:
    """The noun phrase around a head noun with its prepositional phrases, without clauses and conjuncts."""
    skip = {"relcl", "appos", "conj", "cc", "advcl", "punct"}
    right = max([token.i, *(child.right_edge.i for child in token.children if child.dep_ not in skip)])
    return token.doc[phrase(token).start : right + 1]


def after_determiners(start: int, head: Token) -> int:
    """Where a phrase begins whose determiners and possessive pronouns are left out: "the fish", "their fish".

    Args:
        start: index of the phrase's first token.
        head: its head noun, which is never left out.
    """
    doc = head.doc
    while start < head.i and (doc[start].dep_ in {"det", "predet"} or doc[start].tag_ == "PRP$"):
        start += 1
    return start


def sentence_of(doc: Doc, index: int) -> Span:
    """The sentence that holds token `index`."""
    return doc[index].sent

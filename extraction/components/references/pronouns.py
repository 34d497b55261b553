"""Who is meant by "he", "she", "his", "her", "they"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.names.gazetteer import titles
from extraction.components.references.lexicon import references
from extraction.components.references.memory import WINDOW
from extraction.document import ActorKind, ActorMention

if TYPE_CHECKING:
    from extraction.components.references.memory import Memory, Seen
    from extraction.tokens import Token


def resolve_pronoun(memory: Memory, token: Token) -> ActorMention | None:
    """The mention of a pronoun: by the grammar of its sentence, else the nearest subject that agrees."""
    words = references().pronouns
    if token.lower_ in words.plural:
        return _they(memory, token)
    gender = "male" if token.lower_ in words.male else "female"
    answers = (reading(memory, token, gender) for reading in READINGS)
    by_grammar = next((answer for answer in answers if answer is not None), None)
    if by_grammar is not None and token.dep_ == "poss":
        memory.gender.setdefault(by_grammar, gender)
    chosen = by_grammar if by_grammar is not None else _nearest_subject(memory, token, gender)
    if chosen is None:
        return None
    return ActorMention(token.i, token.i + 1, (chosen,), "pronoun")


def _person_at(memory: Memory, token: Token, gender: str) -> int | None:
    """The person whom a word names, where the gender agrees."""
    mention = memory.document.mention_of(token)
    if mention is None or len(mention.actors) != 1 or not memory.is_person(mention.actors[0], gender):
        return None
    return mention.actors[0]


def _beside(memory: Memory, token: Token, gender: str) -> int | None:
    """The person whom the phrase of a possessive is joined to: "Kang and her counterpart"."""
    above = token.head if token.dep_ == "poss" else token
    for _ in range(2):
        if above.dep_ == "conj":
            return _person_at(memory, above.head, gender)
        above = above.head if above.dep_ == "appos" else above
    return None


def _announced(memory: Memory, token: Token, gender: str) -> int | None:
    """The subject that follows a phrase put before it: "In his first year, Holder endured ..."."""
    clause = _clause_behind(token)
    subjects = [c for c in clause.children if c.dep_ in syntax.SUBJECTS and c.i > token.i] if clause else []
    return _person_at(memory, subjects[0], gender) if subjects else None


def _clause_behind(token: Token) -> Token | None:
    """The verb of the clause that the phrase of a word stands before: "In her first year, the minister"."""
    below = token
    for above in syntax.governors(token):
        if above.pos_ in syntax.VERBS and below.dep_ in {"prep", "advcl"} and below.i < above.i:
            return above
        below = above
    return None


def _object_above(memory: Memory, token: Token, gender: str) -> int | None:
    """The object of a verb that is about what is the object's own: "congratulated Lund on his victory"."""
    link = token.head.head
    if token.dep_ != "poss" or token.head.dep_ != "pobj" or link.head.lemma_ not in references().object_owners:
        return None
    patients = syntax.patients(link.head)
    return _person_at(memory, patients[0], gender) if patients and patients[0].i < token.i else None


def _whose_clause(memory: Memory, token: Token, gender: str) -> int | None:
    """Whom a clause with "whose" is about, for an object inside it: "Lund, whose rise began when Maas hired him"."""
    if token.dep_ not in syntax.OBJECTS:
        return None
    about = next((above for above in syntax.governors(token) if above.dep_ == "relcl"), None)
    if about is None or not any(word.lower_ == "whose" for word in token.doc[about.left_edge.i : token.i]):
        return None
    return _person_at(memory, about.head, gender)


def subject_above(memory: Memory, token: Token, gender: str) -> int | None:
    """The subject of the nearest clause around a pronoun that is a person, or whose possessor is one."""
    own = None if token.dep_ == "poss" else _clause(token)
    for above in syntax.governors(token):
        if above.pos_ not in syntax.VERBS or above == own:
            continue
        for subject in above.children:
            if subject.dep_ not in syntax.SUBJECTS or subject.i >= token.i:
                continue
            stands_for_someone = subject.lower_ in titles().offices or subject.lower_ in references().people
            owners = () if stands_for_someone else (child for child in subject.children if child.dep_ == "poss")
            for word in (subject, *owners):
                person = _person_at(memory, word, gender)
                if person is not None:
                    return person
    return None


READINGS = (_beside, _announced, _object_above, _whose_clause, subject_above)
"""The ways in which grammar tells whom a pronoun stands for, the surest first."""


def _clause(token: Token) -> Token | None:
    """The verb of a pronoun's own clause, whose other parts cannot be the same person."""
    return next((above for above in syntax.governors(token) if above.pos_ in syntax.VERBS), None)


def _nearest_subject(memory: Memory, token: Token, gender: str) -> int | None:
    """The person that was last a subject, or the only one named in the last sentence that names any."""
    said = _what_is_said(token)
    candidates = [
        seen
        for seen in memory.recent()
        if memory.is_person(seen.actor, gender) and seen.token not in said and not _bound(memory, token, seen)
    ]
    for back in range(WINDOW + 1):
        here = [seen for seen in candidates if seen.sentence == memory.sentence - back]
        if here:
            subjects = [seen for seen in here if seen.subject]
            return (subjects or here)[0].actor if subjects or len({seen.actor for seen in here}) == 1 else None
    return None


def _what_is_said(token: Token) -> frozenset[int]:
    """What stands in the speech before "he said", whose speaker is someone else than those it tells of."""
    if token.dep_ not in syntax.SUBJECTS:
        return frozenset()
    speeches = [child for child in token.head.children if child.dep_ == "ccomp" and child.i < token.i]
    return frozenset(word.i for speech in speeches for word in speech.subtree)


def _bound(memory: Memory, pronoun: Token, seen: Seen) -> bool:
    """Whether grammar forbids the reading: "Moon met him" is not Moon meeting himself."""
    if pronoun.dep_ == "poss" or seen.sentence != memory.sentence:
        return False
    other = memory.document.doc[seen.token]
    return _governor(other).i == _governor(pronoun).i


def _governor(token: Token) -> Token:
    return token.head.head if token.dep_ == "pobj" else token.head


def _they(memory: Memory, token: Token) -> ActorMention | None:
    """The two people or states that were named together in this sentence before the pronoun, or in the one before.

    In a phrase put before its clause, the two that the clause is about: "After their talks, Lund and Okoro ate".
    """
    announced = _both_announced(memory, token)
    if announced:
        return ActorMention(token.i, token.i + 1, announced, "pair")
    for back in (0, 1):
        here = [seen for seen in memory.recent(1) if seen.sentence == memory.sentence - back]
        for kind in (ActorKind.PERSON, ActorKind.COUNTRY):
            pair = _joined(memory, [seen for seen in reversed(here) if memory.actors[seen.actor].kind is kind])
            if pair:
                return ActorMention(token.i, token.i + 1, pair, "pair")
        if here:
            return None
    return None


def _both_announced(memory: Memory, token: Token) -> tuple[int, ...] | None:
    """The two subjects, joined by "and", of the clause that a phrase stands before."""
    clause = _clause_behind(token)
    if clause is None:
        return None
    subjects = [one for one in syntax.own_subjects(clause) if one.i > token.i]
    found = [memory.document.mention_of(one) for one in subjects]
    actors = tuple(mention.actors[0] for mention in found if mention and len(mention.actors) == 1)
    return actors if len(actors) == len(subjects) == 2 else None  # noqa: PLR2004 -- a pair


def _joined(memory: Memory, here: list[Seen]) -> tuple[int, ...] | None:
    """Two subjects of a clause, or one and whom it does something with; none where others are named too."""
    actors = tuple(dict.fromkeys(seen.actor for seen in here))
    if len(actors) != 2:  # noqa: PLR2004 -- a pair
        return None
    first, second = (memory.document.doc[next(seen.token for seen in here if seen.actor == actor)] for actor in actors)
    listed = first.dep_ in syntax.SUBJECTS and (
        first.i == second.i or (second.dep_ == "conj" and second.head.i == first.i)
    )
    beside = second.dep_ == "pobj" and second.head.lower_ == "with" and first.head in list(syntax.governors(second))
    return actors if listed or (beside and first.dep_ in syntax.SUBJECTS) else None

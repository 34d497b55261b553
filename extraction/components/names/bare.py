"""Names with nothing beside them that tells what they are, weighed by all small signs in the article."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from extraction.components.names.bodies import words
from extraction.components.names.found import Found
from extraction.components.names.gazetteer import GENERATIONS, leaders, titles
from extraction.components.names.lettered import BARE, Text, once
from extraction.document import ActorKind
from extraction.lexicon import common_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.tokens import Doc, Token

TITLED = 3
"""What a title before a name says for the same family name elsewhere."""

VETO = -5
"""So much against a name outweighs all that other places say for it."""

NO_PERSON = frozenset({"ORG", "GPE", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "NORP", "DATE"})
"""Labels of the entity recognizer that speak against a person."""

HYPHENATED = re.compile(r"[A-Z]\w{1,40} [A-Z]\w{1,40}-[a-z]\w{1,40}|[A-Z]\w{1,40}-[a-z]\w{1,40} [A-Z]\w{1,40}")
"""Two words of which one has a hyphen and goes on in lower case: a Korean, Taiwanese or Chinese name."""


def find_bare(text: Text, titled: list[Found]) -> Iterator[Found]:
    """Names with nothing beside them that tells what they are, weighed by all small signs in the article."""
    doc = text.doc
    known = {person.name.split()[-1] for person in titled} | _words_of_people(doc)
    spans = [span for match in BARE.finditer(text.code) for span in _halves(doc, known, *match.span())]
    paired = {one for one, other in pairwise(spans) if one[1] + 1 == other[0] and doc[one[1]].text == "-"}
    paired |= {other for one, other in pairwise(spans) if one in paired}
    alone = {doc[start].text for start, end in spans if end - start == 1}
    votes = {span: _votes(doc, *span) for span in (_trimmed(doc, alone, *span) for span in spans)}
    families = Counter({person.name.split()[-1]: TITLED for person in titled})
    for (start, end), vote in votes.items():
        families[doc[end - 1].text] += vote if end - start > 1 or vote > 0 else 0
    for (start, end), vote in votes.items():
        single = end - start == 1
        word = doc[start].lower_
        common = 2 * (single and word in common_words())
        listed = (1 if single else 2) * (_listed(doc, families, start, end) or _owner(text, start) is not None)
        if (start, end) in paired or vote + listed > common or (families[doc[end - 1].text] > common and vote > VETO):
            name, last = once(doc, start, end)
            country = _owner(text, start)
            yield Found(start, last, words(doc, *name), ActorKind.PERSON, "name", country, weight=1)


def _halves(doc: Doc, people: set[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A name, or the two family names of known people that a hyphen joins: "the Lund-Okoro summit"."""
    halves = (start, end - 1)
    pair = end - start == PAIR and doc[start + 1].text == "-" and doc[end - 1].text[0].isupper()
    if pair and all(doc[i].text in people or doc[i].lower_ in leaders() for i in halves):
        yield from ((i, i + 1) for i in halves)
    else:
        yield start, end


PAIR = 3
"""Tokens of two names and a hyphen."""


def _words_of_people(doc: Doc) -> set[str]:
    """The words that the article has inside or for a person's name, not joined by a hyphen."""
    people = (entity for entity in doc.ents if entity.label_ == "PERSON")
    return {token.text for entity in people for token in entity if not _is_joined(doc, token.i)}


def _is_joined(doc: Doc, at: int) -> bool:
    return (at > 0 and doc[at - 1].text == "-") or (at + 1 < len(doc) and doc[at + 1].text == "-")


def _owner(text: Text, start: int) -> str | None:
    """The state that possesses a name: "Peru's Ana Reyes"."""
    owned = start > 1 and text.code[start - 1] == "S" and start - 2 in text.at
    return text.at[start - 2].known.code if owned and text.at[start - 2].known.part in {"name", "capital"} else None


def _listed(doc: Doc, families: Counter[str], start: int, end: int) -> bool:
    """Whether a name is joined by "and" to the name of a person."""
    before = start > 1 and doc[start - 1].lower_ == "and" and families[doc[start - 2].text] > 0
    after = next((i for i in range(end + 1, min(end + 4, len(doc))) if families[doc[i].text] > 0), None)
    return before or (end < len(doc) and doc[end].lower_ == "and" and after is not None)


def _trimmed(doc: Doc, alone: set[str], start: int, end: int) -> tuple[int, int]:
    """A name without the common words that a headline's capitals glue to it: "Obama Meet", "Confirm Kavanaugh"."""
    common = common_words()
    while end - start > 1 and _is_glued(doc, end - 1) and (doc[start].text in alone or end - start > 2):  # noqa: PLR2004
        end -= 1
    while (
        end - start > 1
        and doc[start].lower_ in common
        and doc[end - 1].text in alone
        and doc[start].ent_type_ != "PERSON"
    ):
        start += 1
    return start, end


def _is_glued(doc: Doc, at: int) -> bool:
    """Whether the last word of a name is a common one, and no syllable after a hyphen or the given name He."""
    return doc[at].lower_ in common_words() and doc[at - 1].text != "-" and doc[at].text != "He"


def _votes(doc: Doc, start: int, end: int) -> int:
    """How much speaks for a person, less what speaks against."""
    head, name = doc[start:end].root, words(doc, start, end)
    labels = {token.ent_type_ for token in doc[start:end]}
    single = end - start == 1
    votes = 2 * ("PERSON" in labels) + 2 * bool(HYPHENATED.fullmatch(name)) + 3 * _followed_by_who(doc, end)
    votes += _fame(name.lower(), head) + _grammar(head)
    votes += 3 * (end < len(doc) and doc[end].lower_.strip(".,") in GENERATIONS)
    votes -= bool(labels & NO_PERSON)
    votes -= 3 * (start > 0 and doc[start - 1].lower_ in {"the", "a", "an"})
    votes -= 2 * (name.isupper() and single)
    votes -= single and "PERSON" not in labels
    return votes


def _fame(name: str, head: Token) -> int:
    """What it says for a person that every reader knows the name; a common word must do what people do."""
    if name not in leaders() or (name in common_words() and not _grammar(head)):
        return 0
    return 4 if name in common_words() else 2


def _grammar(head: Token) -> int:
    """What the verb or noun above a name says for a person."""
    vocabulary, above = titles(), head.head
    if head.dep_ == "nsubj":
        return int(above.lemma_ in vocabulary.subject_of)
    if head.dep_ in {"dobj", "nsubjpass"}:
        return int(above.lemma_ in vocabulary.object_of)
    return 2 * (head.dep_ == "pobj" and above.lower_ == "of" and above.head.lemma_ in vocabulary.career)


def _followed_by_who(doc: Doc, end: int) -> bool:
    after = [token.lower_ for token in doc[end : end + 2]]
    return after[:1] == ["who"] or (after[:1] == [","] and after[-1] in {"who", "whose"})

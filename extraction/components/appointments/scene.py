"""An article as the readers of arguments see it: its offices, who holds them, and who stands where around a trigger."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from extraction.components.appointments.bodies import public_nouns
from extraction.components.appointments.clause import FINITE, is_flat_passive, is_headline_verb, prefix_of
from extraction.components.appointments.completing import completed
from extraction.components.appointments.lexicon import vocabulary
from extraction.components.appointments.marks import Marks
from extraction.components.appointments.phrases import find_offices
from extraction.components.appointments.slots import DESCRIBED, UNLISTED
from extraction.document import Actor, ActorKind
from extraction.syntax import (
    NOUNS,
    agents,
    conjuncts,
    full_phrase,
    own_subjects,
    patients,
    phrase,
    possessors,
    subjects,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extraction.components.appointments.offices import Office
    from extraction.document import ActorMention, Document
    from extraction.tokens import Token

LONGEST_NAME = 4
"""A person's name that only the words around it make one has at most so many tokens."""


class Scene:
    """One document with its offices, and the questions that readers of arguments ask of it."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def marks(self) -> Marks:
        """The names of the document by token."""
        return Marks(self.document)

    # Offices

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        """Every office that the document names, in the order of the text; most articles are never asked for them."""
        return completed(find_offices(self.document, self.marks))

    @cached_property
    def _by_description(self) -> dict[str, Office]:
        """The offices by their wording, the first of each."""
        return {office.words: office for office in reversed(self.offices)}

    @cached_property
    def _office_at(self) -> dict[int, Office]:
        """The office whose phrase each token is part of; one whose own wording it is comes before others."""
        whole = {i: office for office in self.offices for i in range(office.outer, office.end)}
        return whole | {i: office for office in self.offices for i in range(office.start, office.end)}

    def word_before(self, office: Office) -> str:
        """The word right before the whole phrase of an office, in lower case."""
        return self.document.doc[office.outer - 1].lower_ if office.outer else ""

    def office_at(self, token: Token) -> Office | None:
        """The office whose phrase a token is part of."""
        return self._office_at.get(token.i)

    @cached_property
    def held(self) -> dict[int, list[Office]]:
        """The offices that the article ties to each person: public ones first, present ones before past ones."""
        table: dict[int, list[Office]] = {}
        for office in self.offices:
            holder = office.holder if office.holder is not None else self._subject_holder(office)
            if holder is not None and not office.private:
                table.setdefault(holder, []).append(office)
        for holder, office in self._counterparts(table):
            table.setdefault(holder, []).append(office)
        return {
            holder: sorted(offices, key=lambda o: (not o.public, o.former, o.start))
            for holder, offices in table.items()
        }

    def _counterparts(self, table: dict[int, list[Office]]) -> list[tuple[int, Office]]:
        """The offices of people called somebody's counterpart: the same as that somebody's, of their own state."""
        found = []
        told = self.document.doc.among(frozenset({"counterpart"}))
        for token in (one for one in told if one.lower_ == "counterpart"):
            for owner in self.people_of(possessors(token)):
                for person in self.people(token):
                    offices = [office for office in table.get(owner.index, ()) if office.public]
                    if offices and person.index not in {owner.index, DESCRIBED}:
                        found.append((person.index, replace(offices[0], country=person.country, organization=None)))
        return found

    def _subject_holder(self, office: Office) -> int | None:
        """The person of whom the sentence says that he or she is the holder: "Lund is the mayor"."""
        verb = self.copula_over(self.document.doc[office.head])
        for child in verb.children if verb is not None else ():
            if child.dep_ == "nsubj":
                people = [a for a in self.document.actors_of(child) if a.kind is ActorKind.PERSON]
                return people[0].index if len(people) == 1 else None
        return None

    def copula_over(self, token: Token) -> Token | None:
        """The "be" that says of somebody to be the holder of the office that a token is part of."""
        office = self.office_at(token)
        head = self.document.doc[office.head] if office is not None else token
        named = office is not None and office.holder is not None
        return head.head if head.dep_ == "attr" and head.head.lemma_ == "be" and not named else None

    def office_of(self, actor: Actor | None) -> Office | None:
        """The office that the article ties to a person: a public, present one where there is one."""
        if actor is None:
            return None
        if actor.index == DESCRIBED:
            return self._by_description.get(actor.name)
        return next(iter(self.held.get(actor.index, [])), None)

    # People and bodies

    def people(self, token: Token) -> list[Actor]:
        """The people that a noun stands for: known persons, or one who is described by a public office."""
        named = [actor for actor in self.document.actors_of(token) if actor.kind is ActorKind.PERSON]
        if named:
            return named
        if token.lower_ == "latter":
            return self._latter(token)
        if token.lower_ == "name":
            return self.people_of(possessors(token))
        office = self.office_at(token)
        if office is not None:
            return [self.document.actors[office.holder]] if office.holder is not None else self._described(office)
        return self._named_beside(token) or self._unlisted(token)

    def _unlisted(self, token: Token) -> list[Actor]:
        """The person for whom two or more words in capitals stand that are no name of the article's yet."""
        doc, start = token.doc, token.i
        while start > token.sent.start and token.i - start < LONGEST_NAME and self._is_name_word(doc[start - 1]):
            start -= 1
        if not self._is_name_word(token) or not 1 <= token.i - start < LONGEST_NAME:
            return []
        return [Actor(UNLISTED, self.document.words(start, token.i + 1), ActorKind.PERSON)]

    def _is_name_word(self, token: Token) -> bool:
        """Whether a token can be part of the name of somebody who is no actor of the article."""
        plain = token.pos_ == "PROPN" and token.is_alpha and token.text[0].isupper() and not token.is_upper
        return plain and self.document.mention_of(token) is None and self.office_at(token) is None

    def _described(self, office: Office) -> list[Actor]:
        """A person of whom only the office is told."""
        if not office.public:
            return []
        doc = self.document.doc
        name = self.document.words(office.start, office.end)
        if doc[office.head].tag_ not in {"NNS", "NNPS"}:
            if doc[office.outer].lower_ in {"a", "an"} and office.country is None and office.organization is None:
                return []
            return [Actor(DESCRIBED, name, ActorKind.PERSON, office.country, name, office.organization, public=True)]
        if not any(word.isdigit() or word in vocabulary().quantities for word in office.before):
            return []
        start = next(i for i in range(office.outer, office.end) if doc[i].pos_ not in {"DET", "PRON"})
        group = Actor(DESCRIBED, self.document.words(start, office.end), ActorKind.GROUP, office.country, public=True)
        self._by_description.setdefault(group.name, office)
        return [group]

    def _named_beside(self, token: Token) -> list[Actor]:
        """The person whose name follows a noun, is its apposition, or ends right before it: "her aide, Ana Lund"."""
        if token.pos_ not in NOUNS:
            return []
        near = [one for one in (*token.children, *full_phrase(token)) if one.dep_ == "appos"]
        end = phrase(token).end
        if end < len(token.doc) and token.doc[end].is_sent_start is not True:
            near.append(token.doc[end])
        if token.pos_ == "PROPN" and token.i > token.sent.start:
            near.append(token.nbor(-1))
        for one in near:
            mention = self.document.mention_of(one)
            people = [actor for actor in self.document.actors_of(one) if actor.kind is ActorKind.PERSON]
            if people and mention is not None and not self._is_possessive(mention):
                return people
        return []

    def _latter(self, token: Token) -> list[Actor]:
        """The last person named before "the latter" in its sentence."""
        for index in range(token.i - 1, token.sent.start - 1, -1):
            mark = self.marks.person_at(index)
            if mark is not None and mark.actor is not None and not mark.pronoun:
                return [self.document.actors[mark.actor]]
        return []

    def _is_possessive(self, mention: ActorMention) -> bool:
        """Whether a mention says whose something is."""
        doc = self.document.doc
        after = doc[mention.end] if mention.end < len(doc) else None
        return doc[mention.end - 1].dep_ == "poss" or (after is not None and after.tag_ == "POS")

    def people_of(self, tokens: Iterable[Token]) -> list[Actor]:
        """The people that several nouns stand for, each once, in the order of the text."""
        found: dict[tuple[int, str], Actor] = {}
        for token in tokens:
            for actor in self.people(token):
                found.setdefault((actor.index, actor.name), actor)
        return list(found.values())

    def first_of(self, tokens: Iterable[Token]) -> Actor | None:
        """The first of the people that several nouns stand for."""
        return next((actor for token in tokens for actor in self.people(token)), None)

    def authority(self, tokens: Iterable[Token]) -> Actor | None:
        """Who decides: the first actor or public body among some nouns."""
        for token in tokens:
            people = self.people(token)
            if people:
                return people[0]
            actors = [a for a in self.document.actors_of(token) if a.kind not in {ActorKind.PLACE, ActorKind.GATHERING}]
            if actors:
                return actors[0]
            if token.lower_ in public_nouns():
                span = phrase(token)
                start = span.start + (span[0].pos_ == "DET" and len(span) > 1)
                return Actor(DESCRIBED, self.document.words(start, span.end), ActorKind.ORGANIZATION, public=True)
        return None

    def governs(self, actor: Actor | None) -> bool:
        """Whether whoever decides is a public authority, so that the office given or taken is a public one."""
        if actor is None:
            return False
        if actor.kind is ActorKind.PERSON:
            office = self.office_of(actor)
            return office is not None and office.public
        return actor.public

    # Who does it to whom

    def doers(self, trigger: Token) -> list[Token]:
        """Who does a verb, also where the parse of a headline does not tell."""
        if is_flat_passive(trigger):
            return []
        if self.is_flat(trigger):
            return self._nearest(reversed(trigger.doc[trigger.sent.start : trigger.i]))
        return agents(trigger)

    def done_to(self, trigger: Token) -> list[Token]:
        """To whom a verb is done, also where the parse of a headline or of a passive does not tell."""
        if is_flat_passive(trigger):
            return self._nearest(reversed(trigger.doc[trigger.sent.start : trigger.i]))
        if self.is_flat(trigger):
            return self._nearest(trigger.doc[trigger.i + 1 : trigger.sent.end])
        if trigger.tag_ == "VBN" and trigger.dep_ == "acomp" and trigger.head.lemma_ == "be":
            return subjects(trigger.head)
        return patients(trigger) or self._before_passive(trigger)

    def _before_passive(self, trigger: Token) -> list[Token]:
        """Whose name ends right before a passive that the parse left without a subject: "..., Lund, was sacked"."""
        helpers = [child for child in trigger.children if child.dep_ in {"aux", "auxpass"}]
        if not helpers or helpers[-1].dep_ != "auxpass" or helpers[0].i < 2:  # noqa: PLR2004 -- a name and a comma
            return []
        last = helpers[0].i - 1 - (trigger.doc[helpers[0].i - 1].text == ",")
        return [trigger.doc[last]] if self.marks.person_at(last) else []

    def comers_and_goers(self, trigger: Token) -> list[Token]:
        """Who comes or goes by a verb, also where the parse of a headline does not tell."""
        found = self.doers(trigger) if self.is_flat(trigger) else self._of_reported(trigger) or subjects(trigger)
        return found or self._before_insertion(trigger)

    def _of_reported(self, trigger: Token) -> list[Token]:
        """Who is spoken of, where what he or she would do hangs on the saying: "said Lund was tired but would go"."""
        if (
            trigger.dep_ != "conj"
            or own_subjects(trigger)
            or not {"would", "will"} & {c.lower_ for c in trigger.children}
        ):
            return []
        said = [child for child in trigger.head.children if child.dep_ == "ccomp" and child.i < trigger.i]
        return own_subjects(said[-1]) if said else []

    def _before_insertion(self, trigger: Token) -> list[Token]:
        """Who opens the sentence, where a long insertion between commas cut the verb off: "Lund, who ..., resigned"."""
        sentence, doc = trigger.sent, trigger.doc
        if trigger.tag_ not in FINITE or doc[trigger.i - 1].text != ",":
            return []
        mention = next(self.document.mentions_in(sentence), None)
        opens = mention is not None and mention.start <= sentence.start + 1 and doc[mention.end].text == ","
        return [doc[mention.end - 1]] if opens and mention is not None else []

    def is_flat(self, trigger: Token) -> bool:
        """Whether the parse of a verb is lost and only the order of the words tells who does it to whom.

        That is so in headlines, and where a verb between two names was taken for a participle before the second.
        """
        if is_headline_verb(trigger):
            return True
        if prefix_of(trigger):
            return True
        between = trigger.dep_ == "amod" and trigger.tag_ in {"VBN", "VBD"} and 0 < trigger.i < len(trigger.doc) - 1
        return between and bool(
            self.marks.person_at(trigger.i - 1) and self.document.mention_of(trigger.doc[trigger.i + 1])
        )

    def _nearest(self, tokens: Iterable[Token]) -> list[Token]:
        """The nearest token that stands for a person, an office or a body."""
        return next(([token] for token in tokens if self.people(token) or self.document.actors_of(token)), [])

    # What stands after a trigger

    def offices_among(self, tokens: Iterable[Token]) -> Iterator[Office]:
        """The offices whose nouns stand among some tokens, in the order of the text."""
        indices = {token.i for token in tokens}
        return (office for office in self.offices if office.head in indices)

    def task_among(self, tokens: Iterable[Token]) -> tuple[str, str] | None:
        """The work that stands for an office, and the public body it is for: "to lead the Pentagon"."""
        for token in tokens:
            if token.lemma_ not in vocabulary().leading or token.pos_ != "VERB":
                continue
            for body in (grand for child in token.children if child.dep_ == "dobj" for grand in conjuncts(child)):
                told = self.public_body(body)
                if told is not None:
                    return self.document.words(token.i, max(body.i + 1, phrase(body).end)), told
        return None

    def public_body(self, token: Token) -> str | None:
        """The public body that a noun names, as worded."""
        for actor in self.document.actors_of(token):
            if actor.kind is ActorKind.ORGANIZATION:
                return actor.name if actor.public else None
            if actor.kind is ActorKind.PLACE and actor.country is None and actor.name.isupper():
                return actor.name
        if token.lower_ not in public_nouns():
            return None
        span = phrase(token)
        return self.document.words(span.start + (span[0].pos_ == "DET" and len(span) > 1), span.end)

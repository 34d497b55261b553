"""Which sentences of an article are read: those that can tell of an event, and what their arguments need."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from extraction.components.appointments.listed import listed_lines
from extraction.gate.clues import (
    BREAKS,
    DETERMINERS,
    Clue,
    Company,
    Need,
    clues,
    groups,
    names,
    no_people,
    offices,
    pronouns,
    titles_of_office,
)
from extraction.gate.forms import Forms, can_tell_forms
from extraction.gate.scan import Scanner, spaced
from extraction.gate.sentences import sentence_starts
from schemas.vocabulary import EventType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.language import Language

CAPITALIZED = re.compile(r"\b[A-Z][^\W_]+")
"""A word that may be a name."""

NAME_IN_FULL = re.compile(r"\b[A-Z][\w'’-]{0,40}\.?(?: (?:[a-z]{2,3} ){0,2}[A-Z][\w'’-]{0,40}\.?){1,5}")
"""Several words with capitals in a row, perhaps a name in full, with small words inside: "Ursula von der Leyen"."""

NEAR_TITLE = 48
"""So many characters around a title its holder's name stands."""

LEAD = 3
"""Sentences at the beginning of an article that introduce who it is about."""


class Word(NamedTuple):
    """A word of the clues found in the text."""

    start: int
    """Offset of its first character."""

    end: int
    """Offset after its last character."""

    sets: int
    """The sets that it belongs to, as bits."""


@dataclass(frozen=True, slots=True)
class Near:
    """A need with its sets as bits."""

    sets: int
    """Sets of which a word must stand there."""

    need: Need
    """How near it must stand."""

    then: tuple[Near, ...]
    """What must stand around that word; one of several is enough, and none nothing."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the words of the clues in it."""

    text: str
    """The article."""

    plain: str
    """The article as `spaced` gives it."""

    end: int
    """Offset after the sentence."""

    words: Sequence[Word]
    """The words, in the order of their ends."""

    def fits(self, one: Compiled, trigger: Word) -> bool:
        """Whether a trigger has around it what its clue asks for."""
        return not self.is_noun(trigger, one.clue) and all(self.has(needs, trigger) for needs in one.needs)

    def is_noun(self, trigger: Word, clue: Clue) -> bool:
        """Whether a trigger is a noun where its rule asks for a verb."""
        before = self.plain[self.plain.rfind(" ", 0, trigger.start) + 1 : trigger.start]
        return before in DETERMINERS and self.plain[trigger.start + 1 : trigger.end + 1] in clue.nominal

    def has(self, needs: Iterable[Near], trigger: Word) -> bool:
        """Whether one of several needs is met around a word."""
        return any(self._meets(near, trigger) for near in needs)

    def _meets(self, near: Near, trigger: Word) -> bool:
        for word in self.words:
            if (
                word.sets & near.sets
                and self._is_near(near.need, trigger, word.start, word.end)
                and (not near.then or self.has(near.then, word))
            ):
                return True
        return near.need.or_capital and any(
            self._is_near(near.need, trigger, *name.span())
            for name in CAPITALIZED.finditer(self.text, trigger.end, self.end)
        )

    def _is_near(self, need: Need, trigger: Word, start: int, end: int) -> bool:
        """Whether a word stands as near a trigger as a need asks for."""
        if not (need.behind or need.before):
            return True
        if need.behind and start >= trigger.end:
            between = self.plain[trigger.end + 1 : start + 1]
            within = between.count(" ") <= need.behind
        elif need.before and end <= trigger.start:
            between = self.plain[end + 1 : trigger.start + 1]
            within = between.count(" ") <= need.before
        else:
            return False
        return within and not (need.unbroken and not BREAKS.isdisjoint(between.split()))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A clue with its sets as bits."""

    clue: Clue
    needs: tuple[tuple[Near, ...], ...]
    """What must be there: of each several one."""

    asked: tuple[int, ...]
    """For each need that words of sets alone can meet, these sets."""


@dataclass(frozen=True, slots=True)
class Screened:
    """A text whose words have been looked at, and nothing else."""

    text: str
    """The article as the parser reads it."""

    starts: tuple[int, ...]
    """Where its sentences begin."""

    telling: frozenset[int]
    """Numbers of the sentences that can tell of an event by themselves."""

    presuming: frozenset[int]
    """Numbers of those of them that need two sides, so that others may have to tell who a name is."""

    pointing: frozenset[int]
    """Numbers of those of these that have a pronoun, which may stand for somebody in the sentence before."""

    adding: frozenset[int]
    """Numbers of those that can add to an event of a type that others can tell of."""

    kinds: frozenset[EventType]
    """The types of event that some sentence can tell of by itself."""

    @property
    def share(self) -> float:
        """How much of the text stands in sentences that can tell of an event, from 0 to 1."""
        return sum(self._end(at) - self.starts[at] for at in self.telling) / max(1, len(self.text))

    def alone(self) -> set[int]:
        """The numbers of the telling sentences, and of those that say who is who where two sides are needed."""
        before = {at - 1 for at in self.pointing if at}
        return before | self.telling | self._introducing(self.presuming, people=True)

    def introduced(self, offsets: Iterable[int]) -> set[int]:
        """The numbers of the telling sentences, and of those that say who is who in those around some offsets."""
        kept = self._sentences_at(offsets) | self.telling | set(range(LEAD))
        return self._inside(kept | self._introducing(kept, people=True))

    def with_context(self, offsets: Iterable[int] | None = None) -> set[int]:
        """The numbers of these sentences and of those that their arguments need: the lead, and those beside them.

        Args:
            offsets: where rules have fired; the sentences beside others are left out. None: all may fire.
        """
        fired = self.telling if offsets is None else self._sentences_at(offsets)
        beside = {at + step for at in fired for step in (-1, 1)}
        kept = fired | self.adding | beside | set(range(LEAD))
        return self._inside(kept | self._introducing(kept))

    def _sentences_at(self, offsets: Iterable[int]) -> set[int]:
        return {bisect_right(self.starts, one) - 1 for one in offsets}

    def _inside(self, sentences: Iterable[int]) -> set[int]:
        """Those of some numbers that are sentences of the text."""
        return {at for at in sentences if 0 <= at < len(self.starts)}

    def _introducing(self, sentences: Iterable[int], *, people: bool = False) -> set[int]:
        """The sentences that first give names in full which others give in part: "Ana Reyes" for "Reyes".

        Args:
            sentences: the others.
            people: whether names are left out that no person bears.
        """
        used = {
            word
            for at in self._inside(sentences)
            for word in CAPITALIZED.findall(self.text, self.starts[at], self._end(at))
            if not (people and word.lower() in no_people())
        }
        first: dict[str, int] = {}
        for name in NAME_IN_FULL.finditer(self.text) if used else ():
            for word in CAPITALIZED.findall(name.group())[1:]:
                if word in used:
                    first.setdefault(word, name.start())
        return {bisect_right(self.starts, at) - 1 for at in first.values()}

    def _end(self, at: int) -> int:
        return self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)


class Gate:
    """Decides from the words of an article, before any of it is parsed, which sentences can tell of an event.

    Args:
        language: the pipeline, whose lemmatizer tells the forms of words.
    """

    def __init__(self, language: Language) -> None:
        forms = Forms(language)
        self._sets: dict[tuple[frozenset[str], bool], int] = {}
        self._people = self._bit(frozenset())
        self._title = self._bit(titles_of_office())
        self._office = self._bit(offices(forms))
        self._pronoun = self._bit(pronouns())
        self._group = self._bit(groups(forms))
        self._name = self._bit(names(), named=True)
        compiled = [(self._bit(clue.triggers), self._compiled(clue)) for clue in clues(forms)]
        self._clues: dict[int, list[Compiled]] = {}
        for bit, clue in compiled:
            self._clues.setdefault(bit, []).append(clue)
        self._triggers = sum(self._clues)
        self._named = sum(bit for (_, named), bit in self._sets.items() if named)
        self._scanner = Scanner(words for words, _ in self._sets)
        self._by_sets: dict[int, tuple[Compiled, ...]] = {}

    def _bit(self, words: frozenset[str], *, named: bool = False) -> int:
        return self._sets.setdefault((words, named), 1 << len(self._sets))

    def _compiled(self, clue: Clue) -> Compiled:
        needs = tuple(self._alternatives(need) for need in clue.needs)
        closed = (several for several in needs if not any(near.need.or_capital for near in several))
        return Compiled(clue, needs, tuple(reduce(or_, (near.sets for near in several)) for several in closed))

    def _alternatives(self, need: Need) -> tuple[Near, ...]:
        sets = self._bit(need.words, named=need.named) | (self._people if need.or_people else 0)
        then = self._alternatives(need.then) if need.then else ()
        return (Near(sets, need, then), *(self._alternatives(need.other) if need.other else ()))

    def screened(self, text: str) -> Screened:
        """The sentences of a text, and what their words can tell.

        Args:
            text: the article as the parser reads it.
        """
        starts = sentence_starts(text)
        ends = [*starts[1:], len(text)]
        plain = spaced(text)
        found = self._with_people(text, self._found(text, plain))
        by_sentence: dict[int, list[Word]] = {}
        for word in found:
            by_sentence.setdefault(bisect_right(starts, word.start) - 1, []).append(word)
        office = any(word.sets & self._office for word in found)
        telling = {bisect_right(starts, offset) - 1 for offset in listed_lines(text)}
        adding: dict[int, set[EventType]] = {}
        kinds: set[EventType] = {EventType.APPOINTMENT} if telling else set()
        presuming: set[int] = set()
        pointing: set[int] = set()
        for at, words in by_sentence.items():
            fitting = self._fitting(Sentence(text, plain, ends[at], words))
            if not fitting:
                continue
            there = self._companies(text[starts[at] : ends[at]], words, office=office)
            told = [clue for clue in fitting if clue.company in there]
            if told:
                telling.add(at)
                kinds |= {clue.kind for clue in told}
            if any(clue.company is Company.SIDES for clue in told):
                presuming.add(at)
                if any(word.sets & self._pronoun for word in words):
                    pointing.add(at)
            adding[at] = {clue.kind for clue in fitting}
        added = frozenset(at for at, ones in adding.items() if ones & kinds)
        return Screened(
            text,
            tuple(starts),
            telling=frozenset(telling),
            presuming=frozenset(presuming),
            pointing=frozenset(pointing),
            adding=added if telling else frozenset(),
            kinds=frozenset(kinds),
        )

    def _found(self, text: str, plain: str) -> list[Word]:
        """The words of the clues; of names those with a capital."""
        found = []
        named = self._named
        for start, end, sets in self._scanner.find(plain):
            kept = sets if not sets & named or text[start].isupper() else sets & ~named
            if kept:
                found.append(Word(start, end, kept))
        return found

    def _with_people(self, text: str, found: list[Word]) -> list[Word]:
        """The words with those written with a capital that stand beside a title somewhere: they name office holders."""
        near: set[str] = set()
        for word in found:
            if word.sets & self._title:
                near.update(CAPITALIZED.findall(text, max(0, word.start - NEAR_TITLE), word.end + NEAR_TITLE))
        near = {word for word in near if word.lower() not in no_people()}
        if not near:
            return found
        named = (match for match in CAPITALIZED.finditer(text) if match.group() in near)
        return sorted([*found, *(Word(*match.span(), self._people) for match in named)], key=lambda word: word.start)

    def _fitting(self, sentence: Sentence) -> list[Clue]:
        """The clues whose words stand in a sentence."""
        present = reduce(or_, (word.sets for word in sentence.words))
        triggers = self._triggers & present
        return [
            one.clue
            for word in (sentence.words if triggers else ())
            if word.sets & triggers
            for one in self._clues_of(word.sets & triggers)
            if all(map(present.__and__, one.asked)) and sentence.fits(one, word)
        ]

    def _clues_of(self, triggers: int) -> tuple[Compiled, ...]:
        if triggers not in self._by_sets:
            self._by_sets[triggers] = tuple(one for bit, ones in self._clues.items() if bit & triggers for one in ones)
        return self._by_sets[triggers]

    def _companies(self, sentence: str, words: Sequence[Word], *, office: bool) -> set[Company]:
        """Who is told in a sentence; whether an office is named in the article."""
        told = self._name | self._title | self._group
        actors = len({word.end for word in words if word.sets & told})
        public = len({word.end for word in words if word.sets & (told | self._pronoun | self._people)})
        there = set()
        if actors:
            there.add(Company.ACTOR)
        if actors > 1:
            there.add(Company.ACTORS)
        if any(word.sets & (self._office | self._title) for word in words) or (office and public):
            there.add(Company.ANYBODY)
        if public:
            there.add(Company.PUBLIC)
        if public > 1 or (public and len(CAPITALIZED.findall(sentence)) > 1):
            there.add(Company.SIDES)
        if public > 1:
            there.add(Company.PUBLIC_SIDES)
        return there


@lru_cache(maxsize=2)
def gate_of(language: Language) -> Gate | None:
    """The gate for a pipeline; None for one without the lemmatizer that tells the forms of words."""
    return Gate(language) if can_tell_forms(language) else None

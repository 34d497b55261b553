"""Who is meant by "the president", "the ministry", "his Turkish counterpart", "the two leaders", "the country"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.names.gazetteer import folded, known_names, states, titles
from extraction.components.names.homes import HEADS
from extraction.components.references.lexicon import references
from extraction.components.references.memory import head_of
from extraction.components.references.pronouns import subject_above
from extraction.document import Actor, ActorKind, ActorMention
from extraction.words import words_of

if TYPE_CHECKING:
    from extraction.components.references.memory import Memory, Seen
    from extraction.tokens import Token

LONGEST = 5
"""A description has at most this many words after its determiner."""

OPENINGS = frozenset({"the", "and"})
"""Words that a description begins with, beside pronouns and numerals."""

KOREAS = {"north": "KP", "south": "KR"}
"""What "the North" and "the South" are where both states are named."""

STILL = frozenset({"visiting", "new", "outgoing", "young", "veteran", "embattled", "current", "incumbent"})
"""Adjectives before a title that do not change who bears it."""


def resolve_description(memory: Memory, token: Token) -> ActorMention | None:
    """The mention that begins at a determiner or numeral, where it describes someone known."""
    word = token.lower_
    if word in references().pronoun_words:
        return _counterpart(memory, token)
    if word == "and" and token.i == memory.described_until:
        return _definite(memory, token, token.i + 1)
    if word not in {"the", *references().numerals}:
        return None
    return _joint(memory, token) or (_definite(memory, token, token.i) if word == "the" else None)


def resolve_office_of_state(memory: Memory, mention: ActorMention) -> list[ActorMention]:
    """The office after a state's name or adjective: who holds it, "the Russian leader", "China's top diplomat"."""
    state = memory.actors[mention.actors[0]]
    doc = memory.document.doc
    if state.kind is not ActorKind.COUNTRY or len(mention.actors) > 1 or _is_indefinite(doc[mention.start]):
        return []
    start = mention.end + (mention.end < len(doc) and doc[mention.end].tag_ == "POS")
    words = _free_words(memory, start)
    if not words or words[-1].lower_ not in titles().offices:
        return []
    phrase = " ".join(word.lower_ for word in words)
    holder = _holder(memory, phrase, state.country)
    return [ActorMention(start, words[-1].i + 1, (holder,), "description")] if holder is not None else []


def _is_indefinite(token: Token) -> bool:
    """Whether a phrase introduces someone not known before: "a Russian diplomat"."""
    before = token.nbor(-1).lower_ if token.i else ""
    return before in {"a", "an", "another", "any", "former", "ex", "some", "one", "every", "each", "no"}


def _holder(memory: Memory, phrase: str, state: str | None) -> int | None:
    """The person of a state whose title fits a description: the one mentioned last, else the only one named later."""
    phrases = (phrase, *references().synonyms.get(phrase, ()))
    holders = [
        actor.index
        for actor in memory.actors
        if actor.country == state and actor.kind is ActorKind.PERSON and actor.title and actor.name[0].isupper()
        if any(_title_fits(actor.title, one) for one in phrases) and "counterpart" not in actor.name
    ]
    last = next((seen.actor for seen in memory.last() if seen.actor in holders), None)
    return last if last is not None else holders[0] if len(holders) == 1 else None


def _free_words(memory: Memory, start: int) -> list[Token]:
    """The nouns and adjectives from a token on that no name covers, up to the bound; none where a plural ends them."""
    words: list[Token] = []
    for following in memory.document.doc[start : start + LONGEST]:
        if following.pos_ not in {"NOUN", "PROPN", "ADJ"} or memory.document.mention_of(following):
            break
        words.append(following)
    return [] if words and words[-1].tag_ in {"NNS", "NNPS"} else words


def _counterpart(memory: Memory, token: Token) -> ActorMention | None:
    """His Turkish counterpart: who bears the same title for that state, else someone known by the description alone."""
    doc = memory.document.doc
    following = doc[token.i + 1 : token.i + 1 + LONGEST]
    noun = next((t for t in following if t.lower_ == "counterpart"), None)
    covered = noun is not None and memory.document.mention_of(noun) is not None
    if noun is None or covered or token.dep_ != "poss":
        return None
    state = next(
        (known.code for t in doc[token.i + 1 : noun.i] if (known := known_names().get(folded(t.text))) and known.code),
        None,
    )
    if state is None:
        return None
    owner = subject_above(memory, token, _gender_of(token))
    title = memory.actors[owner].title if owner is not None else None
    same = [
        a.index
        for a in memory.actors
        if a.kind is ActorKind.PERSON
        and a.country == state
        and a.index != owner
        and title
        and a.title
        and _title_fits(a.title, title.lower())
    ]
    name = memory.document.words(token.i + 1, noun.i + 1)
    actor = (
        same[0]
        if len(same) == 1
        else memory.add(Actor(len(memory.actors), name, ActorKind.PERSON, state, title, public=True))
    )
    return ActorMention(token.i + 1, noun.i + 1, (actor,), "counterpart")


def give_title(memory: Memory, mention: ActorMention) -> None:
    """Give a person named as someone's counterpart the title of that someone, where no other title is told."""
    doc, actor = memory.document.doc, mention.actors[0]
    words = words_of(doc).lowers[mention.start : mention.end]
    noun = doc[mention.start + words.index("counterpart")] if "counterpart" in words else None
    if noun is None or memory.actors[actor].title or memory.actors[actor].kind is not ActorKind.PERSON:
        return
    owner = next((memory.document.mention_of(child) for child in noun.children if child.dep_ == "poss"), None)
    before = doc[mention.start - 1] if mention.start else noun
    found = owner or memory.document.mention_of(before)
    index = (
        found.actors[0]
        if found
        else subject_above(memory, before, _gender_of(before))
        if before.tag_ == "PRP$"
        else None
    )
    title = memory.actors[index].title if index is not None else None
    if title and index != actor:
        memory.actors[actor] = replace(memory.actors[actor], title=title)


def give_office(memory: Memory, mention: ActorMention) -> None:
    """Give a person the body whose officer they are called: "Anna Lund, the ministry's director for trade"."""
    body = memory.actors[mention.actors[0]]
    if body.kind is not ActorKind.ORGANIZATION:
        return
    head = head_of(memory.document, mention)
    office = head.head
    named = memory.document.mention_of(office.head) if (head.dep_, office.dep_) == ("poss", "appos") else None
    if named is None:
        return
    index = named.actors[0]
    person = memory.actors[index]
    if person.kind is ActorKind.PERSON and not person.title and not person.organization:
        behind_possessive = max(child.right_edge.i for child in office.children if child.dep_ == "poss") + 1
        memory.actors[index] = replace(
            person,
            title=memory.document.words(behind_possessive, syntax.full_phrase(office).end),
            organization=body.name,
            country=person.country or body.country,
            public=person.public or body.public,
        )


def _gender_of(pronoun: Token) -> str:
    return "female" if pronoun.lower_ in references().pronouns.female else "male"


def _joint(memory: Memory, token: Token) -> ActorMention | None:
    """The two leaders, both sides, the three countries: as many as were last named in one sentence."""
    doc, words = memory.document.doc, references()
    at = token.i + 1 if token.lower_ == "the" else token.i
    if at >= len(doc) or doc[at].lower_ not in words.numerals:
        return None
    noun = next((t for t in doc[at + 1 : at + 3] if t.lemma_.lower() in words.joint.person | words.joint.country), None)
    if noun is None and (doc[at].dep_ == "nummod" or token.lower_ != "the"):
        return None
    count, lemma = words.numerals[doc[at].lower_], noun.lemma_.lower() if noun is not None else ""
    kind = ActorKind.COUNTRY if lemma in words.joint.country else ActorKind.PERSON
    together = _last_together(memory, kind, count, heads=lemma in words.heads)
    if together is None and lemma in references().states:
        together = _states_of(memory, _last_together(memory, ActorKind.PERSON, count, heads=False))
    if together is None and lemma in {"side", "party", "delegation"}:
        together = _last_together(memory, ActorKind.PERSON, count, heads=False)
    end = (noun.i if noun is not None else at) + 1
    return ActorMention(token.i, end, together, "pair") if together else None


def _states_of(memory: Memory, people: tuple[int, ...] | None) -> tuple[int, ...] | None:
    """The states that people named together speak for, one each: "the two countries" after two ministers."""
    codes = [memory.actors[person].country for person in people or ()]
    if not codes or len(set(codes)) < len(codes) or not all(code in states() for code in codes):
        return None
    return tuple(_state(memory, str(code)) for code in codes)


def _state(memory: Memory, code: str) -> int:
    """The state with a code, under its everyday name where the article has not named it."""
    named = (actor.index for actor in memory.actors if actor.kind is ActorKind.COUNTRY and actor.country == code)
    known = next(named, None)
    if known is not None:
        return known
    return memory.add(Actor(len(memory.actors), states()[code].names[0], ActorKind.COUNTRY, code, public=True))


def _last_together(memory: Memory, kind: ActorKind, count: int, *, heads: bool) -> tuple[int, ...] | None:
    """The actors of a kind that were last named in one sentence, if they are as many as asked for."""
    by_sentence: dict[int, list[int]] = {}
    for seen in memory.recent():
        if _fits(memory, seen, kind, heads=heads):
            by_sentence.setdefault(seen.sentence, []).append(seen.actor)
    for _, actors in sorted(by_sentence.items(), reverse=True):
        distinct = list(dict.fromkeys(reversed(actors)))
        if len(distinct) == count:
            return tuple(distinct) if _sides(memory, distinct) else None
        if len(distinct) > count:
            return None
    return None


def _fits(memory: Memory, seen: Seen, kind: ActorKind, *, heads: bool) -> bool:
    """Whether an actor is of a kind, and may be a head of state or government where one is asked for."""
    actor = memory.actors[seen.actor]
    title = (actor.title or "").lower()
    return actor.kind is kind and (not heads or not title or bool(set(title.split()) & HEADS))


def _sides(memory: Memory, actors: list[int]) -> bool:
    """Whether several people can be sides of something: not all of one state."""
    states = {memory.actors[actor].country for actor in actors}
    return len(states) > 1 or None in states


def _definite(memory: Memory, token: Token, start: int) -> ActorMention | None:
    """The president, the foreign minister, the ministry, the country: who last bore that title or that noun."""
    words = _free_words(memory, token.i + 1)
    if not words or (token.i and token.nbor(-1).lower_ == "as"):  # "named as the new minister" is nobody known
        return None
    head = words[-1].lower_
    named = _named_behind(memory, words[-1])
    actor = named if named is not None else _described(memory, " ".join(word.lower_ for word in words), head)
    if actor is None or (named is None and not _complement_fits(memory, words[-1], actor)):
        return None
    end = words[-1].i + 1
    memory.described_until = end if head in titles().offices else -1
    return ActorMention(start, end, (actor,), "description")


def _named_behind(memory: Memory, noun: Token) -> int | None:
    """The person whose name explains an office: "the minister of transport, Ana Lund"."""
    if noun.lower_ not in titles().offices:
        return None
    for child in noun.children:
        mention = memory.document.mention_of(child) if child.dep_ == "appos" and child.i > noun.i else None
        if mention is None or not memory.is_person(mention.actors[0]):
            continue
        if mention.end == len(child.doc) or child.doc[mention.end].is_punct:
            return mention.actors[0]
    return None


def _complement_fits(memory: Memory, noun: Token, index: int) -> bool:
    """Whether an "of" behind an office names nothing that its known bearer has not: "the president of the bank"."""
    actor = memory.actors[index]
    link = next((child for child in noun.children if child.dep_ == "prep" and child.lower_ == "of"), None)
    if actor.kind is not ActorKind.PERSON or link is None or link.i != noun.i + 1:
        return True
    told = folded(f"{actor.title or ''} {actor.organization or ''}").lower().split()
    for word in link.subtree:
        mention = memory.document.mention_of(word)
        country = memory.actors[mention.actors[0]].country if mention else None
        if (country and country == actor.country) or (word.pos_ in syntax.NOUNS and folded(word.text).lower() in told):
            return True
        if word.lower_ in references().states:
            return True
    return False


def _described(memory: Memory, phrase: str, head: str) -> int | None:
    """The actor that a description without its article stands for."""
    if phrase in KOREAS:
        return _korea(memory, KOREAS[phrase])
    if head in titles().offices:
        return _bearer(memory, phrase)
    if head in references().states and phrase == head:
        return _only_state(memory)
    return _body(memory, phrase, head) if head in references().bodies else None


def _korea(memory: Memory, code: str) -> int | None:
    states = {actor.country: actor.index for actor in memory.actors if actor.kind is ActorKind.COUNTRY}
    return states[code] if set(KOREAS.values()) <= set(states) else None


def _bearer(memory: Memory, phrase: str) -> int | None:
    """The person whose title ends in the phrase: of several the one of the article's own state, then the last."""
    bearers = [seen.actor for seen in memory.last() if _bears(memory, seen.actor, phrase)]
    own = [actor for actor in bearers if actor in memory.local]
    return next(iter(own or bearers), None)


def _bears(memory: Memory, index: int, phrase: str) -> bool:
    actor = memory.actors[index]
    return actor.kind is ActorKind.PERSON and bool(actor.title) and _title_fits(str(actor.title), phrase)


def _title_fits(title: str, phrase: str) -> bool:
    """Whether a title is what a description says: "the minister" for "foreign minister", no past office."""
    words = title.lower().split()
    if words[0] in titles().former:
        return False
    own = re.split(" (?:of|for|at) ", " ".join(words), maxsplit=1)[0]
    if own == phrase or own.endswith(f" {phrase}") or " ".join(words) == phrase:
        return True
    return phrase.endswith(f" {own}") and phrase.split(maxsplit=1)[0] in STILL


def _only_state(memory: Memory) -> int | None:
    """The state named in this sentence or the last, where it is only one."""
    for back in (0, 1):
        here = {seen.actor for seen in memory.recent(1) if seen.sentence == memory.sentence - back}
        states = {actor for actor in here if memory.actors[actor].kind is ActorKind.COUNTRY}
        if states:
            return states.pop() if len(states) == 1 else None
    return None


def _body(memory: Memory, phrase: str, head: str) -> int | None:
    """The body last named with the words of the phrase."""
    for seen in memory.last():
        actor = memory.actors[seen.actor]
        name = actor.name.lower().split()
        if actor.kind is ActorKind.ORGANIZATION and head in name and set(phrase.split()) <= set(name):
            return seen.actor
    return None

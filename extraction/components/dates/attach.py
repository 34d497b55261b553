"""Which of a sentence's dates is the day of an event, and which tells of something else."""

from __future__ import annotations

from bisect import bisect_left
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from extraction.components.dates.lexicon import lexicon
from extraction.components.dates.place import is_counted, site_of, stands_before_noun
from extraction.components.dates.tense import Tense, tense_of_verb
from extraction.document import Dated
from extraction.syntax import MAX_CLIMB, NOUNS, VERBS, governors
from schemas.event import When

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.document import DateMention, Document
    from extraction.tokens import Doc, Span, Token

CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "csubj", "parataxis"})
"""Relations that open a clause of its own."""

MAX_ARGUMENT_HOPS = 3
"""How many nouns may lie between a trigger and a date that was hung on its arguments."""

MEANS = frozenset({"by", "in", "with", "through"})
"""Prepositions before a participle that tells how something was done."""

OBJECT_LINKS = frozenset({"with", "on", "to", "for", "of"})
"""Prepositions between a verb and what is done: "said it agreed on tariffs"; not "in the wake of", "after"."""

AT_GATHERING = frozenset({"during", "at", "in", "to", "for", "on"})
"""Prepositions before the gathering at which something is done."""

AFTERMATH = frozenset({"after", "following"})
"""Words before what came shortly before an event, whose month or year is that of the event as well."""

MAX_START = 8
"""How many words after a noun the word may stand that tells its start."""

MONTH_LONG = timedelta(days=27)
"""How far apart the first and the last day of a month or a longer span lie."""

MAX_DATES = 20
"""How many dates on either side of a trigger are looked at: a bound for texts that no person writes."""

OWN, CARRIED, ARGUMENT, NEAR, SHARED, AFTER = range(6)
"""How closely a date belongs to a trigger, closest first."""


def date_of(document: Document, trigger: Token) -> Dated | None:
    """The days of the event that a trigger tells of: the date that hangs on its clause, not that of the saying.

    Args:
        document: the article with its dates found.
        trigger: the verb or noun that tells of the event.

    Returns:
        The closest date of the trigger's sentence, or None where every date there tells of something else.
    """
    found = [
        (rank, abs(mention.start - trigger.i), mention)
        for mention in _dates_in(document, trigger.sent, trigger)
        if (rank := _closeness(document.doc, mention, trigger)) is not None
    ]
    return _dated(document, _most_exact(found)) if found else None


def _most_exact(found: list[tuple[int, int, DateMention]]) -> DateMention:
    """The closest date; where another lies inside its days, that one: "next month on August 2"."""
    best = min(found, key=lambda one: one[:2])[2]
    inside = [one for one in found if best.first <= one[2].first and one[2].last <= best.last]
    return min(inside, key=lambda one: (one[2].last - one[2].first, one[:2]))[2]


def announced_on(document: Document, trigger: Token) -> Dated | None:
    """The day on which an event was announced: the date of the verb of saying above a trigger.

    For events that are done by being announced: a measure, a nomination.
    """
    below = trigger
    for word in (trigger, *governors(trigger)):
        if word is not trigger and not _is_content(below):
            return None
        if word.lemma_ in lexicon().saying_verbs:
            for mention in _dates_in(document, trigger.sent, trigger):
                if site_of(_span(document.doc, mention)) == word:
                    return _dated(document, mention)
        sourced = _day_of_source(document, word, trigger)
        if sourced is not None:
            return _dated(document, sourced)
        below = word
    return None


def refused_on(document: Document, trigger: Token) -> Dated | None:
    """The day on which an act was refused: "the king declined on Monday her offer to resign"."""
    above = [trigger, *governors(trigger)]
    for below, word in pairwise(above):
        if below.dep_ in {"relcl", "advcl"}:
            return None
        if word.lemma_ in lexicon().refusing_verbs:
            return date_of(document, word)
    return None


def _day_of_source(document: Document, verb: Token, trigger: Token) -> DateMention | None:
    """The date of the statement that a clause is told after: "according to a notice published on Monday"."""
    for child in verb.children:
        if child.lower_ == "according" and _names_statement(child):
            inside = range(child.i, child.right_edge.i + 1)
            return next((one for one in _dates_in(document, trigger.sent, trigger) if one.start in inside), None)
    return None


def _names_statement(according: Token) -> bool:
    """Whether "according to" names a public act's own statement or notice."""
    named = (noun for link in according.children for noun in link.children if noun.dep_ == "pobj")
    return any(noun.lemma_ in lexicon().statement_nouns for noun in named)


def _is_content(word: Token) -> bool:
    """Whether a word may be what the verb of saying above it tells: no clause about a noun, nor about another time."""
    if word.dep_ == "relcl" or (word.tag_ == "VBN" and word.dep_ == "amod"):
        return False
    if word.dep_ in {"nsubj", "dobj"} and word.pos_ in NOUNS:
        acts = any(child.dep_ == "dobj" and child != word for child in word.head.children)
        return not acts and (_carries(word.head) or word.head.lemma_ in lexicon().saying_verbs)
    if word.dep_ == "prep" and word.head.pos_ in VERBS:
        return word.lower_ in OBJECT_LINKS or any(child.dep_ == "pcomp" for child in word.children)
    return word.dep_ != "advcl" or not any(child.dep_ in {"mark", "advmod"} for child in word.children)


def effective_of(document: Document, trigger: Token) -> Dated | None:
    """The days from which what a trigger tells of is in effect: "effective May 1", "to take effect on Friday"."""
    words = lexicon().effective_words
    for mention in _dates_in(document, trigger.sent, trigger):
        if is_counted(_span(document.doc, mention)):
            continue
        root = _span(document.doc, mention).root
        verb = next((word for word in governors(root) if word.pos_ in VERBS), root)
        around = document.doc[verb.i : mention.start] if verb.i < mention.start else [verb]
        if any(word.lower_ in words or word.lemma_ in words for word in around):
            return _dated(document, mention)
    return None


def when(dated: Dated | None) -> When | None:
    """The public form of resolved days."""
    return When(start=dated.first, end=dated.last, text=dated.text) if dated else None


def _dated(document: Document, mention: DateMention) -> Dated:
    return Dated(mention.first, mention.last, document.words(mention.start, mention.end), mention.because)


def _dates_in(document: Document, sentence: Span, around: Token) -> Iterator[DateMention]:
    """The dates of a sentence in the order of the text, at most `MAX_DATES` on either side of a word."""
    at = bisect_left(document.dates, around.i, key=lambda mention: mention.start)
    nearby = document.dates[max(0, at - MAX_DATES) : at + MAX_DATES]
    return (mention for mention in nearby if sentence.start <= mention.start < sentence.end)


def _span(doc: Doc, mention: DateMention) -> Span:
    return doc[mention.start : mention.end]


def _closeness(doc: Doc, mention: DateMention, trigger: Token) -> int | None:
    """How closely a date belongs to a trigger; None where it belongs to something else."""
    site = site_of(_span(doc, mention))
    noun = _head_of_compound(trigger)
    ends = _ends_then(doc, mention, trigger)
    if _is_last_day(doc, mention) and not ends and not lexicon().postponing_verbs & {trigger.lemma_, site.lemma_}:
        return None
    if site in {trigger, noun}:
        return OWN
    carriers = _carriers(noun)
    told = [noun, *carriers]
    if ends or site in carriers or any(_tells_of(site, word) for word in told) or _opens_clause_of(doc, mention, told):
        return CARRIED
    if is_counted(_span(doc, mention)):
        return None
    if stands_before_noun(_span(doc, mention)):
        tied = (
            _is_time_of(site, told) or _is_joined_to(noun, site) or _is_done_by(site, told) or _is_vote_of(site, told)
        )
        return ARGUMENT if tied else None
    ties = (
        (ARGUMENT, _is_argument_of(site, told) or _is_fragment_of(site, trigger) or _is_held_then(site, told)),
        (NEAR, _is_next_to(doc, mention, trigger, site) or _starts_then(doc, mention, trigger)),
        (SHARED, site in _sharers(told, mention)),
        (AFTER, mention.last - mention.first >= MONTH_LONG and _is_near_in_time(site, told) and _is_past(trigger)),
    )
    return next((rank for rank, holds in ties if holds), None)


def _is_last_day(doc: Doc, mention: DateMention) -> bool:
    """Whether a date only tells how long something goes on: "until Friday", "up to mid-March"."""
    before = [word.lower_ for word in doc[max(0, mention.start - 2) : mention.start]]
    return before[-1:] in (["until"], ["till"]) or before == ["up", "to"]


def _ends_then(doc: Doc, mention: DateMention, trigger: Token) -> bool:
    """Whether a date is the last day of something, and the trigger what ended it: "served until 2018, resigning".

    Also "held the post until May, when she was sacked": a participle or a clause with "when" right behind the date.
    """
    if mention.end + 1 >= len(doc) or doc[mention.end].text != "," or not _is_last_day(doc, mention):
        return False
    if trigger.i == mention.end + 1:
        return trigger.tag_ == "VBG"
    clause = next((word for word in (trigger, *governors(trigger)) if word.dep_ in {"relcl", "advcl"}), None)
    return doc[mention.end + 1].lower_ == "when" and clause is not None and clause.left_edge.i == mention.end + 1


def _head_of_compound(noun: Token) -> Token:
    """The noun that a compound is one with: "summit meeting", "phone calls"."""
    while noun.dep_ == "compound" and noun.head.pos_ in NOUNS:
        noun = noun.head
    return noun


def _carries(verb: Token) -> bool:
    return verb.lemma_ in lexicon().support_verbs


def _carriers(trigger: Token) -> list[Token]:
    """The words whose time is the trigger's: the verbs that carry a noun, the verbs that an infinitive completes."""
    found: list[Token] = []
    word = trigger
    for _ in range(MAX_CLIMB):
        above = _carrier(word)
        if above is None:
            break
        found.append(above)
        word = above
    return found


def _carrier(word: Token) -> Token | None:
    """The next word up whose time is that of a word."""
    head = word.head
    if (word.dep_ == "acl" and head.lemma_ in lexicon().act_nouns and word.tag_ == "VB") or word.dep_ == "acomp":
        return head
    if head is word or word.dep_ in {"ccomp", "relcl", "acl", "parataxis"}:
        return None
    if head.pos_ in {"ADP", "SCONJ"}:
        return _carrier_over(head, absolute=_is_absolute(word))
    if word.pos_ in VERBS:
        return head if word.dep_ in {"xcomp", "advcl"} and _completes(word, head) else None
    return _carrier_of_noun(word)


def _carrier_of_noun(noun: Token) -> Token | None:
    """The verb that carries a noun, or the first of its row."""
    head = noun.head
    if noun.dep_ == "conj" and noun.pos_ in NOUNS:
        return _carrier(head)
    carried = _carries(head) or noun.lemma_ in lexicon().edges
    return head if head.pos_ in VERBS and carried else None


def _carrier_over(preposition: Token, *, absolute: bool) -> Token | None:
    """The word beyond a preposition, where it ties the two in time; `absolute` of "with Lund taking over"."""
    tied = preposition.head
    if preposition.lower_ not in lexicon().same_time:
        return None
    if absolute or _is_means(preposition, tied):
        return tied
    return tied if tied.pos_ == "NOUN" or _carries(tied) or _is_done_at(preposition, tied) else None


def _is_absolute(word: Token) -> bool:
    """Whether a participle with its own subject stands after "with": it goes on at the time of the clause."""
    subject = any(child.dep_ in {"nsubj", "nsubjpass"} for child in word.children)
    return word.dep_ == "pcomp" and word.head.lower_ == "with" and subject


def _is_means(preposition: Token, verb: Token) -> bool:
    """Whether a participle tells how something was done, so at that time: "answered on Monday by banning imports"."""
    participle = any(child.dep_ == "pcomp" and child.tag_ == "VBG" for child in preposition.children)
    return participle and preposition.lower_ in MEANS and verb.pos_ in VERBS


def _is_done_at(preposition: Token, verb: Token) -> bool:
    """Whether something was done at an encounter: "said Friday during talks", "shook hands on May 3 at a meeting"."""
    return preposition.lower_ in {"in", "at", "during"} and verb.pos_ in VERBS


def _completes(verb: Token, head: Token) -> bool:
    """Whether an infinitive or participle shares the time of the verb that it hangs on."""
    if any(child.dep_ == "mark" for child in verb.children):
        return False
    if verb.dep_ == "xcomp":
        return head.pos_ == "ADJ" or (head.pos_ in VERBS and head.lemma_ not in lexicon().saying_verbs)
    if head.pos_ not in VERBS:
        return False
    acts = any(child.dep_ == "dobj" and child.lemma_ in lexicon().act_nouns for child in head.children)
    if verb.tag_ == "VB" and head.lemma_ in lexicon().deciding_verbs:
        return True
    return head.lemma_ in lexicon().motion_verbs or verb.tag_ == "VBG" or (acts and head.lemma_ in {"take", "make"})


def _tells_of(verb: Token, noun: Token) -> bool:
    """Whether a verb stands in a clause about the noun that says when: "talks held in May", "a vote due on Friday"."""
    carries = _carries(verb)
    while verb.dep_ in {"xcomp", "conj"} and verb.head.pos_ in VERBS:
        verb = verb.head
    carries = carries or _carries(verb) or verb.pos_ == "ADJ"
    about = (verb.dep_ in {"acl", "relcl"} and verb.head == noun) or _follows(verb, noun)
    return about and carries


def _follows(participle: Token, noun: Token) -> bool:
    """Whether a participle stands right behind a noun and a comma, though hung on the verb: "the trip, set for May"."""
    if participle.dep_ != "advcl" or participle.tag_ != "VBN" or noun.pos_ not in NOUNS:
        return False
    return participle.i == noun.right_edge.i + 2 and participle.nbor(-1).text == ","


def _opens_clause_of(doc: Doc, mention: DateMention, told: list[Token]) -> bool:
    """Whether the date is what the clause hangs on: "in April 2016, when she visited", "May 3, the day they met"."""
    for word in told:
        head = word.head
        if word.dep_ in {"relcl", "acl"} and (
            mention.start <= head.i < mention.end or (head.lower_ == "day" and head.head in _span(doc, mention))
        ):
            return True
    return False


def _is_time_of(noun: Token, told: list[Token]) -> bool:
    """Whether a dated noun gives an event its time: "met during last week's conference"."""
    preposition = _gathering(noun).head
    return preposition.dep_ == "prep" and preposition.lower_ in AT_GATHERING and preposition.head in told


def _gathering(noun: Token) -> Token:
    """The noun at the head of the phrase that names a gathering: "next year's Group of Nine summit", "sidelines of"."""
    for _ in range(MAX_ARGUMENT_HOPS):
        if noun.dep_ in {"compound", "nmod", "poss"} and noun.head.pos_ in NOUNS:
            noun = noun.head
        elif noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in lexicon().edges:
            noun = noun.head.head
        else:
            break
    return noun


def _is_held_then(verb: Token, told: list[Token]) -> bool:
    """Whether a verb says when the gathering is held that gives an event its time: "at the forum to be held in May"."""
    return verb.dep_ in {"acl", "relcl"} and verb.lemma_ in lexicon().holding_verbs and _is_time_of(verb.head, told)


def _is_done_by(noun: Token, told: list[Token]) -> bool:
    """Whether a dated decision or step does what is told: "Friday's ruling is final and activates the duty"."""
    if noun.lemma_ not in lexicon().act_nouns or noun.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    verb = noun.head
    return any(word == verb or (word.dep_ == "conj" and word.head == verb) for word in told)


def _is_near_in_time(site: Token, told: list[Token]) -> bool:
    """Whether one of two events of a sentence came after the other, so that they share a month or a year."""
    return _came_before(site, told) or any(_came_before(word, [site]) for word in told)


def _is_past(trigger: Token) -> bool:
    """Whether a verb tells of its event in the past."""
    return trigger.pos_ in VERBS and tense_of_verb(trigger) is Tense.PAST


def _is_vote_of(noun: Token, told: list[Token]) -> bool:
    """Whether a dated vote is what somebody won or lost: "lost Sunday's runoff to Okoro", "won in the 2012 vote"."""
    inside = noun.dep_ == "pobj" and noun.head.lower_ in {"in", "at"}
    verb = noun.head.head if inside else noun.head
    return verb in told and noun.lemma_ in lexicon().votes and (inside or noun.dep_ == "dobj")


def _came_before(site: Token, told: list[Token]) -> bool:
    """Whether a word stands in a clause or phrase about what came before an event: "fell after the war of 1981"."""
    for word in (site, *governors(site)):
        if word in told or word.dep_ in CLAUSES - {"advcl"}:
            return False
        if word.dep_ == "prep" and word.lower_ in AFTERMATH:
            return word.head in told
        if word.pos_ in VERBS:
            openers = {child.lower_ for child in word.children if child.dep_ == "mark"}
            return word.head in told and not openers.isdisjoint(AFTERMATH)
    return False


def _is_joined_to(noun: Token, first: Token) -> bool:
    """Whether a noun shares what stands before the first of its row: "today's visit and talks"."""
    return noun.dep_ == "conj" and noun.head == first


def _is_fragment_of(site: Token, trigger: Token) -> bool:
    """Whether a sentence was parsed as a noun with the verb as its participle: "Oslo ousted Lund last May"."""
    return trigger.dep_ == "amod" and trigger.tag_ in {"VBN", "VBD"} and trigger.head == site and site.dep_ == "ROOT"


def _is_argument_of(site: Token, told: list[Token]) -> bool:
    """Whether a date was hung on an argument of the trigger: "met the minister in Tokyo on Friday"."""
    hops = 0
    for word in (site, *governors(site)):
        if word in told:
            return True
        beyond = word.dep_ == "prep" and word.lower_ not in lexicon().same_time
        hops += word.pos_ in NOUNS
        if word.dep_ in CLAUSES or beyond or word.pos_ in VERBS or hops > MAX_ARGUMENT_HOPS:
            return False
    return False


def _is_next_to(doc: Doc, mention: DateMention, trigger: Token, site: Token) -> bool:
    """Whether a date follows a trigger inside its clause though the parser hung it elsewhere.

    "The minister said she will visit Japan Thursday": the parser may hang "Thursday" on "said".
    """
    if mention.start <= trigger.i:
        return False
    between = doc[trigger.i + 1 : mention.start]
    site = _beyond(site, between)
    placed = any(word.lower_ in {"in", "at"} for word in between)
    if site.i in range(trigger.i, mention.start) or (site == _clause_verb(trigger) and not placed):
        return False
    opener = next((word for word in reversed(between) if word.pos_ not in {"ADP", "DET"}), None)
    return not any(word.pos_ in VERBS | {"SCONJ"} or word.text in {";", "—", ":", "--"} for word in between) and not (
        opener is not None and opener.pos_ == "CCONJ"
    )


def _starts_then(doc: Doc, mention: DateMention, trigger: Token) -> bool:
    """Whether a date after a noun is told as that of its start: "a visit to Rome, starting Monday, where"."""
    between = doc[trigger.i + 1 : mention.start] if trigger.pos_ in NOUNS else doc[0:0]
    words = [word for word in between if word.pos_ not in {"ADP", "DET", "PUNCT"}]
    starts = bool(words) and words[-1].lower_ in {"starting", "beginning", "commencing", "due"}
    return starts and len(words) <= MAX_START and not any(word.pos_ in VERBS for word in words[:-1])


def _beyond(site: Token, between: Span) -> Token:
    """What a dated place or gathering hangs on: "during the assembly next week"."""
    for _ in range(MAX_ARGUMENT_HOPS):
        inside = between.start <= site.i < between.end
        if not inside or site.dep_ != "pobj" or site.head.lower_ not in lexicon().same_time:
            break
        site = site.head.head
    return site


def _clause_verb(noun: Token) -> Token | None:
    """The verb whose object or subject a noun is."""
    return noun.head if noun.pos_ in NOUNS and noun.head.pos_ in VERBS else None


def _sharers(told: list[Token], mention: DateMention) -> Iterator[Token]:
    """The verbs whose date the trigger shares: those joined to it, and those of a clause at the same time.

    "flew in on Monday and met the premier", "was ousted and killed in 2011", "said on Tuesday while meeting".
    """
    for word in told:
        if word.dep_ == "conj" and word.head.pos_ == "VERB" and mention.start < word.i:
            yield word.head
        for child in word.children:
            if child.dep_ == "conj" and child.pos_ == "VERB" and not _stands_alone(child) and mention.start > child.i:
                yield child
            if child.dep_ == "advcl" and _is_at_the_time(child):
                yield child
        if word.dep_ == "advcl" and _is_at_the_time(word):
            yield word.head


def _stands_alone(verb: Token) -> bool:
    """Whether a joined verb has a subject or a tense of its own."""
    return any(child.dep_ in {"nsubj", "nsubjpass", "aux"} for child in verb.children)


def _is_at_the_time(clause: Token) -> bool:
    """Whether a clause is told as going on at the time of another: "while talking to reporters"."""
    return any(
        child.dep_ in {"mark", "advmod"} and child.lower_ in {"while", "when", "as"} for child in clause.children
    )

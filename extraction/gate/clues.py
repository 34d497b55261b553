"""What a sentence must hold to tell of an event, derived from the rules themselves.

Each rule of the event components gives one clue: its words in every form, and the words without which its component
finds nothing there. No word stands here that a rule or a reader of arguments does not ask for.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import cache
from typing import TYPE_CHECKING

from spacy.lang.en.stop_words import STOP_WORDS

from extraction.components.appointments import lexicon as changes
from extraction.components.appointments.bodies import public_nouns
from extraction.components.appointments.lexicon import Trigger, appointment_lexicon, office_lexicon, vocabulary
from extraction.components.appointments.offices import office_words
from extraction.components.appointments.slots import DEPARTURES
from extraction.components.dates.lexicon import lexicon as dates
from extraction.components.measures.deeds import FROM_ABROAD
from extraction.components.measures.rules import lexicon as measure_lexicon
from extraction.components.meetings.finding import DISCUSS, WITHIN
from extraction.components.meetings.rules import Frame, NounRule, VerbRule
from extraction.components.meetings.rules import lexicon as meeting_lexicon
from extraction.components.meetings.sides import PARTNERS
from extraction.components.names.gazetteer import bodies, known_names, leaders, titles
from extraction.components.names.words import plural_of
from extraction.components.references.lexicon import references
from extraction.gate.forms import INFLECTED, Forms
from schemas.vocabulary import EventType

Change = changes.Frame
"""How the words of an appointment's rule stand; meetings have frames of their own."""

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extraction.components.measures.rules import Deed, MeasureNoun


class Company(Enum):
    """Who must stand in the sentence of a clue for it to tell of an event by itself."""

    NEVER = auto()
    """It only adds to an event told elsewhere."""

    ACTOR = auto()
    """A state, body or office."""

    ANYBODY = auto()
    """An office, a state, a pronoun or a name, and an office somewhere in the article."""

    PUBLIC = auto()
    """A public side, by name, office or pronoun."""

    SIDES = auto()
    """A public side, and another one of any kind."""

    PUBLIC_SIDES = auto()
    """Two public sides."""

    ACTORS = auto()
    """Two states, bodies or offices."""


@dataclass(frozen=True, slots=True)
class Need:
    """Words of which one must stand in the sentence."""

    words: frozenset[str]
    """The words and phrases, in lower case."""

    behind: int = 0
    """They count within so many words behind the trigger; anywhere in the sentence where `before` is 0 too."""

    before: int = 0
    """They count within so many words before the trigger."""

    named: bool = False
    """Whether they count only where they are written with a capital."""

    or_people: bool = False
    """Whether the names of the article's office holders count as well."""

    or_capital: bool = False
    """Whether any word behind the trigger counts as well that is written with a capital: a name nobody knows."""

    unbroken: bool = False
    """Whether no word may stand between that ends a noun phrase."""

    then: Need | None = None
    """What must stand around the word itself: the goal behind the "to" of a verb of travel."""

    other: Need | None = None
    """What does as well."""


@dataclass(frozen=True, slots=True)
class Clue:
    """What one rule asks for."""

    kind: EventType
    """The type of event."""

    rule: str
    """Id of the rule."""

    triggers: frozenset[str]
    """Its words in every form."""

    company: Company
    """Who must be there."""

    needs: tuple[Need, ...] = field(default=())
    """What else must be there."""

    nominal: frozenset[str] = frozenset()
    """Those of its words that are nouns, and tell nothing, right behind a determiner: "the call", "under fire"."""


PAIR = 2
"""Two of a kind, who are told as "both" or "the two"."""

LINK = 8
"""So many words behind a verb of travel its goal is led in."""

GOAL = 14
"""So many words behind it the goal is named."""

AT_ONCE = 2
"""So many words behind "be" the place is led in where somebody is to do something."""

OBJECT = 8
"""So many words behind a verb its object begins that needs no preposition."""

SUBJECT = 25
"""So many words before a verb its subject stands."""

RELATIVES = frozenset({"whom", "which"})
"""Pronouns that put the other side before the verb: "with whom he spoke"."""

PASSIVE = frozenset(
    {"be", "is", "are", "was", "were", "been", "being", "s", "re", "get", "gets", "got", "getting", "gotten"}
)
"""Forms of the auxiliaries of the passive."""

BEFORE_PASSIVE = 4
"""So many words before a participle its auxiliary stands."""

OWNERS = frozenset({"s", "his", "her", "their"})
"""Words that tie whoever it is about to a noun for an act behind them."""

LINKED = 4
"""So many words behind a noun a preposition stands that belongs to it."""

PHRASE = 6
"""So many words lie between a word and what it modifies."""

NOUN = 14
"""So many words behind a noun its arguments stand."""

CLAUSE = 45
"""So many words behind a verb its arguments stand."""

NOUN_FORMS, VERB_FORMS = ("noun",), ("verb",)
"""The forms of a rule's words where it asks for nouns or verbs alone: "calls" as well as "called", or not."""

DETERMINERS = frozenset(
    {"a", "an", "the", "my", "your", "his", "its", "our", "their", "no", "of", "under", "for", "from"}
)
"""Words right behind which the base of a verb is a noun."""

# fmt: off
BREAKS = frozenset({
    "about", "above", "across", "after", "against", "ago", "along", "although", "am", "amid", "among", "are",
    "around", "as", "at", "be", "because", "been", "before", "behind", "being", "below", "beneath", "beside",
    "between", "beyond", "but", "by", "can", "cannot", "could", "despite", "did", "do", "does", "during",
    "except", "for", "from", "had", "has", "have", "he", "how", "i", "if", "in", "inside", "into", "is", "it",
    "may", "might", "must", "near", "nor", "on", "onto", "out", "outside", "over", "shall", "she", "should",
    "since", "so", "than", "that", "then", "they", "though", "through", "throughout", "till", "to", "toward",
    "towards", "under", "unless", "until", "up", "upon", "via", "was", "we", "were", "what", "when", "where",
    "whereas", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without",
    "would",
})
# fmt: on
"""Words over which no noun phrase goes on that begins before them."""

NO_OBJECTS = frozenset({"he", "she", "they", "we", "his", "their", "hers"})
"""Pronouns that no verb has for its object."""

ENTERED = 20
"""So many words behind a verb by which somebody enters an office the office stands."""

MODALS = frozenset({"will", "would", "shall", "should", "may", "might", "can", "could", "must", "ll", "d", "wo", "ca"})
"""Auxiliaries without which leading a body is no news."""


def clues(forms: Forms) -> tuple[Clue, ...]:
    """The clues of all rules.

    Args:
        forms: the forms of words.
    """
    return (*_of_meetings(forms), *_of_measures(forms), *_of_appointments(forms))


# --- who and where ----------------------------------------------------------------------------------------------


HERE = frozenset({"here"})
"""The place where the article is written."""


@cache
def pronouns() -> frozenset[str]:
    """Words that stand for people or states named elsewhere."""
    pairs = {word for word, count in references().numerals.items() if count == PAIR}
    return references().pronoun_words | {"we", "us"} | pairs


@cache
def titles_of_office() -> frozenset[str]:
    """Words that make a person public."""
    heads = titles().offices
    return heads | {plural_of(head) for head in heads}


@cache
def names() -> frozenset[str]:
    """Names that stand for a state, its people, its places and bodies, or for somebody who speaks for one."""
    people = {key.split()[-1] for key in leaders()}
    known = {name for name, told in known_names().items() if told.part not in {"city", "gathering"}}
    heads = bodies().heads.public
    return frozenset(name.lower() for name in (*people, *known, *heads, *titles().ranks))


@cache
def no_people() -> frozenset[str]:
    """Words that are no name of a person where they stand beside a title: "the", "Monday", "President", "Chilean"."""
    stated = {"name", "adjective", "people"}
    states = {name.lower() for name, told in known_names().items() if told.part in stated}
    days = {*dates().weekdays, *(month for month in dates().months if month not in dates().ambiguous_months)}
    return frozenset(STOP_WORDS | days | titles_of_office() | states) - dates().ambiguous_months


@cache
def places() -> frozenset[str]:
    """Names of places that a state is known of, or that lie abroad."""
    regions = meeting_lexicon().regions
    return frozenset(name.lower() for name in (*known_names(), *regions))


@cache
def groups(forms: Forms) -> frozenset[str]:
    """Words for people and bodies that speak for states, without a name."""
    lexicon = meeting_lexicon()
    return forms.of(lexicon.public_groups | lexicon.plural_sides | lexicon.colleagues) | bodies().lower_heads


@cache
def somebody(forms: Forms) -> frozenset[str]:
    """Words for people, where no name stands for them."""
    return groups(forms) | titles_of_office() | pronouns() | {key.split()[-1] for key in leaders()}


@cache
def posts(forms: Forms) -> frozenset[str]:
    """Words for an office or a post."""
    return (
        office_words()
        | forms.of(office_lexicon().posts | vocabulary().unnamed_posts)
        | frozenset(vocabulary().voted_for)
    )


@cache
def public_bodies(forms: Forms) -> frozenset[str]:
    """Words for a public body, which tell an office where somebody is to lead it or goes into it."""
    known = {name.lower() for name, told in known_names().items() if told.part in {"body", "seat"}}
    return forms.of(public_nouns()) | known


@cache
def offices(forms: Forms) -> frozenset[str]:
    """Words for an office, a post, or the work that stands for one."""
    return posts(forms) | forms.of(vocabulary().leading)


# --- meetings ---------------------------------------------------------------------------------------------------


def _of_meetings(forms: Forms) -> Iterator[Clue]:
    lexicon = meeting_lexicon()
    rules: tuple[VerbRule | NounRule, ...] = (*lexicon.verbs, *lexicon.nouns)
    for rule in rules:
        noun = isinstance(rule, NounRule)
        triggers = forms.of(rule.lemmas, NOUN_FORMS if noun else INFLECTED)
        if isinstance(rule, NounRule) and rule.plural:
            triggers = frozenset(form for form in triggers if form.endswith("s"))
        yield Clue(
            EventType.MEETING,
            rule.id,
            triggers,
            _company_at_meeting(rule),
            tuple(_needs_of_meeting(forms, rule)),
            nominal=frozenset() if noun else _bases(rule.lemmas, triggers),
        )
    for pointer in lexicon.pointers:
        yield Clue(EventType.MEETING, pointer.id, forms.of(pointer.lemmas), Company.NEVER, (_need({"it", "which"}),))


def _bases(lemmas: Iterable[str], triggers: Iterable[str]) -> frozenset[str]:
    """The forms of verbs that nouns have as well."""
    return frozenset({*lemmas, *(form for form in triggers if form.endswith("s"))})


def _company_at_meeting(rule: VerbRule | NounRule) -> Company:
    if rule.id in {"take-part", "accompany"}:
        return Company.NEVER
    if rule.frame in {Frame.VISIT, Frame.GATHERING}:
        return Company.PUBLIC
    return Company.PUBLIC_SIDES if rule.weak else Company.SIDES


def _needs_of_meeting(forms: Forms, rule: VerbRule | NounRule) -> Iterator[Need]:
    yield from _needs_of_noun_met(forms, rule) if isinstance(rule, NounRule) else _needs_of_verb_met(forms, rule)


def _needs_of_noun_met(forms: Forms, rule: NounRule) -> Iterator[Need]:
    if rule.after:
        yield _need(rule.after)
    if rule.frame is Frame.VISIT:
        yield Need(places() | HERE, behind=OBJECT, before=OBJECT)
        yield Need(somebody(forms), behind=NOUN, before=NOUN, or_people=True)
    elif rule.weak and not rule.guests:
        yield Need(PARTNERS | WITHIN | forms.of({"have", "hold"}), behind=OBJECT, before=OBJECT)


def _needs_of_verb_met(forms: Forms, rule: VerbRule) -> Iterator[Need]:
    if rule.objects:
        yield Need(forms.of(rule.objects))
    if rule.particle:
        yield Need(frozenset({rule.particle}), behind=PHRASE)
    if rule.frame is Frame.GATHERING:
        yield Need(_joint(forms), behind=OBJECT, before=SUBJECT)
    elif rule.frame is Frame.VISIT:
        yield from _needs_of_journey(forms, rule)
    elif rule.weak and rule.direct:
        by = Need(frozenset({"by"}), behind=BEFORE_PASSIVE)
        led = Need(rule.links, behind=OBJECT, then=_object(forms), other=by) if rule.links else by
        yield replace(_object(forms), other=led)
        yield Need(somebody(forms) | names(), before=SUBJECT, or_people=True, other=by)
    elif rule.weak and rule.links:
        yield _partner(forms, rule)


def _partner(forms: Forms, rule: VerbRule) -> Need:
    """The other side behind a preposition, or what tells it otherwise."""
    told = frozenset(word for cue in meeting_lexicon().modes for word in cue.words)
    together = rule.joint or rule.id == DISCUSS
    joint = _joint(forms) if together else frozenset[str]()
    alone = Need(told | joint | RELATIVES, behind=OBJECT, before=SUBJECT if together else OBJECT)
    whom = Need(somebody(forms) | names(), behind=PHRASE, or_people=True, or_capital=True, unbroken=True)
    return Need(rule.links, behind=OBJECT, then=whom, other=alone)


@cache
def _joint(forms: Forms) -> frozenset[str]:
    """Words that make a subject stand for several sides."""
    lexicon = meeting_lexicon()
    plural = forms.of(lexicon.plural_sides, NOUN_FORMS) - lexicon.plural_sides
    several = references().pronouns.plural | {"and", "we", "two", "both", "three", "four"}
    return plural | several | {name.lower() for name in lexicon.state_groups}


def _object(forms: Forms) -> Need:
    """Somebody right behind a verb or a preposition."""
    return Need(somebody(forms) - NO_OBJECTS, behind=PHRASE, or_people=True, unbroken=True)


def _needs_of_journey(forms: Forms, rule: VerbRule) -> Iterator[Need]:
    if rule.id == "accompany":
        return
    yield Need(somebody(forms) | names(), behind=PHRASE, before=SUBJECT, or_people=True)
    goal = Need(places(), behind=OBJECT, unbroken=True)
    if rule.purposed:
        purpose = Need(frozenset({"to"}), behind=2 * LINK)
        here = Need(HERE, behind=AT_ONCE, then=purpose)
        yield Need(rule.links, behind=AT_ONCE, then=replace(goal, then=purpose), other=here)
    elif rule.direct:
        yield Need(places() | HERE, behind=GOAL)
    else:
        yield Need(rule.links, behind=LINK, then=goal, other=Need(HERE, behind=GOAL))


# --- measures ---------------------------------------------------------------------------------------------------


def _of_measures(forms: Forms) -> Iterator[Clue]:
    lexicon = measure_lexicon()
    for noun in lexicon.nouns:
        triggers = forms.of(noun.heads, NOUN_FORMS)
        if noun.plural:
            triggers = frozenset(form for form in triggers if form.endswith("s"))
        company = Company.NEVER if noun.anaphor else Company.ACTOR
        yield Clue(EventType.TRADE_MEASURE, noun.id, triggers, company, tuple(_needs_of_noun(forms, noun)))
    for deed in lexicon.deeds:
        company = Company.ACTORS if deed.object in {"foreign", "abroad", "finding"} else Company.ACTOR
        needs = tuple(_needs_of_deed(forms, deed))
        for particle, verbs in _by_particle(deed.verbs).items():
            own = (Need(frozenset({particle}), behind=PHRASE),) if particle else ()
            triggers = forms.of(verbs, VERB_FORMS)
            told = (*own, *needs)
            yield Clue(EventType.TRADE_MEASURE, deed.id, triggers, company, told, nominal=_bases(verbs, triggers))


def _by_particle(verbs: Iterable[str]) -> dict[str, list[str]]:
    """Verbs by the particle that they stand with, "" for none."""
    found: dict[str, list[str]] = {}
    for verb in verbs:
        first, _, particle = verb.partition(" ")
        found.setdefault(particle, []).append(first)
    return found


def _needs_of_noun(forms: Forms, noun: MeasureNoun) -> Iterator[Need]:
    if noun.modifiers and "%" not in noun.modifiers:
        yield Need(forms.of(noun.modifiers))
    if noun.context:
        yield _need(noun.context)
    if noun.foreign:
        yield _need({"on"})
        yield Need(names(), named=True)


def _needs_of_deed(forms: Forms, deed: Deed) -> Iterator[Need]:
    if deed.object == "foreign":
        yield Need(names(), named=True, other=_need(FROM_ABROAD))
    if deed.objects:
        yield Need(forms.of(deed.objects))
    if deed.modifiers and not deed.by:
        yield Need(forms.of(deed.modifiers))
    if deed.context:
        yield _need(deed.context)
    if deed.by and (deed.objects or deed.object != "none"):
        yield _need(deed.by)


# --- appointments -----------------------------------------------------------------------------------------------


def _of_appointments(forms: Forms) -> Iterator[Clue]:
    for rule in appointment_lexicon().rules:
        if rule.frame is Change.LISTED:
            continue  # found by the pattern of its lines
        kinds = NOUN_FORMS if rule.pos == ("NOUN",) else INFLECTED
        triggers = frozenset(rule.words) if rule.frame is Change.MODIFIER else forms.of(rule.words, kinds)
        company = Company.NEVER if rule.supports else Company.ANYBODY
        verbs = rule.pos == ("VERB",) and rule.frame is not Change.MODIFIER
        nominal = _bases(rule.words, triggers) if verbs else frozenset[str]()
        needs = tuple(_needs_of_change(forms, rule))
        yield Clue(EventType.APPOINTMENT, rule.id, triggers, company, needs, nominal=nominal)


def _needs_of_change(forms: Forms, rule: Trigger) -> Iterator[Need]:
    yield from _words_of_change(forms, rule)
    yield from _office_of_change(forms, rule)
    yield from _people_of_change(forms, rule)


def _words_of_change(forms: Forms, rule: Trigger) -> Iterator[Need]:
    """The words that a rule itself names."""
    if rule.particle:
        yield Need(frozenset(rule.particle), behind=PHRASE)
    if rule.near:
        yield Need(frozenset(rule.near), behind=PHRASE)
    if rule.amid:
        yield _need(rule.amid)
    if rule.followed_by:
        yield Need(frozenset(rule.followed_by), behind=OBJECT)
    if rule.objects:
        yield Need(forms.of(rule.objects, NOUN_FORMS), behind=NOUN)
    if rule.subjects:
        yield Need(forms.of(rule.subjects, NOUN_FORMS), before=SUBJECT)
    if rule.in_title:
        yield _need(rule.offices)
    if rule.frame is Change.TENURE:
        short = Need(vocabulary().short_times, behind=OBJECT)
        yield Need(frozenset({"since"}), behind=CLAUSE, other=Need(frozenset({"for"}), behind=CLAUSE, then=short))
        yield Need(frozenset({"has", "have", "s", "ve"}), before=PHRASE)


def _office_of_change(forms: Forms, rule: Trigger) -> Iterator[Need]:
    """The office, where its readers ask for one beside the word."""
    behind = rule.frame in {Change.NAMING, Change.ENTERING, Change.TENURE}
    if rule.frame is Change.GOING:
        yield Need(forms.of(office_lexicon().posts), before=SUBJECT)
        whom = Need(somebody(forms), behind=PHRASE, or_people=True, or_capital=True, unbroken=True)
        yield Need(frozenset({"to"}), behind=LINK, then=whom)
    elif rule.frame is Change.MODIFIER:
        modified = office_words() | titles_of_office()
        yield Need(modified, behind=PHRASE, unbroken=True, other=Need(modified, before=1))
    elif rule.to_body:
        body = Need(offices(forms) | public_bodies(forms), behind=OBJECT)
        yield Need(frozenset({"to"}), behind=NOUN, then=body)
    elif rule.frame is Change.ENTERING and set(rule.words) & vocabulary().leading:
        yield Need(MODALS, before=PHRASE)
        yield Need(posts(forms) | public_bodies(forms), behind=CLAUSE)
    elif rule.weak or rule.frame is Change.TENURE:
        reach = ENTERED if rule.frame is Change.ENTERING else CLAUSE
        yield Need(offices(forms), behind=reach if behind else 0)


def _people_of_change(forms: Forms, rule: Trigger) -> Iterator[Need]:
    """Who comes or goes, where its readers ask for somebody beside the word."""
    if rule.amid:
        return  # an election tells the office, and whoever wins it may be named by the name alone
    if rule.frame in {Change.REMOVING, Change.SUCCEEDING, Change.NAMING}:
        passive = Need(PASSIVE, before=BEFORE_PASSIVE)
        objects = (somebody(forms) - NO_OBJECTS) | posts(forms) | forms.of(vocabulary().successors)
        direct = rule.frame is not Change.NAMING  # "named as envoy on Monday Ana Lund"
        yield Need(objects, behind=OBJECT, or_people=True, unbroken=direct, other=passive)
        yield Need(somebody(forms) | posts(forms) | names(), behind=NOUN, before=SUBJECT, or_people=True)
    elif rule.frame is Change.ACT_NOUN:
        yield Need(somebody(forms) | posts(forms), behind=NOUN, before=OBJECT, or_people=True)
        if rule.action not in DEPARTURES:
            owner = Need(OWNERS, before=BEFORE_PASSIVE, or_people=True)
            whom = Need(somebody(forms) | posts(forms), behind=OBJECT, or_people=True, or_capital=True)
            yield Need(frozenset({"of"}), behind=LINKED, then=whom, other=owner)
    elif rule.frame is Change.CANDIDATES:
        yield from _post_of_candidates(forms, rule)


def _post_of_candidates(forms: Forms, rule: Trigger) -> Iterator[Need]:
    """What tells that a post is to be filled."""
    rivals = Need(vocabulary().likely | {"other", "another"} | set(references().numerals), before=PHRASE)
    left = Need(somebody(forms), behind=PHRASE, or_people=True, or_capital=True)
    owner = Need(OWNERS, before=BEFORE_PASSIVE, other=rivals)
    linked = Need(frozenset({"of", "to", "for"}), behind=PHRASE, then=left, other=owner)
    yield Need(office_words() | posts(forms) | forms.of(vocabulary().succession), behind=NOUN, other=linked)


def _need(words: Iterable[str]) -> Need:
    return Need(frozenset(words))

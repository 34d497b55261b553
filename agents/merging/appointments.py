"""When two reports tell of one change of office."""

from __future__ import annotations

from collections.abc import Iterable

from agents.merging.names import family_name, parties_agree, same_named, spelled, words_of
from agents.merging.reports import MergeOptions, Report
from agents.merging.verdict import Block, Objection, Reason, Rules, time_reasons
from schemas.event import AppointmentMention
from schemas.vocabulary import AppointmentAction, Status

Change = Report[AppointmentMention]

LEAVING = frozenset(
    {AppointmentAction.RESIGN, AppointmentAction.DISMISS, AppointmentAction.RETIRE, AppointmentAction.DIE}
)
"""Actions by which a person leaves an office; all others enter it, or, as `withdraw`, were about to."""

STOP_WORDS = frozenset({"of", "the", "for", "and", "to", "a", "an", "in", "at", "new", "s", "acting", "interim"})
"""Words that two different offices may share."""

SPELLINGS = {"advisor": "adviser", "defence": "defense", "chairman": "chair", "chairwoman": "chair"}
"""One word of an office for its spellings."""


def office_words(change: AppointmentMention) -> frozenset[str]:
    """The words that tell the office."""
    return frozenset(SPELLINGS.get(word, word) for word in words_of(change.office or "") - STOP_WORDS)


def anchor(change: AppointmentMention) -> str:
    """What names the change in its article: the family name, else country and office."""
    if change.person and (name := family_name(change.person.name, change.person.country)):
        return f"{name}:{direction(change)}"
    return f"{change.country or ''}:{'-'.join(sorted(office_words(change)))}:{direction(change)}"


def direction(change: AppointmentMention) -> str:
    """Whether the person goes into the office or out of it."""
    return "out" if change.action in LEAVING else "in"


def blocks(change: AppointmentMention) -> Iterable[Block]:
    """The family name; the office in its country and near in time, for reports that do not name the person."""
    way = direction(change)
    if change.person:
        yield Block(f"{spelled(family_name(change.person.name, change.person.country))}:{way}")
    if office := office_words(change):
        yield Block(f"{change.country or ''}:{'-'.join(sorted(office))}:{way}", near=True)


def another_person(a: Change, b: Change, options: MergeOptions) -> Objection:
    """Both name the person, and the names do not agree."""
    first, second = a.mention.person, b.mention.person
    if first and second and not (same_named(first, second) or parties_agree(first, second)):
        return f"{first.name} and {second.name}"
    return None


def other_act(a: Change, b: Change, options: MergeOptions) -> Objection:
    """One enters the office and the other leaves it, or one dies and the other does not."""
    first, second = a.mention.action, b.mention.action
    died = {first, second} & {AppointmentAction.DIE} and first != second
    return f"{first} and {second}" if direction(a.mention) != direction(b.mention) or died else None


def another_office(a: Change, b: Change, options: MergeOptions) -> Objection:
    """Both name the office, or its state, and share no word of it."""
    first, second = office_words(a.mention), office_words(b.mention)
    if first and second and not first & second:
        return f"{a.mention.office} and {b.mention.office}"
    if a.mention.country and b.mention.country and a.mention.country != b.mention.country:
        return f"an office of {a.mention.country} and of {b.mention.country}"
    return None


def acting_then_considered(a: Change, b: Change, options: MergeOptions) -> Objection:
    """One holds the office for the time being; the other is only thought of for it."""
    for one, other in ((a.mention, b.mention), (b.mention, a.mention)):
        if one.acting and one.status is Status.OCCURRED and not other.acting and other.status is not Status.OCCURRED:
            return "in office for the time being, and only a candidate"
    return None


def days_apart(a: Change, b: Change, options: MergeOptions) -> Objection:
    """Named on one day and taken up on another, but not months later."""
    first, second = a.expected_days(options), b.expected_days(options)
    if first.apart(second) > options.window_days:
        return f"told of {first.first} and {second.first}"
    return None


def weigh(a: Change, b: Change, options: MergeOptions) -> Iterable[Reason]:
    """The person and the office; where nobody is named, who held it before and the day."""
    first, second = a.mention, b.mention
    if first.person and second.person and same_named(first.person, second.person):
        yield Reason(2.0, f"{first.person.name} in both")
    if office_words(first) & office_words(second):
        yield Reason(1.0, f"{first.office}")
    if first.country and first.country == second.country:
        yield Reason(0.5, f"of {first.country}")
    if first.organization and second.organization and words_of(first.organization) & words_of(second.organization):
        yield Reason(0.5, f"of {first.organization}")
    for slot in ("predecessor", "successor"):
        one, other = getattr(first, slot), getattr(second, slot)
        if one and other and same_named(one, other):
            yield Reason(1.0, f"{slot} {one.name}")
    yield from time_reasons(a, b)


RULES = Rules(
    against=(another_person, other_act, another_office, acting_then_considered),
    against_all=(days_apart,),
    weigh=weigh,
    enough=2.5,
)

"""Who is meant by a name: "Abe", "Prime Minister Abe" and "Shinzo Abe" are one person.

Every part that a person has in an event passes here on its way to the person's row. All people of one family name meet,
whatever their state. A name is *whole* when it tells the state and more than the family name, without initials; it
always stands for itself. Any other name is *short* and joins the one whole name that says all it says:

* a family name alone joins within its state ("Abe" of Japan, "von der Leyen" of the European Union);
* a full name whose state no article told joins the full name whose state is known;
* a name with initials joins the name without ("Donald J. Trump"), but names with different initials stay apart.

Where several whole names fit, those who bear the title told are left ("Prime Minister Abe"), and among several the one
who is in the news far more often; else the short name stays by itself, under the id that its own words make. So an id
once given to a whole name never changes, whatever names come in later; only what short names told moves. The outcome
hangs on which names were seen and not on their order, as far as the row remembers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from agents import topics
from agents.merging import family_name, words_of
from agents.records import Alias, Involvement, KnownPerson, NameRow
from agents.stages import folding
from agents.stages.folding import Fold, Step
from agents.stream import Outgoing, Stream
from schemas.identity import UNKNOWN_COUNTRY
from schemas.vocabulary import PartyKind
from schemas.wire import to_bytes

PARTICLES = frozenset(
    {
        *("al", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn"),
        *("la", "le", "st", "ten", "ter", "van", "von", "zu"),
    }
)
"""Words before a family name that belong to it, and that newswire leaves out at times."""

MAX_PEOPLE = 500
"""People that a row knows; the first told go first."""

MAX_ALIASES = 100
"""Parts told under short names that can still move; the first told go first."""

MAX_SEEN = 60
"""Events of a person that a row counts."""

FAR_MORE = 3
"""How many times as often as anybody else of the name, and how often at least, a person must be told of to be meant."""

SEEN_CHARACTERS = 8
"""Enough of an event id to tell some dozens apart."""

MAX_TITLES = 10
"""Titles that a row knows of a person; the first told stay."""


@dataclass(frozen=True)
class Name:
    """A person's name, as its id holds it."""

    country: str | None
    """None where no article told the state."""
    core: frozenset[str]
    """The words that a name must share to be the same."""
    initials: frozenset[str]
    """Single letters beside them."""

    @property
    def full(self) -> bool:
        """Whether it tells more than the family name."""
        return len(self.core) > 1

    @property
    def whole(self) -> bool:
        """Whether it stands for itself whatever other names come in."""
        return self.country is not None and self.full and not self.initials

    def may_be(self, other: Name) -> bool:
        """Whether a full name of a known state says all that this name says."""
        if self.full:
            return self.core == other.core and self.country in {None, other.country}
        return self.core <= other.core and self.country == other.country


def attach(stream: Stream) -> None:
    """Add the agent to the app."""
    folding.attach(
        stream,
        Fold(
            name="naming",
            about="Find out who is meant by a name.",
            source=topics.NAMES,
            kind=Involvement,
            table=stream.tables.names,
            key=lambda told: name_key(told.entity_id),
            step=step,
        ),
    )


def entrance(told: Involvement) -> Outgoing:
    """What one entity is told, for where its way begins: people here, all others in their rows."""
    if told.entity_id.startswith(f"{PartyKind.PERSON}:"):
        return Outgoing(topics.NAMES, name_key(told.entity_id).encode(), to_bytes(told))
    return outgoing(told)


def outgoing(told: Involvement) -> Outgoing:
    """What one entity is told, for its row."""
    return Outgoing(topics.PARTICIPATIONS, told.entity_id.encode(), to_bytes(told))


def step(row: NameRow | None, told: Involvement) -> Step[NameRow] | None:
    """Take one part in an event into the row of its family name, and pass on what follows."""
    before = row or NameRow()
    held = before.aliases.get(_key(told))
    if held and (held.told.version > told.version or held.told == told):
        return None
    after = learn(before, told)
    parts = tuple(_parts(before.aliases, after.aliases))
    if _key(told) not in after.aliases:
        parts = (told, *parts)
    return Step(after, [outgoing(part) for part in parts])


def learn(row: NameRow, told: Involvement) -> NameRow:
    """The row with one more part in an event; who is meant by every short name is decided anew."""
    people = _with_person(row.people, told)
    aliases = dict(row.aliases)
    if not name_of(told.entity_id).whole and (told.participation or _key(told) in aliases):
        held = aliases.get(_key(told))
        aliases[_key(told)] = Alias(told=told, joined=held.joined if held else None)
    if people == row.people and aliases == row.aliases:
        return row
    newest = dict(list(aliases.items())[-MAX_ALIASES:])
    return NameRow(people=people, aliases=_decided(newest, people))


def _decided(aliases: Mapping[str, Alias], people: Mapping[str, KnownPerson]) -> dict[str, Alias]:
    """Whom each short name means; what was taken back is known to whom it was told."""
    who = cache(lambda entity_id, title: meant(entity_id, title, people))
    return {
        key: Alias(told=alias.told, joined=who(alias.told.entity_id, alias.told.title))
        if alias.told.participation
        else alias
        for key, alias in aliases.items()
    }


def _with_person(people: dict[str, KnownPerson], told: Involvement) -> dict[str, KnownPerson]:
    name = name_of(told.entity_id)
    event = told.event_id[-SEEN_CHARACTERS:]
    if told.participation is None:
        return _without_event(people, told.entity_id, event)
    if not name.full or name.country is None:
        return people
    known = people.get(told.entity_id, KnownPerson())
    if told.title and told.title not in known.titles and len(known.titles) < MAX_TITLES:
        known = known.model_copy(update={"titles": tuple(sorted({*known.titles, told.title}))})
    if event not in known.seen and len(known.seen) < MAX_SEEN:
        known = known.model_copy(update={"seen": (*known.seen, event)})
    return dict(list({**people, told.entity_id: known}.items())[-MAX_PEOPLE:])


def _without_event(people: dict[str, KnownPerson], entity_id: str, event: str) -> dict[str, KnownPerson]:
    """The people, one of whom an event no longer tells of: what came and went on the way does not count."""
    known = people.get(entity_id)
    if known is None or event not in known.seen:
        return people
    left = tuple(other for other in known.seen if other != event)
    return {**people, entity_id: known.model_copy(update={"seen": left})}


def meant(entity_id: str, title: str | None, people: Mapping[str, KnownPerson]) -> str | None:
    """Whom a short name means.

    Args:
        entity_id: the id that its words make.
        title: the title told with it.
        people: the people known under the family name, by entity id.

    Returns:
        The id of the one person that it can mean; None where there is none, or more than one.
    """
    name, family = name_of(entity_id), name_key(entity_id)
    fitting = {k: known for k, known in people.items() if name_key(k) == family and name.may_be(name_of(k))}
    if name.full and name.country:
        found = {_standing_for(entity_id, people)}
    else:
        found = {_standing_for(key, people) for key in fitting}
    if len(found) > 1 and title:
        titled = [key for key, known in fitting.items() if any(_titles_agree(title, other) for other in known.titles)]
        found = {_standing_for(key, people) for key in titled}
    if len(found) > 1:
        found = _best_known(found, people)
    only = next(iter(found)) if len(found) == 1 else None
    return None if only == entity_id else only


def _best_known(found: Iterable[str], people: Mapping[str, KnownPerson]) -> set[str]:
    """The one of several people who is told of far more often than the others; none where nobody is."""
    first, second, *_ = sorted(found, key=lambda key: (-len(people[key].seen), key))
    often, seldom = len(people[first].seen), len(people[second].seen)
    return {first} if often >= FAR_MORE * max(seldom, 1) else set()


def _standing_for(entity_id: str, people: Iterable[str]) -> str:
    """The id of a full name: without its initials, unless people of the same name have others."""
    name = name_of(entity_id)
    if not name.initials:
        return entity_id
    namesakes = {key: name_of(key) for key in people}
    same = {key: other for key, other in namesakes.items() if (other.country, other.core) == (name.country, name.core)}
    plain = [key for key, other in same.items() if not other.initials]
    rivals = any(other.initials - {""} and other.initials != name.initials for other in same.values())
    return min(plain) if plain and not rivals else entity_id


def _titles_agree(a: str, b: str) -> bool:
    first, second = words_of(a), words_of(b)
    return bool(first and second) and (first <= second or second <= first)


# Names


@lru_cache(maxsize=16_384)
def name_of(entity_id: str) -> Name:
    """The name that a person's id was made from."""
    country, _, slug = entity_id.partition(":")[2].partition("/")
    words = frozenset(slug.split("-"))
    core = frozenset(word for word in words - PARTICLES if len(word) > 1) or words
    initials = frozenset(word for word in words if len(word) == 1) - core
    return Name(None if country == UNKNOWN_COUNTRY else country, core, initials)


@lru_cache(maxsize=16_384)
def name_key(entity_id: str) -> str:
    """The key under which all people of a family name meet; particles are left out, so "Assad" meets "al-Assad".

    A family name that stands first is known for one by its state alone (`agents.merging.family_name`).
    """
    country, _, slug = entity_id.partition(":")[2].partition("/")
    words = [word for word in slug.split("-") if word not in PARTICLES]
    return family_name(" ".join(words), country) or slug


# What is passed on


def _key(told: Involvement) -> str:
    return f"{told.event_id} {told.entity_id}"


def _parts(before: Mapping[str, Alias], after: Mapping[str, Alias]) -> Iterable[Involvement]:
    """What must be told where, for every short name of which something changed."""
    for key, alias in after.items():
        known = before.get(key)
        if known == alias:
            continue
        if known and known.told.participation and known.joined != alias.joined:
            yield _part(known, gone=True)
        yield _part(alias)


def _part(alias: Alias, *, gone: bool = False) -> Involvement:
    """A part in an event as the row of whoever is meant by the name takes it; or that it is none any more."""
    part = _taken_back(alias.told) if gone else alias.told
    if alias.joined is None:
        return part
    return part.model_copy(update={"entity_id": alias.joined, "via": part.entity_id})


def _taken_back(told: Involvement) -> Involvement:
    """What takes a part in an event back again."""
    counterparts = told.participation.counterparts if told.participation else None
    return told.model_copy(update={"participation": None, "change": None, "counterparts_before": counterparts})

"""Who an argument of a verb is, and how it is published."""

from __future__ import annotations

import pytest

from cast import line, referred
from extraction import parties
from extraction.document import Actor, ActorKind
from schemas.event import Party
from schemas.vocabulary import PartyKind


def described(text: str) -> list[str]:
    """The parties that the word between asterisks stands for, one line each."""
    before, _, _ = text.partition("*")
    document = referred(text.replace("*", ""))
    start = document.article.full_text.index(text.replace("*", "")) + len(before)
    token = next(token for token in document.doc if token.idx <= start < token.idx + len(token))
    return [line(actor) for actor in parties.described(document, token)]


NO_PARTY = (
    pytest.param("The *tariffs* hurt farmers.", id="a thing"),
    pytest.param("The minister met his *counterpart*.", id="a counterpart of no state"),
    pytest.param("One *side* objected.", id="a side of no state"),
    pytest.param("They *agreed* in the end.", id="a verb"),
)


@pytest.mark.parametrize("text", NO_PARTY)
def test_a_word_that_tells_of_no_one_gives_no_party(text: str) -> None:
    assert described(text) == []


PARTIES = (
    pytest.param("*Norway* objected.", ["country | Norway | NO | - | - | public"], id="a state by name"),
    pytest.param(
        "The *leaders* of Norway and Chile met.",
        ["country | Norway | NO | - | - | public", "country | Chile | CL | - | - | public"],
        id="leaders of states are those states",
    ),
    pytest.param(
        "The Norwegian and Chilean foreign *ministers* met.",
        ["country | Norway | NO | - | - | public", "country | Chile | CL | - | - | public"],
        id="ministers of states by adjective are those states",
    ),
    pytest.param(
        "EU foreign *ministers* met.", ["group | EU foreign ministers | EU | - | - | public"], id="of one union"
    ),
    pytest.param(
        "Reagan Administration *officials* came.",
        ["group | Reagan Administration officials | US | - | - | public"],
        id="the state of a body in the phrase",
    ),
    pytest.param(
        "The *spokesman* of the Norwegian delegation met Ana Reyes.",
        ["person | spokesman of the Norwegian delegation | NO | - | - | public"],
        id="a name in another phrase",
    ),
    pytest.param(
        "The *leader* of the Norwegian delegation Ana Reyes spoke. Ms. Reyes left.",
        ["person | Ana Reyes | NO | - | - | public"],
        id="the name that ends the phrase of an office",
    ),
    pytest.param("Tribal *leaders* met.", ["group | Tribal leaders | - | - | - | public"], id="leaders of no state"),
    pytest.param(
        "A US trade *delegation* came.", ["group | US trade delegation | US | - | - | public"], id="a delegation"
    ),
    pytest.param(
        "The *leaders* of Russian civil organizations came.",
        ["group | leaders of Russian civil organizations | RU | - | - | public"],
        id="with its of phrase",
    ),
    pytest.param(
        "The Chinese *premier* came.", ["person | Chinese premier | CN | - | - | public"], id="a person by office"
    ),
    pytest.param(
        "Canadian corn *growers* won.", ["group | Canadian corn growers | CA | - | - | -"], id="private people"
    ),
    pytest.param(
        "Minister Ana Reyes, *who* met envoys, left.", ["person | Ana Reyes | - | Minister | - | public"], id="who"
    ),
)


@pytest.mark.parametrize("text, expected", PARTIES)
def test_an_argument_gives_known_actors_or_one_made_for_its_phrase(text: str, expected: list[str]) -> None:
    assert described(text) == expected


PUBLISHED = (
    pytest.param(
        Actor(0, "Ana Reyes", ActorKind.PERSON, "CL", "Foreign Minister", "Foreign Ministry", public=True),
        Party(
            name="Ana Reyes",
            kind=PartyKind.PERSON,
            title="Foreign Minister",
            organization="Foreign Ministry",
            country="CL",
            entity_id="person:CL/ana-reyes",
        ),
        id="a person",
    ),
    pytest.param(
        Actor(0, "Tokyo", ActorKind.COUNTRY, "JP", public=True),
        Party(name="Tokyo", kind=PartyKind.COUNTRY, country="JP", entity_id="country:JP"),
        id="a state under the name of its capital",
    ),
    pytest.param(
        Actor(0, "World Trade Organization", ActorKind.ORGANIZATION, public=True),
        Party(
            name="World Trade Organization",
            kind=PartyKind.ORGANIZATION,
            entity_id="organization:INT/world-trade-organization",
        ),
        id="an international body",
    ),
    pytest.param(
        Actor(0, "Acme Corp.", ActorKind.ORGANIZATION),
        Party(name="Acme Corp.", kind=PartyKind.ORGANIZATION, entity_id="organization:ZZ/acme-corp"),
        id="a firm of no known state",
    ),
    pytest.param(
        Actor(parties.DESCRIBED, "tribal leaders", ActorKind.GROUP, public=True),
        Party(name="tribal leaders", kind=PartyKind.GROUP, entity_id="group:ZZ/tribal-leaders"),
        id="a described group",
    ),
)


@pytest.mark.parametrize("actor, expected", PUBLISHED)
def test_an_actor_is_published_with_its_entity_id(actor: Actor, expected: Party) -> None:
    assert parties.party(actor) == expected


def test_places_and_gatherings_are_no_parties() -> None:
    kinds = {kind for kind in ActorKind if not parties.is_party(Actor(0, "x", kind))}
    assert kinds == {ActorKind.PLACE, ActorKind.GATHERING}

"""Which sentences tell of a change in who holds a public office, and what they tell. All people are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from extraction import nlp
from extraction.components import appointments
from extraction.components.appointments.finding import LONGEST_QUOTE, MAX_CANDIDATES
from extraction.components.appointments.lexicon import (
    AppointmentLexicon,
    Frame,
    OfficeLexicon,
    Vocabulary,
    rules_by_word,
)
from extraction.lexicon import LexiconError, parse
from extraction.pipeline import read
from schemas.article import Article
from schemas.event import AppointmentMention

THURSDAY = datetime(2021, 5, 6, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """What a test compares of an appointment."""

    action: str
    person: str | None
    office: str | None = None
    status: str = "occurred"
    country: str | None = None
    organization: str | None = None
    predecessor: str | None = None
    appointer: str | None = None
    when: tuple[str, str] | None = None
    acting: bool | None = None


def mentions(text: str, title: str | None = None) -> list[AppointmentMention]:
    article = Article(id="a", text=text, title=title, published_at=THURSDAY)
    document = read(article, nlp.load())
    return [appointments.build(document, one) for one in appointments.gather(document, appointments.find(document))]


def told(text: str, title: str | None = None) -> list[Told]:
    return [
        Told(
            action=mention.action.value,
            person=mention.person.name if mention.person else None,
            office=mention.office,
            status=mention.status.value,
            country=mention.country,
            organization=mention.organization,
            predecessor=mention.predecessor.name if mention.predecessor else None,
            appointer=mention.appointer.name if mention.appointer else None,
            when=(str(mention.when.start), str(mention.when.end)) if mention.when else None,
            acting=mention.acting,
        )
        for mention in mentions(text, title)
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The club named Piet Maas as its new head coach on Monday.", id="a coach"),
        pytest.param("Fjordline Corp named Piet Maas chief executive on Monday.", id="a firm's chief"),
        pytest.param("Piet Maas resigned as chairman of Fjordline Inc on Monday.", id="a firm's chairman"),
        pytest.param("Piet Maas was elected to the board of Fjordline Inc.", id="a firm's board"),
        pytest.param("Fjordline Inc said its president, Piet Maas, will retire in June.", id="a firm's president"),
        pytest.param("The striker replaced Piet Maas in the second half.", id="a player"),
        pytest.param("The actor Piet Maas will replace Bo Berg in the series.", id="a member of the cast"),
        pytest.param("The film was nominated for four awards on Monday.", id="a film's nomination"),
        pytest.param("Piet Maas resigned as head of Fjordline's delivery service.", id="a firm's service"),
        pytest.param("Piet Maas was named governor of a savings bank in Bergen.", id="a private bank"),
        pytest.param("Piet Maas was named head of the sales office of Fjordline Inc.", id="a firm's office"),
        pytest.param("The club rejected Piet Maas's appointment as coach.", id="a coach turned down"),
        pytest.param("Piet Maas was appointed president of the University of Bergen.", id="a university's president"),
        pytest.param("The delegates met at the appointed time.", id="an appointed time"),
        pytest.param("The minister missed an appointment with her dentist.", id="an appointment with a dentist"),
        pytest.param("Senator Carla Mendes is running for president of Chile.", id="a candidacy"),
        pytest.param("Carla Mendes is the party's presidential nominee.", id="a party's candidate"),
        pytest.param("Candidate Piet Maas picked Bo Berg as his running mate.", id="a running mate"),
        pytest.param("If she is elected president, Carla Mendes will cut taxes.", id="if elected"),
        pytest.param("Carla Mendes was elected to parliament in 2012.", id="a seat in a legislature"),
        pytest.param("Former foreign minister Piet Maas spoke to students in Oslo.", id="a former office"),
        pytest.param("Foreign Minister Piet Maas spoke to students in Oslo.", id="a present office"),
        pytest.param("Norway holds a general election on Monday.", id="a general election"),
        pytest.param("The army fired two rockets at the port on Monday.", id="fired rockets"),
        pytest.param("Police fired at President Carla Mendes's car on Monday.", id="fired shots"),
        pytest.param("The airport was named after President Carla Mendes.", id="named after"),
        pytest.param("The mayor was named in the lawsuit.", id="named in a lawsuit"),
        pytest.param("The mechanic replaced the brakes of the minister's car.", id="a replaced part"),
        pytest.param("Lawmakers opened an impeachment inquiry on Monday.", id="an impeachment inquiry"),
        pytest.param("Retired general Piet Maas wrote a book about the war.", id="retired as an adjective"),
        pytest.param("Foreign Minister Piet Maas dismissed the report as nonsense.", id="a dismissed report"),
        pytest.param("The minister removed the tariffs on steel on Monday.", id="removed tariffs"),
        pytest.param("The firm recalled its minivans on Monday.", id="recalled cars"),
        pytest.param("President Carla Mendes became the first leader to visit the island.", id="first to visit"),
        pytest.param("President Carla Mendes inaugurated a new bridge in Lima.", id="an inaugurated bridge"),
        pytest.param("New York Governor Piet Maas spoke to students on Monday.", id="New in a place name"),
        pytest.param("The White House confirmed the president's trip to Norway.", id="a confirmed trip"),
        pytest.param("The minister will lead the talks in Oslo.", id="leading talks"),
        pytest.param(
            "Foreign Minister Piet Maas stepped down from the plane in Oslo.", id="stepping down from a plane"
        ),
        pytest.param("Piet Maas served as foreign minister for ten years.", id="having served"),
        pytest.param("The new policy of Foreign Minister Piet Maas took effect on Monday.", id="a new policy"),
        pytest.param("Governor Carla Mendes is the front-runner in the race for president.", id="ahead in an election"),
        pytest.param("Piet Maas and two other candidates will debate before the election.", id="election candidates"),
        pytest.param("The two other contenders, Piet Maas and Bo Berg, train in Oslo.", id="contenders in sport"),
        pytest.param("Ana Lund is rumoured to be weighing a run for governor.", id="a rumoured candidacy"),
        pytest.param("The police tipped Piet Maas for his help with the bags.", id="a tip in money"),
        pytest.param("The president offered Ana Lund a cup of tea.", id="an offer of tea"),
        pytest.param("The medal went to Piet Maas of Norway.", id="what goes to a person is no post"),
        pytest.param("Foreign Minister Piet Maas went to Ana Lund's farm.", id="an officer who goes to a place"),
        pytest.param("Foreign Minister Piet Maas has been to Oslo since May.", id="has been to a place"),
        pytest.param("Piet Maas has been Norway's foreign minister for ten years.", id="in office for long"),
        pytest.param("Prime Minister Piet Maas has been in Oslo for six weeks.", id="in a town for weeks"),
        pytest.param("Chef Piet Maas has led the kitchen since January.", id="has led a kitchen"),
        pytest.param("Then serving as foreign minister, Piet Maas flew to Oslo.", id="then serving as"),
        pytest.param("Senator Piet Maas won the presidential primary on Sunday.", id="a primary"),
        pytest.param("Piet Maas hopes to win the presidential election in Norway.", id="hopes to win"),
        pytest.param("President Piet Maas is campaigning to win re-election.", id="a campaign for re-election"),
        pytest.param("Piet Maas lost the chess final to Ana Lund.", id="a lost final"),
        pytest.param("President Ana Lund won the vote of the fans on Monday.", id="a vote of fans"),
        pytest.param("President Ana Lund's victory in the final surprised her coach.", id="a victory in sport"),
        pytest.param("President Ana Lund came to the power station on Monday.", id="came to a power station"),
        pytest.param("Prime Minister Ana Lund lost her patience on Monday.", id="lost patience"),
        pytest.param("Rosa Maas, the president's aunt, died on Monday.", id="the death of a relative"),
        pytest.param("The president spoke of his father's death on Monday.", id="the death of a father"),
        pytest.param("The prime minister is elected by parliament.", id="how an office is filled"),
        pytest.param("Rebels are fighting to topple President Piet Maas of Norway.", id="the aim of a fight"),
        pytest.param("Ana Lund could be the next president of Norway.", id="who may be voted in"),
        pytest.param("Foreign Minister Piet Maas was moved to tears on Monday.", id="moved to tears"),
        pytest.param("Prime Minister Piet Maas's speech ends in applause.", id="the end of a speech"),
        pytest.param("Ana Lund dropped out of the race for mayor.", id="out of a race"),
        pytest.param("The British prime minister is elected indirectly.", id="how voters fill an office"),
        pytest.param(
            "Ewa Lipska was nominated for a prize for her part as an ambassador's wife.", id="an officer's wife"
        ),
        pytest.param(
            "Ewa Lipska, of Krakow, to be Married\n\nPiet Maas, of Oslo, to be Alone", id="a list of no offices"
        ),
    ],
)
def test_no_appointment_in(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param(
            "Chilean President Carla Mendes appointed Piet Maas as finance minister on Tuesday.",
            Told(
                "appoint",
                "Piet Maas",
                "finance minister",
                country="CL",
                appointer="Carla Mendes",
                when=("2021-05-04",) * 2,
            ),
            id="appointed as",
        ),
        pytest.param(
            "Chilean President Carla Mendes named career diplomat Piet Maas ambassador to Norway.",
            Told("appoint", "Piet Maas", "ambassador to Norway", country="CL", appointer="Carla Mendes"),
            id="named with the office behind the name",
        ),
        pytest.param(
            "Chilean President Carla Mendes nominated Piet Maas to be ambassador to Norway on Tuesday.",
            Told(
                "nominate",
                "Piet Maas",
                "ambassador to Norway",
                country="CL",
                appointer="Carla Mendes",
                when=("2021-05-04",) * 2,
            ),
            id="nominated to be",
        ),
        pytest.param(
            "The U.S. Senate confirmed Piet Maas as attorney general on Tuesday.",
            Told(
                "confirm",
                "Piet Maas",
                "attorney general",
                country="US",
                appointer="U.S. Senate",
                when=("2021-05-04",) * 2,
            ),
            id="confirmed by a senate",
        ),
        pytest.param(
            "Piet Maas was sworn in as prime minister of Norway on Tuesday.",
            Told("appoint", "Piet Maas", "prime minister of Norway", country="NO", when=("2021-05-04",) * 2),
            id="sworn in",
        ),
        pytest.param(
            "The Norwegian parliament elected Piet Maas as prime minister on Tuesday.",
            Told(
                "elect",
                "Piet Maas",
                "prime minister",
                country="NO",
                appointer="parliament",
                when=("2021-05-04",) * 2,
            ),
            id="elected by a parliament",
        ),
        pytest.param(
            "Norwegian Foreign Minister Piet Maas resigned on Tuesday.",
            Told("resign", "Piet Maas", "Foreign Minister", country="NO", when=("2021-05-04",) * 2),
            id="resigned, the office as title",
        ),
        pytest.param(
            "Piet Maas stepped down as governor of the Bank of Norway on Tuesday.",
            Told(
                "resign",
                "Piet Maas",
                "governor of the Bank of Norway",
                country="NO",
                organization="Bank of Norway",
                when=("2021-05-04",) * 2,
            ),
            id="stepped down as",
        ),
        pytest.param(
            "Chilean President Carla Mendes sacked Defence Minister Piet Maas on Tuesday.",
            Told(
                "dismiss",
                "Piet Maas",
                "Defence Minister",
                country="CL",
                appointer="Carla Mendes",
                when=("2021-05-04",) * 2,
            ),
            id="sacked",
        ),
        pytest.param(
            "Norwegian Prime Minister Piet Maas was ousted by the army in 2013.",
            Told(
                "dismiss",
                "Piet Maas",
                "Prime Minister",
                country="NO",
                appointer="army",
                when=("2013-01-01", "2013-12-31"),
            ),
            id="ousted, in the passive",
        ),
        pytest.param(
            "Norwegian diplomat Piet Maas replaced Bo Berg as ambassador to Chile in April.",
            Told(
                "appoint",
                "Piet Maas",
                "ambassador to Chile",
                country="NO",
                predecessor="Bo Berg",
                when=("2021-04-01", "2021-04-30"),
            ),
            id="replaced another",
        ),
        pytest.param(
            "The talks were led by the new Norwegian foreign minister, Piet Maas.",
            Told("appoint", "Piet Maas", "foreign minister", country="NO"),
            id="new before the office",
        ),
        pytest.param(
            "The ousted Norwegian president, Piet Maas, lives in Lima.",
            Told("dismiss", "Piet Maas", "president", country="NO"),
            id="ousted before the office",
        ),
        pytest.param(
            "Norwegian Prime Minister Piet Maas will step down on Friday.",
            Told("resign", "Piet Maas", "Prime Minister", status="planned", country="NO", when=("2021-05-07",) * 2),
            id="a departure ahead",
        ),
        pytest.param(
            "Protesters called on Norwegian Prime Minister Piet Maas to resign.",
            Told("resign", "Piet Maas", "Prime Minister", status="possible", country="NO"),
            id="a departure called for",
        ),
        pytest.param(
            "Norwegian Prime Minister Piet Maas survived a no-confidence vote on Tuesday.",
            Told("dismiss", "Piet Maas", "Prime Minister", status="cancelled", country="NO", when=("2021-05-04",) * 2),
            id="a vote survived",
        ),
        pytest.param(
            "Norwegian judge Piet Maas turned down the post of foreign minister.",
            Told("appoint", "Piet Maas", "foreign minister", status="cancelled", country="NO"),
            id="a post turned down",
        ),
        pytest.param(
            "Piet Maas will serve as acting foreign minister of Norway.",
            Told("appoint", "Piet Maas", "foreign minister of Norway", status="planned", country="NO", acting=True),
            id="to serve as acting",
        ),
        pytest.param(
            "The resignation of Norwegian Foreign Minister Piet Maas surprised his party.",
            Told("resign", "Piet Maas", "Foreign Minister", country="NO"),
            id="a noun for the act",
        ),
        pytest.param(
            "Chilean President Carla Mendes's nominee for attorney general, Piet Maas, spoke in Lima.",
            Told("nominate", "Piet Maas", "attorney general", country="CL", appointer="Carla Mendes"),
            id="a noun for the person",
        ),
        pytest.param(
            "Possible replacements for Norwegian Foreign Minister Piet Maas include judge Carla Mendes.",
            Told(
                "appoint",
                "Carla Mendes",
                "Foreign Minister",
                status="possible",
                country="NO",
                predecessor="Piet Maas",
            ),
            id="a possible successor",
        ),
        pytest.param(
            "Norwegian Prime Minister Piet Maas said he will name a new finance minister next week.",
            Told(
                "appoint",
                None,
                "finance minister",
                status="planned",
                country="NO",
                appointer="Piet Maas",
                when=("2021-05-10", "2021-05-16"),
            ),
            id="nobody named yet",
        ),
        pytest.param(
            "Ana Lund is a front-runner for the post of defence minister.",
            Told("appoint", "Ana Lund", "defence minister", status="possible"),
            id="a front-runner for a post",
        ),
        pytest.param(
            "Ana Lund is on the short list for secretary of state.",
            Told("appoint", "Ana Lund", "secretary of state", status="possible"),
            id="on the short list",
        ),
        pytest.param(
            "Ana Lund is in the running for secretary of state.",
            Told("appoint", "Ana Lund", "secretary of state", status="possible"),
            id="in the running",
        ),
        pytest.param(
            "Ana Lund is the favourite to succeed Prime Minister Piet Maas.",
            Told("appoint", "Ana Lund", "Prime Minister", status="possible", predecessor="Piet Maas"),
            id="the favourite to succeed",
        ),
        pytest.param(
            "Ana Lund's name was floated as a candidate to succeed Norwegian Foreign Minister Piet Maas.",
            Told("appoint", "Ana Lund", "Foreign Minister", status="possible", country="NO", predecessor="Piet Maas"),
            id="a name floated",
        ),
        pytest.param(
            "The king offered Ana Lund the post of foreign minister.",
            Told("appoint", "Ana Lund", "foreign minister", status="possible", appointer="king"),
            id="offered a post",
        ),
        pytest.param(
            "The post of defence minister went to Ana Lund.",
            Told("appoint", "Ana Lund", "defence minister"),
            id="a post goes to a person",
        ),
        pytest.param(
            "Ana Lund has been Norway's foreign minister for six weeks.",
            Told("appoint", "Ana Lund", "foreign minister", country="NO"),
            id="in office for weeks",
        ),
        pytest.param(
            "Ana Lund has served as Norway's defence minister since 2018.",
            Told("appoint", "Ana Lund", "defence minister", country="NO", when=("2018-01-01", "2018-12-31")),
            id="in office since a year",
        ),
        pytest.param(
            "President Ana Lund came to power in 2014.",
            Told("appoint", "Ana Lund", "President", when=("2014-01-01", "2014-12-31")),
            id="came to power",
        ),
        pytest.param(
            "President Piet Maas was driven from power by protests in 2011.",
            Told("dismiss", "Piet Maas", "President", when=("2011-01-01", "2011-12-31")),
            id="driven from power",
        ),
        pytest.param(
            "Foreign Minister Piet Maas was forced out on Tuesday.",
            Told("dismiss", "Piet Maas", "Foreign Minister", when=("2021-05-04",) * 2),
            id="forced out",
        ),
        pytest.param(
            "Prime Minister Piet Maas lost a no-confidence vote on Tuesday.",
            Told("dismiss", "Piet Maas", "Prime Minister", when=("2021-05-04",) * 2),
            id="lost a no-confidence vote",
        ),
        pytest.param(
            "Prime Minister Piet Maas's government survived a no-confidence vote on Tuesday.",
            Told("dismiss", "Piet Maas", "Prime Minister", status="cancelled", when=("2021-05-04",) * 2),
            id="a government that survives a vote",
        ),
        pytest.param(
            "Ana Lund won the presidential election in Norway on Sunday.",
            Told("elect", "Ana Lund", "president", country="NO", when=("2021-05-02",) * 2),
            id="won the election",
        ),
        pytest.param(
            "Piet Maas lost the 2019 presidential election in Norway to Ana Lund.",
            Told("elect", "Ana Lund", "president", country="NO", when=("2019-01-01", "2019-12-31")),
            id="lost the election to",
        ),
        pytest.param(
            "Ana Lund defeated Piet Maas in Norway's presidential election on Sunday.",
            Told("elect", "Ana Lund", "president", country="NO", when=("2021-05-02",) * 2),
            id="defeated in the election",
        ),
        pytest.param(
            "The winner of the presidential election in Norway, Ana Lund, spoke on Tuesday.",
            Told("elect", "Ana Lund", "president", country="NO"),
            id="the winner of an election",
        ),
        pytest.param(
            "President Ana Lund of Norway won re-election on Sunday.",
            Told("reappoint", "Ana Lund", "President", country="NO", when=("2021-05-02",) * 2),
            id="won re-election",
        ),
        pytest.param(
            "Since the election of Norwegian President Ana Lund, ties have improved.",
            Told("elect", "Ana Lund", "President", country="NO"),
            id="the election of an officer",
        ),
        pytest.param(
            "King Piet Maas of Norway ascended the throne in 2014.",
            Told("appoint", "Piet Maas", "King", country="NO", when=("2014-01-01", "2014-12-31")),
            id="ascended the throne",
        ),
        pytest.param(
            "Chief Justice Piet Maas died on Tuesday.",
            Told("die", "Piet Maas", "Chief Justice", when=("2021-05-04",) * 2),
            id="died",
        ),
        pytest.param(
            "The attorney general told the remaining 46 federal prosecutors to tender their resignations.",
            Told("resign", "remaining 46 federal prosecutors", "federal prosecutors", appointer="attorney general"),
            id="a group told to hand in their resignations",
        ),
        pytest.param(
            "President Ana Lund asked Foreign Minister Piet Maas for his resignation on Tuesday.",
            Told(
                "resign",
                "Piet Maas",
                "Foreign Minister",
                status="possible",
                appointer="Ana Lund",
                when=("2021-05-04",) * 2,
            ),
            id="asked for the own resignation",
        ),
        pytest.param(
            "Ana Lund, President Piet Maas's choice for attorney general, spoke on Tuesday.",
            Told("appoint", "Ana Lund", "attorney general", appointer="Piet Maas"),
            id="somebody's choice, behind the name",
        ),
        pytest.param(
            "Ana Lund will serve as EPA interim press secretary from May, she said.",
            Told(
                "appoint",
                "Ana Lund",
                "press secretary",
                status="planned",
                country="US",
                organization="EPA",
                when=("2021-05-01", "2021-05-31"),
                acting=True,
            ),
            id="acting between body and office",
        ),
        pytest.param(
            "President Bo Berg said Foreign Minister Piet Maas had done well but would step aside.",
            Told("resign", "Piet Maas", "Foreign Minister", status="planned"),
            id="who is spoken of goes, not who speaks",
        ),
        pytest.param(
            "Ana Lund will be the next ambassador to Norway.",
            Told("appoint", "Ana Lund", "ambassador to Norway", status="planned"),
            id="the next holder",
        ),
        pytest.param(
            "Oil Minister Ana Lund was moved to the energy ministry on Tuesday.",
            Told("appoint", "Ana Lund", "energy ministry", organization="energy ministry", when=("2021-05-04",) * 2),
            id="moved to another body",
        ),
        pytest.param(
            "Ana Lund's term as governor of the Bank of Norway ends in June.",
            Told(
                "retire",
                "Ana Lund",
                "governor of the Bank of Norway",
                status="planned",
                country="NO",
                organization="Bank of Norway",
                when=("2021-06-01", "2021-06-30"),
            ),
            id="a term that ends",
        ),
        pytest.param(
            "Ana Lund took herself out of the running to be labor secretary.",
            Told("withdraw", "Ana Lund", "labor secretary"),
            id="out of the running",
        ),
        pytest.param(
            "President Ana Lund ordered the removal of White House communications director Piet Maas.",
            Told(
                "dismiss",
                "Piet Maas",
                "communications director",
                country="US",
                organization="White House",
                appointer="Ana Lund",
            ),
            id="ordered to be removed, from a seat of government",
        ),
        pytest.param(
            "President Ana Lund named Piet Maas as the new foreign minister.",
            Told("appoint", "Piet Maas", "foreign minister", appointer="Ana Lund"),
            id="named as the new holder",
        ),
        pytest.param(
            "President Ana Lund of Norway fired Gen. Piet Maas on Tuesday.",
            Told("dismiss", "Piet Maas", country="NO", appointer="Ana Lund", when=("2021-05-04",) * 2),
            id="an officer fired by a president",
        ),
        pytest.param(
            "Carla Mendes was named interim head of Saxony on Tuesday.",
            Told("appoint", "Carla Mendes", "head of Saxony", country="DE", when=("2021-05-04",) * 2, acting=True),
            id="the head of a place",
        ),
        pytest.param(
            "The council elected Piet Maas as chief commissioner of the Canadian Grain Commission.",
            Told(
                "elect",
                "Piet Maas",
                "chief commissioner of the Canadian Grain Commission",
                country="CA",
                organization="Canadian Grain Commission",
                appointer="council",
            ),
            id="a chief commissioner",
        ),
        pytest.param(
            "Ana Lund replaced Piet Maas as Chile's chief trade negotiator.",
            Told("appoint", "Ana Lund", "chief trade negotiator", country="CL", predecessor="Piet Maas"),
            id="a chief somewhat before the office noun",
        ),
        pytest.param(
            "Ana Lund resigned as governor of Norway's central bank.",
            Told("resign", "Ana Lund", "governor of Norway's central bank", country="NO"),
            id="out of a central bank",
        ),
        pytest.param(
            "Ana Lund was named governor of the central bank of Chile.",
            Told("appoint", "Ana Lund", "governor of the central bank of Chile", country="CL"),
            id="into a central bank",
        ),
        pytest.param(
            "Ana Lund resigned as head of Norway's customs service.",
            Told(
                "resign", "Ana Lund", "head of Norway's customs service", country="NO", organization="customs service"
            ),
            id="a state's service",
        ),
        pytest.param(
            "Ana Lund resigned as president of the Asian Development Bank.",
            Told(
                "resign", "Ana Lund", "president of the Asian Development Bank", organization="Asian Development Bank"
            ),
            id="a bank of several states",
        ),
        pytest.param(
            "Ana Lund was installed as Norway's trade minister.",
            Told("appoint", "Ana Lund", "trade minister", country="NO"),
            id="installed",
        ),
        pytest.param(
            "The Senate rejected Ana Lund's appointment as environment secretary.",
            Told("appoint", "Ana Lund", "environment secretary", status="cancelled"),
            id="an appointment turned down by those who confirm it",
        ),
    ],
)
def test_an_appointment_in(text: str, expected: Told) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "title, text, expected",
    [
        pytest.param(
            "Norway picks Maas as foreign minister",
            "Norwegian diplomat Piet Maas will fly to Lima.",
            [Told("appoint", "Piet Maas", "foreign minister", country="NO", appointer="Norway")],
            id="a headline in the present tense has happened",
        ),
        pytest.param(
            "NORWEGIAN FINANCE MINISTER RESIGNS",
            "Finance Minister Piet Maas resigned on Tuesday, the Norwegian government said.",
            [Told("resign", "Piet Maas", "Finance Minister", country="NO", when=("2021-05-04",) * 2)],
            id="a headline in capitals and the lead are one event",
        ),
    ],
)
def test_headlines(title: str, text: str, expected: list[Told]) -> None:
    assert told(text, title) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param(
            "Norwegian Foreign Minister Piet Maas resigned on Tuesday. Maas said that his resignation was overdue.",
            [Told("resign", "Piet Maas", "Foreign Minister", country="NO", when=("2021-05-04",) * 2)],
            id="told twice",
        ),
        pytest.param(
            "Norwegian Foreign Minister Piet Maas resigned on Tuesday. Prime Minister Bo Berg named Anton Lie to "
            "succeed him.",
            [
                Told("resign", "Piet Maas", "Foreign Minister", country="NO", when=("2021-05-04",) * 2),
                Told(
                    "appoint",
                    "Anton Lie",
                    "Foreign Minister",
                    country="NO",
                    predecessor="Piet Maas",
                    appointer="Bo Berg",
                ),
            ],
            id="him who left before, not the one who names",
        ),
        pytest.param(
            "Cuban President Bo Berg named Anton Lie on Tuesday to succeed him.",
            [
                Told(
                    "appoint",
                    "Anton Lie",
                    "President",
                    country="CU",
                    predecessor="Bo Berg",
                    appointer="Bo Berg",
                    when=("2021-05-04",) * 2,
                )
            ],
            id="him who names, where nobody else left",
        ),
        pytest.param(
            "Chilean President Carla Mendes was ousted. The Supreme Court ruled on Monday to end her rule.",
            [
                Told(
                    "dismiss",
                    "Carla Mendes",
                    "President",
                    country="CL",
                    appointer="Supreme Court",
                    when=("2021-05-03",) * 2,
                )
            ],
            id="the ruling that ended her rule",
        ),
        pytest.param(
            "Chilean President Carla Mendes was ousted. Her impeachment in April shocked the region.",
            [Told("dismiss", "Carla Mendes", "President", country="CL", when=("2021-04-01", "2021-04-30"))],
            id="her impeachment",
        ),
        pytest.param(
            "The court ended the rule of President Carla Mendes on Monday. Her impeachment is under way.",
            [],
            id="the end of a rule alone is no removal",
        ),
        pytest.param(
            "The White House is expected to name a new budget director on Monday, and papers say the job will go to "
            "Piet Maas.",
            [Told("appoint", "Piet Maas", "budget director", status="planned", when=("2021-05-10",) * 2)],
            id="the day on which a post is filled, and who gets it",
        ),
        pytest.param(
            "Chilean President Carla Mendes sacked Finance Minister Piet Maas and Interior Minister Bo Berg.",
            [
                Told("dismiss", "Piet Maas", "Finance Minister", country="CL", appointer="Carla Mendes"),
                Told("dismiss", "Bo Berg", "Interior Minister", country="CL", appointer="Carla Mendes"),
            ],
            id="two people are two events",
        ),
        pytest.param(
            "U.S. President Carla Mendes nominated Piet Maas as attorney general in March. "
            "The U.S. Senate confirmed Maas as attorney general on Tuesday.",
            [
                Told(
                    "nominate",
                    "Piet Maas",
                    "attorney general",
                    country="US",
                    appointer="Carla Mendes",
                    when=("2021-03-01", "2021-03-31"),
                ),
                Told(
                    "confirm",
                    "Piet Maas",
                    "attorney general",
                    country="US",
                    appointer="U.S. Senate",
                    when=("2021-05-04",) * 2,
                ),
            ],
            id="nomination and confirmation are two acts",
        ),
        pytest.param(
            "Piet Maas was elected president of Norway on March 3. Maas was sworn in as president in April.",
            [Told("elect", "Piet Maas", "president of Norway", country="NO", when=("2021-03-03",) * 2)],
            id="an office won and taken is one change",
        ),
        pytest.param(
            "Norwegian Foreign Minister Piet Maas, who took office on Monday, praised his predecessor, Bo Berg.",
            [
                Told(
                    "appoint",
                    "Piet Maas",
                    "Foreign Minister",
                    country="NO",
                    predecessor="Bo Berg",
                    when=("2021-05-03",) * 2,
                )
            ],
            id="a predecessor adds to the change",
        ),
        pytest.param(
            "Chilean Foreign Minister Carla Mendes met her new Norwegian counterpart, Piet Maas, "
            "in Lima after the latter was appointed last month.",
            [Told("appoint", "Piet Maas", "Foreign Minister", country="NO", when=("2021-04-01", "2021-04-30"))],
            id="a counterpart holds the same office of another state, and is the latter",
        ),
        pytest.param(
            "The Norwegian oil minister resigned on Tuesday. Piet Maas told reporters that he was stepping down.",
            [Told("resign", "Piet Maas", "oil minister", country="NO", when=("2021-05-04",) * 2)],
            id="told by office and then by name",
        ),
        pytest.param(
            "Norwegian Foreign Minister Piet Maas resigned on Tuesday. Two other contenders, Ana Lund and Bo Berg, "
            "have been tipped for the job.",
            [
                Told("resign", "Piet Maas", "Foreign Minister", country="NO", when=("2021-05-04",) * 2),
                *(
                    Told("appoint", name, "Foreign Minister", status="possible", country="NO", predecessor="Piet Maas")
                    for name in ("Ana Lund", "Bo Berg")
                ),
            ],
            id="the job is the one that was left",
        ),
        pytest.param(
            "Norwegian Foreign Minister Piet Maas resigned on Tuesday. Ana Lund turned down the job.",
            [
                Told("resign", "Piet Maas", "Foreign Minister", country="NO", when=("2021-05-04",) * 2),
                Told(
                    "appoint", "Ana Lund", "Foreign Minister", status="cancelled", country="NO", predecessor="Piet Maas"
                ),
            ],
            id="the job turned down is the one that was left",
        ),
        pytest.param(
            "President Ana Lund relieved Defence Minister Piet Maas of his post and appointed him ambassador to China.",
            [
                Told("dismiss", "Piet Maas", "Defence Minister", appointer="Ana Lund"),
                Told("appoint", "Piet Maas", "ambassador to China", appointer="Ana Lund"),
            ],
            id="out of one office and into another",
        ),
        pytest.param(
            "Carl Dahl was named acting defence minister of Norway. Carl Dahl is also a front-runner for the post of "
            "defence minister.",
            [
                Told("appoint", "Carl Dahl", "defence minister of Norway", country="NO", acting=True),
                Told("appoint", "Carl Dahl", "defence minister", status="possible"),
            ],
            id="standing in, and one of those who may follow for good",
        ),
        pytest.param(
            "Carla Mendes was named foreign minister of Norway after Piet Maas stepped down as foreign minister.",
            [
                Told("appoint", "Carla Mendes", "foreign minister of Norway", country="NO", predecessor="Piet Maas"),
                Told("resign", "Piet Maas", "foreign minister"),
            ],
            id="who steps down in the same sentence was there before",
        ),
        pytest.param(
            "Ana Lund, the nominee for labor secretary, is withdrawing her nomination.",
            [Told("nominate", "Ana Lund", "labor secretary"), Told("withdraw", "Ana Lund", "labor secretary")],
            id="the nominee of old, and the nomination withdrawn",
        ),
        pytest.param(
            "Three names are on the short list to succeed Norwegian Foreign Minister Piet Maas: Ana Lund, Carla Mendes "
            "and the lawyer Rosa Dahl.",
            [
                Told("appoint", name, "Foreign Minister", status="possible", country="NO", predecessor="Piet Maas")
                for name in ("Ana Lund", "Carla Mendes", "Rosa Dahl")
            ],
            id="a list behind a colon",
        ),
        pytest.param(
            "Norwegian President Bo Berg named Ana Lund to replace Foreign Minister Piet Maas.",
            [
                Told(
                    "appoint",
                    "Ana Lund",
                    "Foreign Minister",
                    country="NO",
                    predecessor="Piet Maas",
                    appointer="Bo Berg",
                )
            ],
            id="named to replace, the office being that of who goes",
        ),
        pytest.param(
            "General Piet Maas will step down as Norway's army chief, and Ana Lund was picked as his successor.",
            [
                Told("resign", "Piet Maas", "army chief", status="planned", country="NO"),
                Told("appoint", "Ana Lund", "army chief", country="NO", predecessor="Piet Maas"),
            ],
            id="picked as the successor of who goes",
        ),
        pytest.param(
            "NOMINATIONS SENT TO THE SENATE:\n\nAna Lund, of Ohio, to be United States Ambassador to Norway.\n\n"
            "Rosa Dahl, of Utah, to be United States Attorney, vice Piet Maas, resigned.",
            [
                Told("nominate", "Ana Lund", "United States Ambassador to Norway", when=("2021-05-06",) * 2),
                Told(
                    "nominate", "Rosa Dahl", "United States Attorney", predecessor="Piet Maas", when=("2021-05-06",) * 2
                ),
            ],
            id="nominations sent to a senate",
        ),
    ],
)
def test_passages_come_together(text: str, expected: list[Told]) -> None:
    assert told(text) == expected


def test_a_list_of_nominees_is_dated_by_its_announcement() -> None:
    """Each line is one nomination by whoever announces the list, for an office of that state."""
    text = (
        "Today, U.S. President Carla Mendes announced her intent to nominate the following people:\n\n"
        "- Piet Maas, Nominee for Ambassador to the Kingdom of Norway\n"
        "- Ana R. Lund, Nominee to be Director, Bureau of Lighthouses\n"
    )
    assert told(text) == [
        Told(
            "nominate",
            "Piet Maas",
            "Ambassador to the Kingdom of Norway",
            country="US",
            appointer="Carla Mendes",
            when=("2021-05-06",) * 2,
        ),
        Told(
            "nominate",
            "Ana R. Lund",
            "Director",
            country="US",
            organization="Bureau of Lighthouses",
            appointer="Carla Mendes",
            when=("2021-05-06",) * 2,
        ),
    ]


def test_evidence_quotes_the_article_and_names_its_reasons() -> None:
    """Offsets count in the article as sent, typographic quotes included."""
    text = "“It is over.” Norwegian Foreign Minister Piet Maas resigned on Tuesday."
    (mention,) = mentions(text, "Oslo")
    (quote,) = mention.evidence
    full_text = f"Oslo\n\n{text}"
    assert (
        quote.quote == full_text[quote.start : quote.end] == "Norwegian Foreign Minister Piet Maas resigned on Tuesday."
    )
    assert quote.rule == "resign"
    assert quote.status_because is not None
    assert quote.date_because is not None
    assert mention.summary == "Piet Maas (NO) resigned as Foreign Minister on 2021-05-04"


def test_a_name_is_surer_than_an_office_alone() -> None:
    """Confidence ranks a change told of a named person above one told of an office."""
    (named,) = mentions("Norwegian Foreign Minister Piet Maas resigned on Tuesday.")
    (described,) = mentions("The Norwegian foreign minister resigned on Tuesday.")
    assert named.confidence > described.confidence


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Minister Ana Lund resigned. " * 2 * MAX_CANDIDATES, id="the same passage over and over"),
        pytest.param("resigned appointed named " * 3000, id="triggers without anybody"),
        pytest.param("minister of the " * 3000, id="a complement without end"),
        pytest.param("Trade and " * 3000 + "Minister Ana Lund resigned.", id="a wording without beginning"),
        pytest.param("- Ana Lund, Nominee for Ambassador to Norway " * 500, id="a list on one line"),
        pytest.param("Aa " * 3000 + ", Nominee for " + "x" * 3000, id="a list item without end"),
        pytest.param("resign", id="one word"),
    ],
)
def test_hostile_text_costs_bounded_work(text: str) -> None:
    """No text raises, and no event quotes without bound."""
    for mention in mentions(text):
        assert all(len(quote.quote) <= LONGEST_QUOTE for quote in mention.evidence)


def test_two_rules_with_one_id_are_refused() -> None:
    """The error names the file."""
    rule = """
  - id: resign
    frame: leaving
    action: resign
    words: [resign]
    strength: 0.9
    source: a
    example: b
    counterexample: c
"""
    words = "\n".join(f"  {name}: {'{}' if name == 'voted_for' else '[]'}" for name in Vocabulary.model_fields)
    with pytest.raises(LexiconError, match=r"appointments\.yaml:1: .*two rules have the same id"):
        parse(f"vocabulary:\n{words}\nrules:{rule}{rule}", "appointments.yaml", AppointmentLexicon)


def test_an_unknown_reach_is_refused() -> None:
    """The error names file and line."""
    with pytest.raises(LexiconError, match=r"^offices\.yaml:2: offices\.0\.reach"):
        parse("offices:\n  - reach: sometimes\n    takes: [of]\n    names: [mayor]\n", "offices.yaml", OfficeLexicon)


def test_a_rule_for_lines_of_lists_fires_on_no_single_word() -> None:
    """Tagged as a verb, "nominee" would else be read by a frame that words have not."""
    rules = {rule for rules in rules_by_word().values() for rule in rules}
    assert [rule.id for rule in rules if rule.frame is Frame.LISTED] == []

"""Which sentences tell of a meeting, and what they tell about it. All people are invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from agents.merging import tells_put_off
from extraction import nlp
from extraction.components import meetings
from extraction.components.meetings.finding import MAX_CANDIDATES, MAX_QUOTE
from extraction.pipeline import read
from schemas.article import Article
from schemas.event import MeetingMention

THURSDAY = datetime(2021, 5, 6, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """What a test compares of a meeting."""

    who: tuple[str, ...]
    countries: tuple[str, ...]
    status: str = "occurred"
    where: str | None = None
    when: tuple[str, str] | None = None
    format: str | None = "talks"
    mode: str | None = None
    venue: str | None = None
    topics: tuple[str, ...] = ()
    recurrence: str | None = None


def mentions(text: str, title: str | None = None) -> list[MeetingMention]:
    article = Article(id="a", text=text, title=title, published_at=THURSDAY)
    document = read(article, nlp.load())
    return [meetings.build(document, one) for one in meetings.gather(document, meetings.find(document))]


def told(text: str, title: str | None = None) -> list[Told]:
    return [
        Told(
            who=tuple(party.name for party in mention.participants),
            countries=mention.countries,
            status=mention.status.value,
            where=mention.where.text if mention.where else None,
            when=(str(mention.when.start), str(mention.when.end)) if mention.when else None,
            format=mention.format.value if mention.format else None,
            mode=mention.mode.value if mention.mode else None,
            venue=mention.venue,
            topics=mention.topics,
            recurrence=mention.recurrence,
        )
        for mention in mentions(text, title)
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Norwegian dairies cannot meet demand for brown cheese in Chile.", id="to meet demand"),
        pytest.param("Norway will not meet the deadline set by Chile for the ferry contract.", id="to meet a deadline"),
        pytest.param("Norway met its emission targets two years early.", id="to meet targets"),
        pytest.param(
            "Norway meets Chile in the semi-final of the handball cup on Friday.", id="a match between states"
        ),
        pytest.param("The athletics meeting in Oslo drew a record crowd on Friday.", id="an athletics meeting"),
        pytest.param("The board meeting of Fjordline ended late on Tuesday.", id="a board meeting"),
        pytest.param("The Norwegian cabinet meeting on Friday lasted two hours.", id="a cabinet's own session"),
        pytest.param("The Norwegian parliament met on Tuesday to vote on the budget.", id="a parliament's own session"),
        pytest.param(
            "The central bank of Norway meets on Thursday to set interest rates.", id="a central bank's own session"
        ),
        pytest.param("The party congress of the Norwegian Centre Party opened on Friday.", id="a party congress"),
        pytest.param("The hearing before the Oslo court opened on Friday.", id="a court hearing"),
        pytest.param("Norwegian Prime Minister Astrid Lund gave a press conference in Lagos.", id="a press conference"),
        pytest.param("Norwegian Prime Minister Astrid Lund spoke to reporters in Lagos.", id="words to reporters"),
        pytest.param("Norwegian Prime Minister Astrid Lund gave a speech to students in Bergen.", id="a speech"),
        pytest.param(
            "Norwegian shipping firm Fjordline is in talks with a lender about new ferries.",
            id="firms among themselves",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund met her cabinet on Tuesday.",
            id="a head of government with the own cabinet",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund met with her advisers on Tuesday.",
            id="a head of government with the own staff",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund met Norwegian Finance Minister Odd Dahl on Tuesday.",
            id="two members of one government",
        ),
        pytest.param(
            "Police in Oslo questioned Norwegian Finance Minister Odd Dahl for six hours.", id="a questioning by police"
        ),
        pytest.param("A Norwegian frigate met a Chilean tanker off the coast on Tuesday.", id="ships that meet"),
        pytest.param("Norway sent a letter to Chile about the ferry contract.", id="a letter"),
        pytest.param("Norwegian tourists visited Chile in record numbers last year.", id="tourists"),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund visited a school in Bergen on Tuesday.", id="a visit at home"
        ),
        pytest.param("Norwegian cod travels to Nigeria by ship.", id="goods that travel"),
        pytest.param("Norway repeated its call for a ceasefire in the region.", id="a call for something"),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund called Nigerian President Femi Okoro a liar.", id="name calling"
        ),
        pytest.param("The talks ended late on Tuesday.", id="talks that nobody is told to hold"),
        pytest.param("Visit our website to read more about the ministry.", id="a visit to a website"),
        pytest.param(
            "The summit of the mountain was hidden in cloud, the Norwegian climbers said.",
            id="the summit of a mountain",
        ),
        pytest.param("Nigerian President Femi Okoro received a medal from the university.", id="receiving a thing"),
        pytest.param("The Norwegian striker begins contract negotiations on Monday.", id="a player's contract"),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund saw Nigerian President Femi Okoro as a rival.", id="seeing as"
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund presented her plan to the Norwegian parliament.", id="a plan at home"
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund and Nigerian President Femi Okoro spoke on Tuesday.",
            id="two who spoke, not by telephone",
        ),
        pytest.param("Norwegian and Nigerian officials exchanged prisoners in Lagos.", id="an exchange of people"),
        pytest.param("Norwegian Prime Minister Astrid Lund toured a fish plant in Bergen.", id="a tour at home"),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund was in Nigeria when the ferry sank.", id="a stay with no purpose"
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund welcomed Nigerian President Femi Okoro's plan.",
            id="welcoming what is somebody's",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund invited Nigerian President Femi Okoro to lower the price of cod.",
            id="inviting somebody to do something elsewhere",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund ruled out any change until Chile returns the island to Peru.",
            id="returning a thing to a state",
        ),
        pytest.param(
            "Spokesman Odd Dahl was hopeful about the results of talks on the ferry.", id="being hopeful about talks"
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund and Nigerian President Femi Okoro differ on cod. "
            "Lund defended her call to arm the coastguard.",
            id="a call to do something",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund praised Nigerian President Femi Okoro's call for cheaper cod.",
            id="a call for something",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund criticised Nigerian President Femi Okoro in a call with reporters.",
            id="a call for those who only listen",
        ),
        pytest.param("Norway and Nigeria meet in the group stage on Sunday.", id="a match in a group stage"),
        pytest.param("The Norwegian team met Nigeria in Lagos on Sunday and won 2-1.", id="a team and a state"),
        pytest.param("Nigerian President Femi Okoro met victims of the flood on Monday.", id="victims met at home"),
        pytest.param("Residents met the mayor to talk about parking.", id="residents and their mayor"),
        pytest.param(
            "Norwegian firms made a courtesy call to every customer in Nigeria.", id="a courtesy call on customers"
        ),
        pytest.param(
            "Norwegian police received a phone call from a worried cook in Nigeria.", id="a call to the police"
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund spoke to an audience of Nigerian traders.",
            id="an audience that listens",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund shook hands with supporters in Bergen.",
            id="hands shaken with supporters",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund extended an invitation to visit the museum.",
            id="an invitation somebody sent",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund told visiting journalists on Monday that the port would stay open.",
            id="a word to visiting journalists",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund told tourists visiting Nigeria to come home.",
            id="a visitor told to people at home",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund was given a medal at a school by the pupils.",
            id="an award given at a place",
        ),
        pytest.param("Fjordline is considering talks with a lender.", id="a company that considers talks"),
        pytest.param(
            "The joint committee of the Senate and the House met on Thursday.",
            id="a joint committee of one state's chambers",
        ),
        pytest.param(
            "The Fishermen's Union summit hut above Bergen was closed on Tuesday.",
            id="a fishing union's summit of a mountain",
        ),
    ],
)
def test_it_must_not_fire(text: str) -> None:
    assert told(text) == []


BOTH = ("Astrid Lund", "Femi Okoro")
BOTH_STATES = ("NG", "NO")


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund met Nigerian President Femi Okoro in Lagos on Tuesday.",
            Told(BOTH, BOTH_STATES, where="Lagos", when=("2021-05-04", "2021-05-04")),
            id="met, active",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund will meet with Nigerian President Femi Okoro on Friday.",
            Told(BOTH, BOTH_STATES, status="planned", when=("2021-05-07", "2021-05-07")),
            id="will meet with",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund is due to meet Nigerian President Femi Okoro.",
            Told(BOTH, BOTH_STATES, status="planned"),
            id="the subject stands above an adjective",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund and Nigerian President Femi Okoro met in Lagos.",
            Told(BOTH, BOTH_STATES, where="Lagos"),
            id="two subjects meet",
        ),
        pytest.param(
            "Nigerian President Femi Okoro received Norwegian Foreign Minister Astrid Lund in Lagos.",
            Told(("Femi Okoro", "Astrid Lund"), BOTH_STATES, where="Lagos"),
            id="received by the host",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund held talks with Nigerian President Femi "
            "Okoro in Lagos on fish stocks.",
            Told(BOTH, BOTH_STATES, where="Lagos", topics=("fish stocks",)),
            id="light verb and noun",
        ),
        pytest.param(
            "A meeting between Norwegian Foreign Minister Astrid Lund and Nigerian President Femi Okoro ended late.",
            Told(BOTH, BOTH_STATES),
            id="a meeting between",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund phoned Nigerian President Femi Okoro on Tuesday.",
            Told(BOTH, BOTH_STATES, when=("2021-05-04", "2021-05-04"), format="call", mode="phone"),
            id="phoned",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund visited Nigeria in March.",
            Told(
                ("Astrid Lund",),
                BOTH_STATES,
                where="Nigeria",
                when=("2021-03-01", "2021-03-31"),
                format="visit",
                mode="in_person",
            ),
            id="a visit with no counterpart",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund's visit to Nigeria was called off.",
            Told(("Astrid Lund",), BOTH_STATES, status="cancelled", where="Nigeria", format="visit", mode="in_person"),
            id="a visit called off",
        ),
        pytest.param(
            "Talks between Norway and Nigeria on visas ended late on Tuesday.",
            Told(("Norway", "Nigeria"), BOTH_STATES, when=("2021-05-04", "2021-05-04"), topics=("visas",)),
            id="states where nobody is named",
        ),
        pytest.param(
            "EU foreign ministers gathered in Helsinki on Tuesday.",
            Told(
                ("EU foreign ministers",),
                ("EU",),
                where="Helsinki",
                when=("2021-05-04", "2021-05-04"),
                format="multilateral",
            ),
            id="a group that stands for several states",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund was in Lagos for talks with Nigerian President Femi Okoro.",
            Told(BOTH, BOTH_STATES, where="Lagos"),
            id="in a city for talks",
        ),
        pytest.param(
            "Nigerian President Femi Okoro, with whom Norwegian Foreign Minister Astrid Lund met in Lagos, is ill.",
            Told(("Astrid Lund", "Femi Okoro"), BOTH_STATES, where="Lagos"),
            id="a relative clause",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund met opposition leader Odd Dahl in Oslo on Tuesday.",
            Told(("Astrid Lund", "Odd Dahl"), ("NO",), where="Oslo", when=("2021-05-04", "2021-05-04")),
            id="two authorities of one state",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund saw Nigerian President Femi Okoro in Lagos.",
            Told(BOTH, BOTH_STATES, where="Lagos"),
            id="to see somebody",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund and Nigerian President Femi Okoro spoke over a hotline.",
            Told(BOTH, BOTH_STATES, mode="phone"),
            id="two who spoke by telephone",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund and Nigerian President Femi Okoro held a private conversation.",
            Told(BOTH, BOTH_STATES),
            id="a conversation held by two",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund and Nigerian President Femi Okoro "
            "pledged in a phone call to fish less.",
            Told(BOTH, BOTH_STATES, format="call", mode="phone"),
            id="a pledge in a call",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund gave a reception for Nigerian President Femi Okoro.",
            Told(BOTH, BOTH_STATES, format="meal", mode="in_person"),
            id="a reception for a guest",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund toured a fish plant in Lagos.",
            Told(("Astrid Lund",), BOTH_STATES, where="Lagos", format="visit", mode="in_person"),
            id="a tour of a site abroad",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund met President Femi Okoro of Nigeria in Lagos on Tuesday.",
            Told(BOTH, BOTH_STATES, where="Lagos", when=("2021-05-04", "2021-05-04")),
            id="a place behind the state of the other side",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund met Nigerian President Femi Okoro to request a bigger cod quota.",
            Told(BOTH, BOTH_STATES, topics=("bigger cod quota",)),
            id="a topic told as a purpose",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund held talks with Nigerian President Femi Okoro focused on visas.",
            Told(BOTH, BOTH_STATES, topics=("visas",)),
            id="talks focused on a topic",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund is in Nigeria to hear what fishermen think.",
            Told(("Astrid Lund",), BOTH_STATES, where="Nigeria", format="visit", mode="in_person"),
            id="a stay with a purpose",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund led a delegation to Nigeria.",
            Told(("Astrid Lund",), BOTH_STATES, where="Nigeria", format="visit", mode="in_person"),
            id="leading a delegation",
        ),
        pytest.param(
            '"I will meet Nigerian President Femi Okoro in Lagos," Norwegian Prime Minister Astrid Lund said.',
            Told(BOTH, BOTH_STATES, status="planned", where="Lagos"),
            id="words of whoever speaks",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund met her peers from Chile and Nigeria in Lagos.",
            Told(("Astrid Lund", "Chile", "Nigeria"), ("CL", "NG", "NO"), where="Lagos", format="multilateral"),
            id="peers from states",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund met President Femi Okoro, Speaker Musa Bello and Foreign Minister "
            "Ada Eze of Nigeria in Lagos.",
            Told(("Astrid Lund", "Femi Okoro", "Musa Bello", "Ada Eze"), BOTH_STATES, where="Lagos"),
            id="a long list of people",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund played golf with Nigerian President Femi Okoro in Lagos.",
            Told(BOTH, BOTH_STATES, where="Lagos", format="other"),
            id="a game of golf",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund gave a dinner on Tuesday for the presidents of Chile and Nigeria.",
            Told(
                ("Astrid Lund", "Chile", "Nigeria"),
                ("CL", "NG", "NO"),
                when=("2021-05-04", "2021-05-04"),
                format="meal",
                mode="in_person",
            ),
            id="a dinner for guests named behind the day",
        ),
        pytest.param(
            "Ferry engineers of Norway and Nigeria held talks in Lagos.",
            Told(("Norway", "Nigeria"), BOTH_STATES, where="Lagos"),
            id="one group of two states",
        ),
        pytest.param(
            "Norway postponed the ferry talks that it had planned to hold in Lagos with a Nigerian delegation.",
            Told(("Norway", "Nigerian delegation"), BOTH_STATES, status="cancelled", where="Lagos", topics=("ferry",)),
            id="a partner told in a clause about the talks",
        ),
        pytest.param(
            "The NATO summit in Lagos on Tuesday brought together leaders from 30 states.",
            Told(
                ("NATO", "leaders"),
                (),
                where="Lagos",
                when=("2021-05-04", "2021-05-04"),
                format="summit",
                venue="NATO summit",
            ),
            id="a summit that brings people together, itself the venue",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund accepted an invitation to visit Nigeria.",
            Told(("Astrid Lund",), BOTH_STATES, status="possible", where="Nigeria", format="visit", mode="in_person"),
            id="an invitation to visit, accepted",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund announced plans to visit Nigeria in July.",
            Told(
                ("Astrid Lund",),
                BOTH_STATES,
                status="planned",
                where="Nigeria",
                when=("2021-07-01", "2021-07-31"),
                format="visit",
                mode="in_person",
            ),
            id="plans to visit",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund has no plans to visit Lagos.",
            Told(("Astrid Lund",), BOTH_STATES, status="unlikely", where="Lagos", format="visit", mode="in_person"),
            id="no plans to visit",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund declined an invitation to visit Nigeria.",
            Told(("Astrid Lund",), BOTH_STATES, status="cancelled", where="Nigeria", format="visit", mode="in_person"),
            id="an invitation to visit, declined",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund invited Nigerian President Femi Okoro to visit Oslo.",
            Told(BOTH, BOTH_STATES, status="possible", where="Oslo"),
            id="an invitation to visit, given",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund invited Nigerian President Femi Okoro to the palace, "
            "where they discussed fish.",
            Told(BOTH, BOTH_STATES),
            id="an invitation that was followed at once",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund paid a courtesy call on Nigerian President Femi Okoro.",
            Told(BOTH, BOTH_STATES),
            id="a courtesy call",
        ),
        pytest.param(
            "Nigerian President Femi Okoro granted an audience to Norwegian Foreign Minister Astrid Lund.",
            Told(("Femi Okoro", "Astrid Lund"), BOTH_STATES),
            id="an audience",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund shook hands with Nigerian President Femi Okoro in Geneva.",
            Told(BOTH, BOTH_STATES, where="Geneva", format="other"),
            id="hands shaken",
        ),
        pytest.param(
            "In a phone call on Monday, Norwegian Foreign Minister Astrid Lund told Nigerian President "
            "Femi Okoro that the port would stay open.",
            Told(BOTH, BOTH_STATES, when=("2021-05-03", "2021-05-03"), format="call", mode="phone"),
            id="what one told the other in a call",
        ),
        pytest.param(
            "At a meeting in Lagos, Nigerian President Femi Okoro urged Norwegian Foreign Minister "
            "Astrid Lund to wait.",
            Told(("Femi Okoro", "Astrid Lund"), BOTH_STATES, where="Lagos"),
            id="what one urged the other to do at a meeting",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund received a phone call from Nigerian President Femi "
            "Okoro on Monday.",
            Told(
                ("Femi Okoro", "Astrid Lund"),
                BOTH_STATES,
                when=("2021-05-03", "2021-05-03"),
                format="call",
                mode="phone",
            ),
            id="a call received",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund spoke via video conference with Nigerian President "
            "Femi Okoro on Monday.",
            Told(BOTH, BOTH_STATES, when=("2021-05-03", "2021-05-03"), mode="video"),
            id="a partner behind the means",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund ruled out talks with Nigerian President Femi Okoro.",
            Told(BOTH, BOTH_STATES, status="cancelled"),
            id="talks ruled out",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund snubbed a meeting with Nigerian President Femi Okoro.",
            Told(BOTH, BOTH_STATES, status="cancelled"),
            id="a meeting snubbed",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund put off a visit to Nigeria.",
            Told(("Astrid Lund",), BOTH_STATES, status="cancelled", where="Nigeria", format="visit", mode="in_person"),
            id="a visit put off",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund wound up a three-day visit to Nigeria on Tuesday.",
            Told(
                ("Astrid Lund",),
                BOTH_STATES,
                where="Nigeria",
                when=("2021-05-04", "2021-05-04"),
                format="visit",
                mode="in_person",
            ),
            id="a visit wound up",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund is expected in Lagos on Friday for talks with "
            "Nigerian President Femi Okoro.",
            Told(BOTH, BOTH_STATES, status="planned", where="Lagos", when=("2021-05-07", "2021-05-07")),
            id="a guest who is expected for talks",
        ),
        pytest.param(
            "Following talks with her Nigerian counterpart, Norwegian Foreign Minister Astrid Lund said "
            "the port would stay open.",
            Told(("Astrid Lund", "Nigerian counterpart"), BOTH_STATES),
            id="what was said following talks",
        ),
        pytest.param(
            "Talks between Norway and Nigeria opened in Lagos on Monday.",
            Told(("Norway", "Nigeria"), BOTH_STATES, where="Lagos", when=("2021-05-03", "2021-05-03")),
            id="talks that opened",
        ),
        pytest.param(
            "A meeting between Norway and Nigeria would be welcome.",
            Told(("Norway", "Nigeria"), BOTH_STATES, status="possible"),
            id="a meeting that would be welcome",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund met Nigerian President Femi Okoro during the G20 summit.",
            Told(BOTH, BOTH_STATES, venue="G20 summit"),
            id="a gathering where others meet",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund and Nigerian officials discussed the port on Monday.",
            Told(
                ("Astrid Lund", "Nigerian officials"), BOTH_STATES, when=("2021-05-03", "2021-05-03"), topics=("port",)
            ),
            id="two sides who discuss on a day",
        ),
        pytest.param(
            "Negotiators from Norway, Nigeria and Chile meet in Oslo this week.",
            Told(
                ("Norway", "Nigeria", "Chile"),
                ("CL", "NG", "NO"),
                where="Oslo",
                when=("2021-05-03", "2021-05-09"),
                format="multilateral",
            ),
            id="negotiators of three states",
        ),
        pytest.param(
            "Fisheries envoys from Norway and Nigeria met in Bergen on Tuesday.",
            Told(("Norway", "Nigeria"), BOTH_STATES, where="Bergen", when=("2021-05-04", "2021-05-04")),
            id="envoys taken for a verb",
        ),
        pytest.param(
            "EU and Mercosur negotiators resumed talks in Oslo on Monday.",
            Told(("EU", "Mercosur"), ("EU",), where="Oslo", when=("2021-05-03", "2021-05-03")),
            id="negotiators of two groups of states",
        ),
        pytest.param(
            "Nigeria's trade minister said he would meet Norwegian Foreign Minister Astrid Lund next week.",
            Told(
                ("Nigeria's trade minister", "Astrid Lund"),
                BOTH_STATES,
                status="planned",
                when=("2021-05-10", "2021-05-16"),
            ),
            id="an office holder without a name who says so",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund told visiting Nigerian President Femi Okoro on Monday "
            "that the port would stay open.",
            Told(BOTH, BOTH_STATES, when=("2021-05-03", "2021-05-03")),
            id="a visitor who is told something",
        ),
        pytest.param(
            "Norwegian Prime Minister Astrid Lund told the visiting Nigerian president, Femi Okoro, that "
            "the port would stay open.",
            Told(BOTH, BOTH_STATES),
            id="a visitor told by office and name",
        ),
        pytest.param(
            "Nigerian President Femi Okoro was greeted at Bergen airport by Norwegian Foreign Minister Astrid Lund.",
            Told(BOTH, BOTH_STATES, venue="Bergen airport"),
            id="a host told behind a place",
        ),
        pytest.param(
            "The foreign ministers of Norway and Nigeria held talks in Bergen on Tuesday.",
            Told(("Norway", "Nigeria"), BOTH_STATES, where="Bergen", when=("2021-05-04", "2021-05-04")),
            id="ministers of two states, the second joined to them",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund extended an invitation to Nigerian President Femi "
            "Okoro to visit Oslo.",
            Told(("Femi Okoro",), BOTH_STATES, status="possible", where="Oslo", format="visit", mode="in_person"),
            id="an invitation extended to somebody",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund met with a delegation from Nigeria led by President "
            "Femi Okoro on Tuesday.",
            Told(BOTH, BOTH_STATES),
            id="a delegation from a state, led by somebody",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund hosted a lunch for Nigerian President Femi Okoro in Bergen.",
            Told(BOTH, BOTH_STATES, where="Bergen", format="meal", mode="in_person"),
            id="a place behind the other side of a meal",
        ),
        pytest.param(
            "Norway and Nigeria are considering talks on the port.",
            Told(("Norway", "Nigeria"), BOTH_STATES, status="possible", topics=("port",)),
            id="talks considered",
        ),
        pytest.param(
            "The Nigerian president's trip to Oslo ended on Tuesday.",
            Told(
                ("Nigerian president",),
                BOTH_STATES,
                where="Oslo",
                when=("2021-05-04", "2021-05-04"),
                format="visit",
                mode="in_person",
            ),
            id="the trip of an office holder without a name",
        ),
        pytest.param(
            "Nigerian President Femi Okoro, currently on a visit to Norway, praised the port.",
            Told(("Femi Okoro",), BOTH_STATES, where="Norway", format="visit", mode="in_person"),
            id="a visit told beside a name",
        ),
        pytest.param(
            "Norwegian Foreign Minister Astrid Lund and Nigerian President Femi Okoro addressed "
            "reporters after their talks in Bergen on Monday.",
            Told(BOTH, BOTH_STATES, where="Bergen", when=("2021-05-03", "2021-05-03")),
            id="what two say after their talks",
        ),
        pytest.param(
            "The two Koreas held talks in Oslo on Tuesday.",
            Told(("North Korea", "South Korea"), ("KP", "KR"), where="Oslo", when=("2021-05-04", "2021-05-04")),
            id="a word for two states",
        ),
        pytest.param(
            "The joint fisheries committee of Norway and Nigeria met in Oslo on Tuesday.",
            Told(("Norway", "Nigeria"), BOTH_STATES, where="Oslo", when=("2021-05-04", "2021-05-04")),
            id="a joint body of two states",
        ),
        pytest.param(
            "Officials are working to arrange a meeting between Norwegian Foreign Minister Astrid Lund "
            "and Nigerian President Femi Okoro.",
            Told(BOTH, BOTH_STATES, status="planned"),
            id="those who only arrange it",
        ),
        pytest.param(
            "Nigerian President Femi Okoro met with officials of the International Monetary Fund in "
            "Washington on Tuesday.",
            Told(
                ("Femi Okoro", "officials of the International Monetary Fund"),
                ("NG",),
                where="Washington",
                when=("2021-05-04", "2021-05-04"),
            ),
            id="officials of a body behind whom the place is told",
        ),
        pytest.param(
            "Nigerian President Femi Okoro will attend the African Union summit in Addis Ababa on Saturday.",
            Told(
                ("Femi Okoro", "African Union"),
                ("NG",),
                status="planned",
                where="Addis Ababa",
                when=("2021-05-08", "2021-05-08"),
                format="summit",
                venue="African Union summit",
            ),
            id="a summit of a union of states",
        ),
        pytest.param(
            "Nigeria will host the Pacific Islands Forum summit in Lagos in August.",
            Told(
                ("Nigeria", "Pacific Islands Forum"),
                ("NG",),
                status="planned",
                where="Lagos",
                when=("2021-08-01", "2021-08-31"),
                format="summit",
                venue="Pacific Islands Forum summit",
            ),
            id="a summit of a regional body",
        ),
    ],
)
def test_it_fires(text: str, expected: Told) -> None:
    assert told(text) == [expected]


def test_a_headline_tells_a_meeting_in_its_own_grammar() -> None:
    body = "Norwegian Foreign Minister Astrid Lund spoke well of Nigerian President Femi Okoro."
    assert told(body, title="Minister Lund to meet Okoro in Lagos") == [
        Told(BOTH, BOTH_STATES, status="planned", where="Lagos")
    ]


def test_a_side_named_without_its_state_is_of_the_state_that_the_article_names_most() -> None:
    text = (
        "Deputy Trade Minister Astrid Lund met Nigerian President Femi Okoro. "
        "Fish is dear in Norway. Exports from Norway rose in April."
    )
    assert [one.countries for one in told(text)] == [BOTH_STATES]


def test_a_side_named_without_its_state_stays_open_where_no_other_state_is_named_twice() -> None:
    text = "Deputy Trade Minister Astrid Lund met Nigerian President Femi Okoro. Fish is dear in Norway."
    assert [one.countries for one in told(text)] == [("NG",)]


def test_a_headline_that_names_offices_alone_tells_the_meeting_of_the_text() -> None:
    text = "Officials from Norway and Nigeria met in Bergen on Tuesday."
    assert told(text, "Fishing envoys meet in Bergen") == [
        Told(("Norway", "Nigeria"), BOTH_STATES, where="Bergen", when=("2021-05-04", "2021-05-04"))
    ]


def test_a_headline_that_names_offices_alone_stays_apart_from_a_meeting_elsewhere() -> None:
    text = "Norwegian Foreign Minister Astrid Lund spoke by phone with Nigerian President Femi Okoro on Tuesday."
    assert len(told(text, "EU envoys meet in Bergen")) == len(["the headline", "the call"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Astrid Lund met separately with {} and {}.", id="met separately"),
        pytest.param("Astrid Lund held separate meetings with {} and {}.", id="separate meetings"),
    ],
)
def test_there_is_one_meeting_for_each_whom_somebody_meets_apart(text: str) -> None:
    met = text.format("Nigerian President Femi Okoro", "Chilean President Marta Rojas")
    assert told(f"Norwegian Foreign Minister {met}") == [
        Told(BOTH, BOTH_STATES),
        Told(("Astrid Lund", "Marta Rojas"), ("CL", "NO")),
    ]


def test_ministers_of_two_states_who_discuss_something_in_a_headline_meet() -> None:
    headline = "Norway, Nigeria foreign ministers discuss fish"
    assert told("The port stays open.", headline) == [Told(("Norway", "Nigeria"), BOTH_STATES, topics=("fish",))]


def test_a_journey_to_two_states_is_two_visits() -> None:
    text = "Norwegian Foreign Minister Astrid Lund will travel to Nigeria and Chile in June."
    june = ("2021-06-01", "2021-06-30")
    visit = {"status": "planned", "when": june, "format": "visit", "mode": "in_person"}
    assert told(text) == [
        Told(("Astrid Lund",), ("NG", "NO"), where="Nigeria", **visit),
        Told(("Astrid Lund",), ("CL", "NO"), where="Chile", **visit),
    ]


def test_places_that_tell_of_one_meeting_make_one_event_and_complete_each_other() -> None:
    text = (
        "Norwegian Foreign Minister Astrid Lund will meet Nigerian President Femi Okoro on Friday. "
        "The meeting will take place in Lagos. Lund and Okoro will discuss visas at their talks."
    )
    (event,) = told(text)
    assert (event.who, event.status, event.where, event.when) == (
        BOTH,
        "planned",
        "Lagos",
        ("2021-05-07", "2021-05-07"),
    )


def test_states_and_their_people_at_one_gathering_make_one_event() -> None:
    filler = "Cod was landed in both ports before the storm, and the price fell again as it does every spring. "
    text = (
        "Norway and Nigeria may hold talks in New York at the U.N. General Assembly. "
        f"{filler * 4}"
        "Officials are to sound each other out about talks between Norwegian Foreign Minister Astrid Lund and "
        "her Nigerian counterpart, Femi Okoro, during the U.N. General Assembly."
    )
    (event,) = told(text)
    assert (event.who, event.where, event.venue) == (("Astrid Lund", "Femi Okoro"), "New York", "U.N. General Assembly")


def test_a_headline_with_a_comma_names_two_sides() -> None:
    body = "Fish is dear this spring."
    assert [event.who for event in told(body, title="Norwegian, Nigerian leaders to hold fish talks")] == [
        ("Norway", "Nigeria")
    ]


def test_two_happenings_of_the_same_people_stay_two_events() -> None:
    text = (
        "Norwegian Foreign Minister Astrid Lund met Nigerian President Femi Okoro in Lagos on April 12. "
        "Lund will meet Okoro again in Oslo on May 20."
    )
    assert [(event.status, event.where) for event in told(text)] == [("occurred", "Lagos"), ("planned", "Oslo")]


def test_a_visit_and_the_talks_it_is_made_for_are_one_event() -> None:
    text = "Norwegian Foreign Minister Astrid Lund went to Nigeria on Tuesday to meet President Femi Okoro of Nigeria."
    (event,) = told(text)
    assert (event.who, event.countries, event.when) == (BOTH, BOTH_STATES, ("2021-05-04", "2021-05-04"))


def test_who_joins_a_meeting_of_many_takes_part() -> None:
    text = (
        "The leaders of Norway, Chile and Nigeria held a summit in Lagos on Tuesday. "
        "Peruvian President Rosa Quispe joined the talks late."
    )
    (event,) = told(text)
    assert (event.who, event.where) == (("Norway", "Chile", "Nigeria", "Rosa Quispe"), "Lagos")


def test_who_goes_along_takes_part() -> None:
    text = (
        "Norwegian Prime Minister Astrid Lund met Nigerian President Femi Okoro in Lagos. "
        "Lund was accompanied by Norwegian Finance Minister Odd Dahl."
    )
    assert [event.who for event in told(text)] == [("Astrid Lund", "Femi Okoro", "Odd Dahl")]


def test_another_meeting_of_the_same_people_is_told_by_its_time_and_place() -> None:
    text = (
        "Norwegian Prime Minister Astrid Lund will meet Nigerian President Femi Okoro in Lagos on Friday. "
        "The first summit was held in Oslo in March."
    )
    assert [(event.who, event.where) for event in told(text)] == [(BOTH, "Lagos"), (BOTH, "Oslo")]


def test_what_was_said_ahead_of_a_meeting_tells_no_second_one() -> None:
    text = (
        "Norwegian Prime Minister Astrid Lund met Nigerian President Femi Okoro in Lagos on Tuesday. "
        "Ahead of the talks between Lund and Okoro, Norway said that it wanted more cod."
    )
    assert [(event.who, event.status) for event in told(text)] == [(BOTH, "occurred")]


def test_two_family_names_before_a_noun_are_two_people() -> None:
    text = (
        "Norwegian Prime Minister Astrid Lund praised Nigerian President Femi Okoro. "
        "The Lund-Okoro meeting will take place in Lagos."
    )
    assert told(text) == [Told(BOTH, BOTH_STATES, status="planned", where="Lagos")]


def test_a_meeting_on_a_journey_is_held_where_the_journey_leads() -> None:
    text = (
        "Norwegian Foreign Minister Astrid Lund arrived in Lagos on Monday. Fish was dear. It rained. "
        "Lund met Nigerian President Femi Okoro and his brother."
    )
    assert "Lagos" in {event.where for event in told(text) if "Femi Okoro" in event.who}


def test_a_meeting_on_a_short_journey_has_the_days_of_the_journey() -> None:
    text = (
        "Norwegian Foreign Minister Astrid Lund visited Nigeria on Monday. In Lagos she met Nigerian President "
        "Femi Okoro."
    )
    assert [event.when for event in told(text)] == [("2021-05-03", "2021-05-03")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Norway and Nigeria resumed talks on fishing on Tuesday.", id="a day behind the topic"),
        pytest.param("Norway and Nigeria held dinner talks on fishing.", id="a word for the kind of talks"),
        pytest.param("Norway and Nigeria held talks on fishing in Lagos.", id="the place of the talks"),
    ],
)
def test_a_topic_holds_neither_day_nor_place_nor_the_kind_of_encounter(text: str) -> None:
    assert [event.topics for event in told(text)] == [("fishing",)]


def test_a_place_that_a_dateline_has_in_capitals_is_written_as_in_the_text() -> None:
    text = "LAGOS, May 4 (Delta Wire) -- Norwegian Foreign Minister Astrid Lund met President Femi Okoro in Lagos."
    assert [event.where for event in told(text)] == ["Lagos"]


@pytest.mark.parametrize(
    "said, is_put_off",
    [
        pytest.param("may be postponed to May 9", False, id="perhaps"),
        pytest.param("have been scheduled for May 9", False, id="scheduled"),
        pytest.param("have been postponed to May 9", True, id="to another day"),
        pytest.param("have been postponed", True, id="to no day"),
    ],
)
def test_merging_can_tell_talks_that_were_put_off(said: str, *, is_put_off: bool) -> None:
    [event] = mentions(
        f"Talks between Norwegian Foreign Minister Astrid Lund and Nigerian President Femi Okoro {said}."
    )
    assert tells_put_off(event) == is_put_off


def test_a_meeting_elsewhere_has_not_the_days_of_a_journey() -> None:
    text = (
        "Norwegian Foreign Minister Astrid Lund visited Nigeria on Monday. In Lima she had met Peruvian President "
        "Ana Reyes."
    )
    assert {event.when for event in told(text) if "Ana Reyes" in event.who} == {None}


@pytest.mark.parametrize(
    "dateline, place",
    [
        pytest.param("LAGOS, May 5", "Lagos", id="one word in capitals"),
        pytest.param("Lagos, May 5 (Harbour Wire)", "Lagos", id="written as in a sentence"),
        pytest.param("ADDIS ABABA, May 5", "Addis Ababa", id="two words in capitals"),
    ],
)
def test_here_is_the_place_of_the_dateline(dateline: str, place: str) -> None:
    text = f"{dateline} - Norwegian Foreign Minister Astrid Lund met Nigerian President Femi Okoro here on Tuesday."
    assert [event.where for event in told(text)] == [place]


def test_what_only_points_back_never_stands_alone() -> None:
    text = "Shares rose in Oslo. The meeting will take place on Friday, and the talks may last two days."
    assert told(text) == []


def test_evidence_is_verbatim_and_names_rule_and_reasons() -> None:
    text = "Norwegian Foreign Minister Astrid Lund will meet Nigerian President Femi Okoro on Friday."
    (mention,) = mentions(text, title="Fish")
    (quote,) = mention.evidence
    assert f"Fish\n\n{text}"[quote.start : quote.end] == quote.quote == text
    assert quote.rule == "meet"
    assert quote.status_because
    assert quote.date_because


def test_the_record_is_described_from_its_slots() -> None:
    text = "Norwegian Foreign Minister Astrid Lund will meet Nigerian President Femi Okoro in Lagos on Friday."
    (mention,) = mentions(text)
    assert mention.summary == "Astrid Lund (NO) and Femi Okoro (NG) to hold talks in Lagos on 2021-05-07"
    assert (mention.codes.plover, mention.codes.cameo) == ("AGREE", "036")
    assert 0.5 < mention.confidence <= 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("meet " * 3000, id="the trigger alone, thousands of times"),
        pytest.param("Lund met Okoro and " * 400, id="one sentence without end"),
        pytest.param("talks with " * 2000 + "Norway", id="prepositions without end"),
        pytest.param("(" * 2000 + "Norway met Chile" + ")" * 2000, id="brackets without end"),
    ],
)
def test_hostile_text_is_read_in_bounded_work(text: str) -> None:
    document = read(Article(id="a", text=text, published_at=THURSDAY), nlp.load())
    found = meetings.find(document)
    assert len(found) <= MAX_CANDIDATES
    assert all(passage.end - passage.start <= MAX_QUOTE for one in found for passage in one.passages)
    assert len(meetings.gather(document, found)) <= len(found)

"""Which words are dates, which days they stand for, and which event they belong to.

Texts are published on Wednesday, 18 September 2019, where a row tells no other day.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.components import dates
from extraction.components.dates.lexicon import DateLexicon, DateRule, lexicon
from extraction.components.dates.resolve import RESOLVERS
from extraction.lexicon import LexiconError, parse
from passages import WEDNESDAY, dated, pointed
from schemas.event import When


def days(text: str, published: str | None = WEDNESDAY) -> list[str]:
    """The days of each date in a text: one day, or the first and the last with a slash between."""
    return [span(mention.first, mention.last) for mention in dated(text, published).dates]


def span(first: date, last: date) -> str:
    """Days as the tables write them."""
    return str(first) if first == last else f"{first}/{last}"


NO_DATE = (
    pytest.param("The envoys may meet.", id="the auxiliary may"),
    pytest.param("Theresa May met the envoys.", id="a person called May"),
    pytest.param("Talks between May and Macron stalled.", id="a person called May after a preposition"),
    pytest.param("May's government met the envoys.", id="a possessive of a person called May"),
    pytest.param("Protesters march to the palace.", id="the verb march"),
    pytest.param("The envoys meet every Friday.", id="a weekday as a habit"),
    pytest.param("They signed the Good Friday Agreement.", id="a weekday inside a name"),
    pytest.param("In all, 2015 people came.", id="a number of people that looks like a year"),
    pytest.param("The village has 2015 inhabitants.", id="a number of inhabitants"),
    pytest.param("They paid $2018 for it.", id="an amount of money that looks like a year"),
    pytest.param("The case number is 2019-17-08.", id="a number with a thirteenth month"),
    pytest.param("They met on February 30, 2018.", id="a day that no calendar has"),
    pytest.param("The vote was 3-5.", id="a score"),
    pytest.param("They met in recent weeks.", id="vague past"),
    pytest.param("They will meet in the coming days.", id="vague future"),
    pytest.param("A three-day visit began.", id="a length"),
    pytest.param("He is a 70-year-old diplomat.", id="an age"),
    pytest.param("They met at a hot spring.", id="a spring of water"),
    pytest.param("They recalled the fall of the old regime.", id="the fall of a regime"),
    pytest.param("They talked for two days.", id="how long, not when"),
    pytest.param("They met two days after the vote.", id="counted from an event with no date"),
    pytest.param("They met in the month before she left.", id="a length before an event"),
    pytest.param("They left the following day.", id="counted from a date that is not told"),
    pytest.param("It took effect within 30 days of the notice.", id="counted from a notice"),
    pytest.param("The measure took effect in two weeks.", id="a length in a past clause"),
)


@pytest.mark.parametrize("text", NO_DATE)
def test_it_is_no_date(text: str) -> None:
    assert days(text) == []


DAYS = (
    # absolute dates
    pytest.param("They met on July 8, 2018.", "2018-07-08", id="month, day and year"),
    pytest.param("They met on 8 July 2018.", "2018-07-08", id="day, month and year"),
    pytest.param("They met on the 8th of July, 2018.", "2018-07-08", id="an ordinal day"),
    pytest.param("They met on 2018-07-08.", "2018-07-08", id="ISO"),
    pytest.param("They met on Feb. 3.", "2019-02-03", id="an abbreviated month"),
    pytest.param("They met on Nov. 30.", "2018-11-30", id="a past day whose date this year is still to come"),
    pytest.param("They will meet on Sept. 30.", "2019-09-30", id="a future day of this month"),
    pytest.param("They will meet on Feb. 3.", "2020-02-03", id="a future day of next year"),
    pytest.param("They met on Monday, May 6.", "2019-05-06", id="a weekday beside a date"),
    pytest.param("They met on Fri., Sept. 13.", "2019-09-13", id="an abbreviated weekday beside a date"),
    pytest.param("They met on May 3 to 5.", "2019-05-03/2019-05-05", id="a range of days"),
    pytest.param("They met on 3-5 May 2017.", "2017-05-03/2017-05-05", id="a range of days before the month"),
    pytest.param("They met on June 29 and 30.", "2019-06-29/2019-06-30", id="two days of a month"),
    pytest.param("They will meet Nov. 30-Dec. 1.", "2019-11-30/2019-12-01", id="a range over two months"),
    pytest.param("They met from Dec. 30 to Jan. 2, 2018.", "2017-12-30/2018-01-02", id="a range over New Year"),
    pytest.param("They met from 30 May to 2 June.", "2019-05-30/2019-06-02", id="a range over two months, day first"),
    # months
    pytest.param("They met in August.", "2019-08-01/2019-08-31", id="the most recent August"),
    pytest.param("They met in September.", "2019-09-01/2019-09-30", id="this month in a past clause"),
    pytest.param("They met in December.", "2018-12-01/2018-12-31", id="the most recent December"),
    pytest.param("They will meet in December.", "2019-12-01/2019-12-31", id="the next December"),
    pytest.param("They will meet in May.", "2020-05-01/2020-05-31", id="the next May"),
    pytest.param("They met last November.", "2018-11-01/2018-11-30", id="last November"),
    pytest.param("They met last June.", "2019-06-01/2019-06-30", id="last June"),
    pytest.param("They will meet next June.", "2020-06-01/2020-06-30", id="next June"),
    pytest.param("They met in April 2016.", "2016-04-01/2016-04-30", id="month and year"),
    pytest.param("They met in March last year.", "2018-03-01/2018-03-31", id="a month of last year"),
    pytest.param("They met in early March.", "2019-03-01/2019-03-10", id="early in a month"),
    pytest.param("They met in mid-March.", "2019-03-11/2019-03-20", id="the middle of a month"),
    pytest.param("They met in late March.", "2019-03-21/2019-03-31", id="late in a month"),
    pytest.param("They met at the beginning of June.", "2019-06-01/2019-06-10", id="the beginning of a month"),
    pytest.param("They will meet by the end of May.", "2019-09-18/2020-05-31", id="by the end of a month"),
    pytest.param("They will meet in November or early December.", "2019-11-01/2019-12-10", id="either of two months"),
    pytest.param("They met last month.", "2019-08-01/2019-08-31", id="last month"),
    pytest.param("They will meet next month.", "2019-10-01/2019-10-31", id="next month"),
    pytest.param("They met this month.", "2019-09-01/2019-09-18", id="this month, past"),
    pytest.param("They will meet this month.", "2019-09-01/2019-09-30", id="this month, future"),
    pytest.param("They met earlier this month.", "2019-09-01/2019-09-18", id="earlier this month"),
    pytest.param("They will meet later this month.", "2019-09-18/2019-09-30", id="later this month"),
    pytest.param("They met late last month.", "2019-08-21/2019-08-31", id="late last month"),
    # weekdays
    pytest.param("They met on Monday.", "2019-09-16", id="the last Monday in a past clause"),
    pytest.param("They met on Wednesday.", "2019-09-18", id="publication day counts in a past clause"),
    pytest.param("They met on Thursday.", "2019-09-12", id="the last Thursday in a past clause"),
    pytest.param("They will meet on Thursday.", "2019-09-19", id="the next Thursday in a future clause"),
    pytest.param("They will meet on Wednesday.", "2019-09-18", id="publication day counts in a future clause"),
    pytest.param("They will meet on Monday.", "2019-09-23", id="the next Monday in a future clause"),
    pytest.param("They meet on Friday.", "2019-09-20", id="a plan told in the present"),
    pytest.param("The talks are scheduled for Friday.", "2019-09-20", id="what is scheduled lies ahead"),
    pytest.param("They prepared for talks scheduled for Friday.", "2019-09-20", id="a participle that looks ahead"),
    pytest.param("They spoke ahead of Friday's talks.", "2019-09-20", id="what one speaks ahead of lies ahead"),
    pytest.param("They agreed to meet on Friday.", "2019-09-20", id="an infinitive under a verb of planning"),
    pytest.param("She declined to comment Friday.", "2019-09-13", id="an infinitive under another verb"),
    pytest.param("Oslo said on Friday it would stay.", "2019-09-13", id="the day of saying before what is said"),
    pytest.param("She said the two would meet on Tuesday.", "2019-09-17", id="would: the nearest, here before"),
    pytest.param("She said the two would meet on Friday.", "2019-09-20", id="would: the nearest, here after"),
    pytest.param("They were due to meet on Thursday.", "2019-09-19", id="was due to: the nearest"),
    pytest.param("She may have met him on Monday.", "2019-09-16", id="a modal with a perfect looks back"),
    pytest.param("Friday's decision shows courage.", "2019-09-13", id="a possessive in the present looks back"),
    pytest.param("The talks have gone on since Monday.", "2019-09-16", id="since looks back"),
    pytest.param("They met last Thursday.", "2019-09-12", id="last Thursday"),
    pytest.param("They will meet next Friday.", "2019-09-20", id="next Friday is the next one"),
    pytest.param("They will meet this Friday.", "2019-09-20", id="this Friday"),
    pytest.param("They will meet Friday next week.", "2019-09-27", id="Friday of next week"),
    pytest.param("They met on Tuesday of last week.", "2019-09-10", id="Tuesday of last week"),
    pytest.param("They met on Monday and Tuesday.", "2019-09-16/2019-09-17", id="two past weekdays"),
    pytest.param("They will meet on Thursday and Friday.", "2019-09-19/2019-09-20", id="two future weekdays"),
    pytest.param("They will meet by Friday.", "2019-09-18/2019-09-20", id="by a weekday: from publication day"),
    pytest.param("They met on Monday evening.", "2019-09-16", id="an evening"),
    # days
    pytest.param("They met today.", "2019-09-18", id="today"),
    pytest.param("They will meet tonight.", "2019-09-18", id="tonight"),
    pytest.param("They met yesterday.", "2019-09-17", id="yesterday"),
    pytest.param("They met last night.", "2019-09-17", id="last night"),
    pytest.param("They will meet tomorrow.", "2019-09-19", id="tomorrow"),
    pytest.param("They met the day before yesterday.", "2019-09-16", id="the day before yesterday"),
    pytest.param("They will meet the day after tomorrow.", "2019-09-20", id="the day after tomorrow"),
    pytest.param("They met two days ago.", "2019-09-16", id="two days ago"),
    pytest.param("They met a week ago.", "2019-09-09/2019-09-15", id="a week ago is that week"),
    pytest.param("They met three months ago.", "2019-06-01/2019-06-30", id="three months ago is that month"),
    pytest.param("They met eight years ago.", "2011-01-01/2011-12-31", id="eight years ago is that year"),
    pytest.param("They will meet in 10 days.", "2019-09-28", id="in ten days"),
    pytest.param("They will meet in two weeks.", "2019-09-30/2019-10-06", id="in two weeks is that week"),
    pytest.param("It will take effect within 30 days.", "2019-09-18/2019-10-18", id="within 30 days"),
    pytest.param("It will take effect within sixty days.", "2019-09-18/2019-11-17", id="a numeral as a word"),
    pytest.param("They met twice in the past week.", "2019-09-11/2019-09-18", id="the past week ends today"),
    pytest.param("They met in the last six months.", "2019-03-18/2019-09-18", id="the last six months"),
    pytest.param("They will meet in the next three days.", "2019-09-18/2019-09-21", id="the next three days"),
    # weeks and weekends
    pytest.param("They will meet next week.", "2019-09-23/2019-09-29", id="next week is Monday to Sunday"),
    pytest.param("They met last week.", "2019-09-09/2019-09-15", id="last week"),
    pytest.param("They met this week.", "2019-09-16/2019-09-18", id="this week, past"),
    pytest.param("They will meet this week.", "2019-09-16/2019-09-22", id="this week, future"),
    pytest.param("They met earlier this week.", "2019-09-16/2019-09-18", id="earlier this week"),
    pytest.param("They met over the weekend.", "2019-09-14/2019-09-15", id="the weekend, past"),
    pytest.param("They will meet this weekend.", "2019-09-21/2019-09-22", id="this weekend, future"),
    pytest.param("They will meet next weekend.", "2019-09-28/2019-09-29", id="next weekend"),
    pytest.param(
        "They met at this weekends' summit.", "2019-09-14/2019-09-15", id="a weekend, the apostrophe misplaced"
    ),
    # years and their parts
    pytest.param("They met in 2018.", "2018-01-01/2018-12-31", id="a year"),
    pytest.param("They met last year.", "2018-01-01/2018-12-31", id="last year"),
    pytest.param("They met earlier this year.", "2019-01-01/2019-09-18", id="earlier this year"),
    pytest.param("They will meet next year.", "2020-01-01/2020-12-31", id="next year"),
    pytest.param("They have traded freely since 2014.", "2014-01-01/2014-12-31", id="since a year is that year"),
    pytest.param("He was the envoy from 2008 to 2016.", "2008-01-01/2016-12-31", id="from one year to another"),
    pytest.param("Critics of the 2015 deal stayed away.", "2015-01-01/2015-12-31", id="a year before a noun"),
    pytest.param("He recalled Norway's 2015 pact.", "2015-01-01/2015-12-31", id="a year after a possessive"),
    pytest.param("They will meet in the first half of 2020.", "2020-01-01/2020-06-30", id="half of a year"),
    pytest.param("They will meet in the fourth quarter.", "2019-10-01/2019-12-31", id="a quarter"),
    pytest.param("They will meet in late 2020.", "2020-10-01/2020-12-31", id="late in a year"),
    pytest.param("They met last spring.", "2019-03-01/2019-05-31", id="last spring"),
    pytest.param("They met last summer.", "2019-06-01/2019-08-31", id="last summer"),
    pytest.param("They met in the fall of 2017.", "2017-09-01/2017-11-30", id="the fall of a year"),
    pytest.param("They will meet by the end of the year.", "2019-09-18/2019-12-31", id="by the end of the year"),
)


@pytest.mark.parametrize("text, expected", DAYS)
def test_the_days_of_a_date(text: str, expected: str) -> None:
    assert days(text) == [expected]


COUNTED_FROM_BEFORE = (
    pytest.param("They met on Monday. They left the following day.", "2019-09-17", id="the following day"),
    pytest.param("They left on May 3. They had met the day before.", "2019-05-02", id="the day before"),
    pytest.param("They met on May 3. They left two days later.", "2019-05-05", id="two days later"),
    pytest.param("They left on May 3. They had met a day earlier.", "2019-05-02", id="a day earlier"),
    pytest.param("They met in May 2017. They signed the following month.", "2017-06-01/2017-06-30", id="next month"),
    pytest.param("They met in May 2017. They signed later that year.", "2017-05-31/2017-12-31", id="later that year"),
    pytest.param("They met on May 3. Earlier in the day they had dined.", "2019-05-03", id="earlier in the day"),
    pytest.param("He fell in 1981. She took over a week later.", "1981-01-01/1981-12-31", id="a week after a year"),
)


@pytest.mark.parametrize("text, expected", COUNTED_FROM_BEFORE)
def test_some_dates_count_from_the_one_before(text: str, expected: str) -> None:
    assert days(text)[-1] == expected


@pytest.mark.parametrize(
    "published, text",
    [
        pytest.param("0001-01-01", "They met yesterday.", id="the day before the first"),
        pytest.param("0001-01-01", "They met on Sunday.", id="a weekday before the first day"),
        pytest.param("0009-01-01", "They met a decade ago.", id="a decade before the first"),
        pytest.param("9999-12-31", "They will meet next Sunday.", id="a weekday after the last day"),
        pytest.param("9999-12-31", "They will meet tomorrow.", id="the day after the last"),
    ],
)
def test_a_day_beyond_the_calendar_is_none(published: str, text: str) -> None:
    assert days(text, published) == []


def test_two_expressions_in_one_token_are_one_date() -> None:
    mentions = dated("They met yesterday|last night.").dates
    assert [(mention.start, mention.end) for mention in mentions] == [(3, 4)]


def test_without_a_day_of_publication_only_full_dates_are_told() -> None:
    text = "They met on Monday, in August, last week and on July 8, 2018, and again in 2016."
    assert days(text, published=None) == ["2018-07-08", "2016-01-01/2016-12-31"]


def test_without_a_day_of_publication_a_dateline_with_a_year_tells_it() -> None:
    assert days("OSLO, Sept. 17, 2018 (Reuters) - The envoys met on Monday.", published=None) == ["2018-09-17"]


def test_a_dateline_without_a_year_tells_no_day_of_publication() -> None:
    assert days("OSLO, Sept. 17 (Reuters) - The envoys met on Monday.", published=None) == []


def test_a_dateline_is_no_date_of_an_event() -> None:
    assert days("OSLO, Sept. 17 (Reuters) - The envoys met on Monday.") == ["2019-09-16"]


def test_the_day_of_publication_is_the_day_in_utc() -> None:
    assert days("They met today.", "2019-09-18T23:30:00-05:00") == ["2019-09-19"]


def test_a_date_says_how_it_was_resolved() -> None:
    mention = dated("They will meet on Friday.").dates[0]
    assert mention.because == '"Friday" in a future clause, counted from 2019-09-18 (weekday)'


# ---- the date of an event


def date_of(text: str) -> str | None:
    """The days of the event that the word between asterisks tells of."""
    found = dates.date_of(*pointed(text))
    return span(found.first, found.last) if found else None


NOT_OF_THE_EVENT = (
    pytest.param("Oslo announced Monday that the king will *visit* Rome.", id="the day of announcing"),
    pytest.param("Oslo said on Monday it would *impose* tariffs.", id="the day of saying, hung on what is said"),
    pytest.param("On Monday, the minister praised the *visit*.", id="the day of praising"),
    pytest.param("The minister discussed the *summit* on Monday.", id="the day of discussing"),
    pytest.param("The *talks* came after the May vote.", id="the day of another noun"),
    pytest.param("They *met* ahead of Friday's summit.", id="the day of what it precedes"),
    pytest.param("They agreed Monday to *meet*.", id="the day of agreeing"),
    pytest.param("She *resigned*, and he won the vote on Monday.", id="the day of the next clause"),
    pytest.param("They *met* and will sign the pact in May.", id="the day of what follows"),
    pytest.param("The king *met* Lund on Oslo's tariffs, imposed in March.", id="the month of what was talked about"),
    pytest.param("They *met* to discuss the visit that the king paid to Rome last week.", id="the week of a topic"),
    pytest.param("Lund will *resign* after the vote in May.", id="the month of what a plan comes after"),
    pytest.param("Oslo *subsidised* exports of wheat up to mid-March.", id="how long it went on"),
    pytest.param("Oslo *extended* the waiver until Friday.", id="until when"),
    pytest.param(
        "Lund said she would stay until Friday, and *met* the king.", id="until when, and then another clause"
    ),
    pytest.param("Lund served until 2018, when the war began, and *resigned*.", id="until when something else ended"),
    pytest.param("Lund insisted on Friday that the court *ended* the case.", id="a verb of saying decides nothing"),
    pytest.param("The *talks* were the first since the two met in June.", id="since"),
    pytest.param("Lund was *ousted* two days after the vote.", id="a count of days after another event"),
)


@pytest.mark.parametrize("text", NOT_OF_THE_EVENT)
def test_a_date_of_something_else_is_not_the_date_of_the_event(text: str) -> None:
    assert date_of(text) is None


OF_THE_EVENT = (
    pytest.param("The ministers *met* on Monday.", "2019-09-16", id="on the verb"),
    pytest.param("On Monday, the ministers *met* in Oslo.", "2019-09-16", id="at the head of the sentence"),
    pytest.param("In August, Lund *met* the envoy of Chile.", "2019-08-01/2019-08-31", id="a leading month"),
    pytest.param("The ministers held *talks* on Monday.", "2019-09-16", id="on the verb that carries a noun"),
    pytest.param("The *talks* in Oslo last month failed.", "2019-08-01/2019-08-31", id="inside the noun phrase"),
    pytest.param("The May 5 *summit* failed.", "2019-05-05", id="before the noun"),
    pytest.param("Last week's *meeting* was short.", "2019-09-09/2019-09-15", id="a possessive before the noun"),
    pytest.param("Oslo's July *decision* stands.", "2019-07-01/2019-07-31", id="a month before the noun"),
    pytest.param("The *summit*, which begins Friday, is the third.", "2019-09-20", id="in a relative clause"),
    pytest.param("They prepared *talks* planned for Friday.", "2019-09-20", id="in a participle after the noun"),
    pytest.param("Lund said the king will *visit* Rome Friday.", "2019-09-20", id="a day hung on the saying"),
    pytest.param("Oslo said Monday the king will *visit* Rome in May.", "2020-05-01/2020-05-31", id="two dates"),
    pytest.param("Lund flew to Rome on Monday to *meet* the pope.", "2019-09-16", id="on the journey it was for"),
    pytest.param("Lund arrived in Rome on Monday for *talks*.", "2019-09-16", id="on the arrival it was for"),
    pytest.param("Lund said Monday during *talks* in Rome that he agrees.", "2019-09-16", id="said at it"),
    pytest.param("The minister plans to *meet* the envoy on Friday.", "2019-09-20", id="an infinitive"),
    pytest.param("Lund flew in on Monday and *met* the envoy.", "2019-09-16", id="shared with the verb before"),
    pytest.param("The general was *ousted* and jailed in 2011.", "2011-01-01/2011-12-31", id="shared with the next"),
    pytest.param("In May 2016, when the king *visited* Oslo, it rained.", "2016-05-01/2016-05-31", id="when"),
    pytest.param("They *met* during last week's conference.", "2019-09-09/2019-09-15", id="at a dated gathering"),
    pytest.param("Oslo's July decision to *impose* tariffs stands.", "2019-07-01/2019-07-31", id="on the decision"),
    pytest.param("Lund cited a *meeting* in Oslo last month.", "2019-08-01/2019-08-31", id="after the place of a noun"),
    pytest.param(
        "They will discuss *talks* between Lund and Maes, during the assembly in Rome next week.",
        "2019-09-23/2019-09-29",
        id="after a gathering hung on the verb above",
    ),
    pytest.param("Today's visit and *talks* are important.", "2019-09-18", id="shared with the noun before"),
    pytest.param("Rounds of *talks* with Rome, due Friday, worry us.", "2019-09-20", id="told of the rounds"),
    pytest.param(
        "Lund *invited* the pope to next year's summit.", "2020-01-01/2020-12-31", id="at what one is asked to"
    ),
    pytest.param("He leaves office next month and *resigns* next month on October 2.", "2019-10-02", id="the exacter"),
    pytest.param("The trip was postponed to May, so they will *meet* in June.", "2020-06-01/2020-06-30", id="own"),
    pytest.param("Lund quits on Friday, with Maes *succeeding* her.", "2019-09-20", id="after with, at the same time"),
    pytest.param(
        "Lund will *meet* Maes on the sidelines of a forum that will be held on October 2-3.",
        "2019-10-02/2019-10-03",
        id="at a gathering with a day in its clause",
    ),
    pytest.param("On Monday, Oslo answered by *banning* imports.", "2019-09-16", id="how something was done"),
    pytest.param("Today, Oslo took further action to *tighten* its sanctions.", "2019-09-18", id="an action taken to"),
    pytest.param("Lund called off the *trip*, supposed to start this weekend.", "2019-09-21/2019-09-22", id="supposed"),
    pytest.param("Lund *lost* Sunday's runoff to Maes.", "2019-09-15", id="of the vote that is lost"),
    pytest.param("Maes took over in 2015 after Lund *quit*.", "2015-01-01/2015-12-31", id="what came next"),
    pytest.param(
        "Lund praised the *visit* to Rome, starting Friday, where she will rest.", "2019-09-20", id="starting"
    ),
    pytest.param("Lund landed on Monday, marking the start of the *talks*.", "2019-09-16", id="marking the start of"),
    pytest.param("Lund postponed the *visit* until Friday.", "2019-09-20", id="postponed until"),
    pytest.param(
        "Lund served until 2018, *resigning* over a treaty.", "2018-01-01/2018-12-31", id="until, then ending"
    ),
    pytest.param(
        "Lund held the post until 2018, when she was *sacked*.", "2018-01-01/2018-12-31", id="until, when it ended"
    ),
    pytest.param("The court ruled Friday to *end* her term.", "2019-09-13", id="a ruling and what it decides"),
    pytest.param("Parliament voted on Monday to *lift* the tariff.", "2019-09-16", id="a vote and what it decides"),
    pytest.param("Friday's ruling is final and *activates* the duty.", "2019-09-13", id="by a decision with a day"),
    pytest.param("Lund *resigned* to lead a fund last month.", "2019-08-01/2019-08-31", id="hung on the aim"),
    pytest.param("Lund *became* president after the war in 1981.", "1981-01-01/1981-12-31", id="after, in a year"),
    pytest.param("Lund *resigned* soon after he took office in 1993.", "1993-01-01/1993-12-31", id="soon after"),
    pytest.param("On Monday, a day after she *fired* him, Lund left.", "2019-09-15", id="a day after, the day told"),
    pytest.param("The move comes a day after Lund *fired* him.", "2019-09-17", id="a day after, told in the present"),
    pytest.param(
        "Lund left on Monday. The move came two days after she *fired* him.", "2019-09-14", id="after the move before"
    ),
)


@pytest.mark.parametrize("text, expected", OF_THE_EVENT)
def test_the_date_of_an_event(text: str, expected: str) -> None:
    assert date_of(text) == expected


def test_the_date_of_an_event_has_its_words_and_its_reason() -> None:
    found = dates.date_of(*pointed("The ministers *met* on Monday."))
    assert found is not None
    assert (found.text, found.because) == (
        "Monday",
        '"Monday" in a past clause, counted from 2019-09-18 (weekday)',
    )
    assert dates.when(found) == When(start=date(2019, 9, 16), end=date(2019, 9, 16), text="Monday")


def test_no_date_is_no_when() -> None:
    assert dates.when(None) is None


def test_the_day_of_announcing_can_be_asked_for() -> None:
    found = dates.announced_on(*pointed("Oslo announced Monday that it will *impose* tariffs on May 1."))
    assert found is not None
    assert found.text == "Monday"


NOT_ANNOUNCED = (
    pytest.param("Prosecutors said Monday they will question Lund over the theft that *removed* him.", id="a clause"),
    pytest.param("Oslo has cut aid in the wake of the *ouster* of Lund, it said Monday.", id="the background"),
    pytest.param("The tariff *plan* breaks the rules, an envoy of Chile said on Monday.", id="a judgement of another"),
)


@pytest.mark.parametrize("text", NOT_ANNOUNCED)
def test_a_day_of_saying_is_no_day_of_announcing_what_is_mentioned(text: str) -> None:
    assert dates.announced_on(*pointed(text)) is None


def test_the_day_of_the_statement_that_a_clause_is_told_after_is_that_of_announcing() -> None:
    text = "Tariffs will *take* effect on October 1, according to a statement of the ministry on Monday."
    found = dates.announced_on(*pointed(text))
    assert found is not None
    assert found.text == "Monday"


LASTING = (
    pytest.param("Lund spoke on Monday during a three-day *visit* to Rome.", "2019-09-16", id="some day of it"),
    pytest.param("Lund arrived in Rome on Monday for a 30-day *visit*.", "2019-09-16", id="longer than meetings last"),
    pytest.param("Lund arrived in Rome last week on a two-day *visit*.", "2019-09-09/2019-09-15", id="no first day"),
    pytest.param("Lund arrived in Rome on Monday on a three-day *visit*.", "2019-09-16/2019-09-18", id="arrived"),
    pytest.param("The two-day *summit*, which begins on Friday, is the third.", "2019-09-20/2019-09-21", id="begins"),
    pytest.param("Lund flew to Rome on Monday for two days of *talks*.", "2019-09-16/2019-09-17", id="two days of"),
    pytest.param("The three-day *summit* ended on Monday.", "2019-09-14/2019-09-16", id="ended"),
    pytest.param("Lund returned on Monday from a two-day *visit* to Rome.", "2019-09-15/2019-09-16", id="returned"),
)


@pytest.mark.parametrize("text, expected", LASTING)
def test_what_lasts_several_days_runs_from_its_first_to_its_last(text: str, expected: str) -> None:
    document, trigger = pointed(text)
    found = dates.over_its_days(trigger, dates.date_of(document, trigger))
    assert (span(found.first, found.last) if found else None) == expected


REFUSED = (
    pytest.param("On Monday, Lund declined the minister's offer to *resign*.", "2019-09-16", id="an offer declined"),
    pytest.param("The Senate rejected the *nomination* on Monday.", "2019-09-16", id="a nomination rejected"),
    pytest.param("Lund, who rejected the deal on Monday, may *resign*.", None, id="something else refused"),
)


@pytest.mark.parametrize("text, expected", REFUSED)
def test_the_day_of_refusing_can_be_asked_for(text: str, expected: str | None) -> None:
    found = dates.refused_on(*pointed(text))
    assert (span(found.first, found.last) if found else None) == expected


EFFECTIVE = (
    pytest.param("Oslo imposed *tariffs* effective Oct. 1.", "2019-10-01", id="effective"),
    pytest.param("The *tariffs* will take effect on Friday.", "2019-09-20", id="take effect"),
    pytest.param("Oslo will impose *tariffs* starting Friday.", "2019-09-20", id="starting"),
    pytest.param("The *ban* comes into force on Oct. 1.", "2019-10-01", id="come into force"),
    pytest.param("Oslo imposed *tariffs* on Monday.", None, id="not the day of the act"),
)


@pytest.mark.parametrize("text, expected", EFFECTIVE)
def test_the_days_from_which_a_measure_is_in_effect(text: str, expected: str | None) -> None:
    found = dates.effective_of(*pointed(text))
    assert (span(found.first, found.last) if found else None) == expected


# ---- the lexicon


def fired(text: str, rule: DateRule) -> list[str]:
    """The days that a rule gave in a text."""
    mentions = dated(text, str(rule.published)).dates
    return [span(mention.first, mention.last) for mention in mentions if mention.because.endswith(f"({rule.id})")]


RULES = [pytest.param(rule, id=rule.id) for rule in lexicon().rules]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_does_not_fire_on_its_counterexample(rule: DateRule) -> None:
    assert fired(rule.counterexample, rule) == []


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_resolves_its_example(rule: DateRule) -> None:
    assert rule.days in fired(rule.example, rule)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_names_a_way_to_resolve(rule: DateRule) -> None:
    assert rule.resolve in RESOLVERS


def test_the_ids_of_the_rules_differ() -> None:
    ids = [rule.id for rule in lexicon().rules]
    assert len(ids) == len(set(ids))


def test_a_pattern_that_is_no_regular_expression_is_told_by_file_and_line() -> None:
    broken = lexicon().model_dump(mode="json")
    broken["rules"] = [{**broken["rules"][0], "pattern": "("}]
    with pytest.raises(LexiconError, match=r"^dates\.yaml:\d+: rules: .*iso-date"):
        parse(str(broken).replace("True", "true").replace("False", "false"), "dates.yaml", DateLexicon)


# ---- for any text

WORDS = st.sampled_from(
    [
        "in",
        "on",
        "by",
        "the",
        "of",
        "last",
        "next",
        "this",
        "early",
        "late",
        "mid",
        "-",
        "May",
        "March",
        "August",
        "Monday",
        "Friday",
        "week",
        "month",
        "year",
        "day",
        "days",
        "weekend",
        "spring",
        "fall",
        "2018",
        "1999",
        "2100",
        "30",
        "31",
        "29",
        "8th",
        "0",
        "first",
        "quarter",
        "half",
        "ago",
        "earlier",
        "later",
        "two",
        "999",
        "decade",
        "decades",
        "within",
        "before",
        "after",
        "from",
        "to",
        "and",
        "end",
        "beginning",
        ".",
        ",",
        "'s",
        "met",
        "will",
        "meet",
        "said",
        "was",
        "Feb.",
        "Sept.",
        "yesterday",
        "tomorrow",
    ]
)


@given(words=st.lists(WORDS, max_size=25), published=st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_any_row_of_date_words_gives_days_in_order_inside_the_text(words: list[str], published: date) -> None:
    document = dated("x " + " ".join(words), str(published))
    taken = 0
    for mention in document.dates:
        assert mention.first <= mention.last
        assert taken <= mention.start < mention.end <= len(document.doc)
        taken = mention.start


@given(text=st.text(max_size=80), published=st.none() | st.dates())
def test_no_text_makes_the_dates_fail(text: str, published: date | None) -> None:
    document = dated("x " + text, str(published) if published else None)
    for token in document.doc:
        dates.date_of(document, token)


def test_a_very_long_row_of_numbers_is_read_in_bounded_time() -> None:
    assert days("from " + "2018 to " * 2000 + "2019 " * 2000)[:1] == ["2018-01-01/2018-12-31"]

"""What all pages share: words for days and addresses, the parts of pages, static files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from agents.pages.rendering import ASSETS, asset, day, duration, in_path, moment, readable, templates

HOSTILE = "<b onclick='x'>\"&"


def part(call: str, **values: object) -> str:
    """What a part of `parts.html` makes."""
    source = f"{{% import 'parts.html' as parts %}}{{{{ parts.{call} }}}}"
    return " ".join(templates().from_string(source).render(**values).split())


@pytest.mark.parametrize(
    "summary, shown",
    [
        pytest.param("Case 2019-13-45 opened", "Case 2019-13-45 opened", id="what only looks like a day stays"),
        pytest.param("No. 12019-09-201", "No. 12019-09-201", id="a longer number stays"),
        pytest.param(
            "Norway and Chile to hold talks on 2019-09-20",
            "Norway and Chile to hold talks on Fri 20 Sep 2019",
            id="a day is told as people tell it",
        ),
        pytest.param(
            "Norway may visit between 2021-03-08 and 2021-03-14",
            "Norway may visit between Mon 8 Mar 2021 and Sun 14 Mar 2021",
            id="so is every other",
        ),
    ],
)
def test_a_summary_is_readable(summary: str, shown: str) -> None:
    assert readable(summary) == shown


def test_a_day_is_read_from_its_text_as_well() -> None:
    assert day(date(2019, 9, 2)) == day("2019-09-02") == "Mon 2 Sep 2019"


def test_a_time_is_shown_in_utc() -> None:
    there = datetime(2019, 9, 2, 1, 5, tzinfo=timezone(timedelta(hours=9)))
    assert moment(there) == moment(there.astimezone(UTC)) == "1 Sep 2019 16:05 UTC"


@pytest.mark.parametrize(
    "seconds, shown",
    [
        pytest.param(0.0, "0 s", id="nothing"),
        pytest.param(0.0823, "0.082 s", id="parts of a second to two figures"),
        pytest.param(4.04, "4 s", id="few seconds"),
        pytest.param(119.4, "119 s", id="less than two minutes in seconds"),
        pytest.param(3_599.0, "59 min", id="minutes"),
        pytest.param(7_500.0, "2 h 5 min", id="hours and minutes"),
        pytest.param(266_400.0, "3 d 2 h", id="days and hours"),
    ],
)
def test_a_span_of_time_is_short_and_never_broken_over_lines(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown.replace(" ", "\N{NO-BREAK SPACE}")


def test_an_id_stays_one_piece_of_an_address() -> None:
    assert in_path("person:KR/kim?x#y") == "person%3AKR%2Fkim%3Fx%23y"


@pytest.mark.parametrize(
    "call, values, shown",
    [
        pytest.param("status(s)", {"s": HOSTILE}, "&lt;b onclick=&#39;x&#39;&gt;&#34;&amp;", id="hostile text is text"),
        pytest.param("days(None)", {}, "", id="no days show nothing"),
        pytest.param("country(c)", {"c": "XX"}, '<span class="code">XX</span>', id="an unknown country has a code"),
        pytest.param("country(c)", {"c": "JP"}, 'Japan <span class="code">(JP)</span>', id="a country has a name"),
        pytest.param(
            "days(w)",
            {"w": {"start": "2019-08-01", "end": "2019-08-02"}},
            '<time datetime="2019-08-01">Thu 1 Aug 2019</time> to <time datetime="2019-08-02">Fri 2 Aug 2019</time>',
            id="several days show first and last",
        ),
        pytest.param(
            "days(w)",
            {"w": {"start": "2019-08-01", "end": "2019-08-01"}},
            '<time datetime="2019-08-01">Thu 1 Aug 2019</time>',
            id="one day stands alone",
        ),
        pytest.param("event_list([], 'None.')", {}, '<p class="empty">None.</p>', id="an empty list says so"),
        pytest.param(
            "event_line(e)",
            {"e": {"event_id": "meeting:1", "type": "trade_measure", "status": "planned", "summary": "On 2019-08-01"}},
            '<li class="event" id="line-meeting:1"> <a href="/events/meeting%3A1">On Thu 1 Aug 2019</a>'
            ' <span class="facts"><span class="badge planned"><span aria-hidden="true">◔</span> planned</span>'
            ' <span class="kind">trade measure</span></span> </li>',
            id="an event without sources is a line as well",
        ),
    ],
)
def test_a_part_of_a_page(call: str, values: dict[str, object], shown: str) -> None:
    made = part(call, **values)
    assert made == shown or (shown.startswith("&lt;") and shown in made and "<b" not in made)


@pytest.mark.parametrize("name", sorted(ASSETS))
def test_every_static_file_is_there_and_small(name: str) -> None:
    assert 0 < len(asset(name)) < 20_000


@pytest.mark.parametrize("name", ["../rendering.py", "idiomorph.LICENSE.txt", "", "/etc/passwd"])
def test_nothing_else_is_given(name: str) -> None:
    with pytest.raises(KeyError):
        asset(name)

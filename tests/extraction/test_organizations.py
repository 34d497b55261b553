"""One id for one body, whatever it is called."""

from __future__ import annotations

import pytest

from extraction.organizations import organization_id

APART = (
    pytest.param(("Senate", "PH"), ("Senate", "US"), id="the senates of two states"),
    pytest.param(("Senate", None), ("Senate", "US"), id="a senate of no state told"),
    pytest.param(("Supreme Court", "PE"), ("Supreme Court", "US"), id="the highest courts of two states"),
    pytest.param(("Norwegian Airlines", "NO"), ("Airlines", "NO"), id="a firm keeps the state in its name"),
    pytest.param(("Trade Ministry", "NO"), ("Defence Ministry", "NO"), id="two ministries"),
    pytest.param(("Bank of Norway", "NO"), ("Norway Bank", "NO"), id="only ministries and departments are turned"),
    pytest.param(("Chile Foreign Ministry", "PE"), ("Foreign Ministry", "PE"), id="the name of another state"),
)


@pytest.mark.parametrize("one, other", APART)
def test_two_bodies_have_two_ids(one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    assert organization_id(*one) != organization_id(*other)


IDS = (
    pytest.param(("WTO", None), "organization:INT/world-trade-organization", id="the letters for the name"),
    pytest.param(("W.T.O.", "INT"), "organization:INT/world-trade-organization", id="with full stops"),
    pytest.param(("the World Trade Organisation", None), "organization:INT/world-trade-organization", id="spelled s"),
    pytest.param(("UN", "PE"), "organization:INT/united-nations", id="of several states, whatever the sentence says"),
    pytest.param(("G-20", "JP"), "organization:INT/group-of-20", id="a summit abroad"),
    pytest.param(("European Commission", "BE"), "organization:EU/european-commission", id="a body of the union"),
    pytest.param(("FBI", None), "organization:US/federal-bureau-of-investigation", id="a state that need not be told"),
    pytest.param(("US Senate", "US"), "organization:US/senate", id="a state's chamber with its name"),
    pytest.param(("Norwegian Foreign Ministry", "NO"), "organization:NO/foreign-ministry", id="an adjective before it"),
    pytest.param(("Norway's foreign ministry", "NO"), "organization:NO/foreign-ministry", id="a possessive before it"),
    pytest.param(
        ("Norway's Ministry of Foreign Affairs", "NO"), "organization:NO/foreign-ministry", id="what it is for, behind"
    ),
    pytest.param(("Ministry of the Interior", "PE"), "organization:PE/interior-ministry", id="with an article"),
    pytest.param(("Ministry of Defence", "NO"), "organization:NO/defense-ministry", id="two spellings of a word"),
    pytest.param(("Harbour Guild", None), "organization:ZZ/harbour-guild", id="a body nobody knows, of no state"),
    pytest.param(("Ministry", "PE"), "organization:PE/ministry", id="a head alone"),
    pytest.param(("Peru", "PE"), "organization:PE/peru", id="nothing but the state's name"),
)


@pytest.mark.parametrize("body, expected", IDS)
def test_a_body_has_one_id(body: tuple[str, str | None], expected: str) -> None:
    assert organization_id(*body) == expected

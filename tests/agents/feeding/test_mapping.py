"""Fields of other people's JSON."""

from __future__ import annotations

import pytest

from agents.feeding.mapping import mapped, parse_mapping


@pytest.mark.parametrize(
    "given, message",
    [
        pytest.param(["title"], "not of the form FIELD=PATH", id="no path is told"),
        pytest.param(["title="], "not of the form FIELD=PATH", id="the path is empty"),
        pytest.param(["title=:html"], "not of the form FIELD=PATH", id="the path is empty but for its mark"),
        pytest.param(["headline=title"], "no field 'headline'; it has id, text", id="the field is none of an article"),
        pytest.param(["title=a", "title=b"], "title is mapped twice", id="a field has two paths"),
    ],
)
def test_a_mapping_that_means_nothing_is_refused(given: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_mapping(given)


@pytest.mark.parametrize(
    "given, data, expected",
    [
        pytest.param(["title=a.b.c"], {"a": {"b": "x"}}, {}, id="a path that leads nowhere gives nothing"),
        pytest.param(["title=a.9"], {"a": ["x"]}, {}, id="a list that is too short gives nothing"),
        pytest.param(["title=a.-1"], {"a": ["x"]}, {}, id="a list has no entry before its first"),
        pytest.param(
            ["title=h"], {"h": None, "title": "x"}, {}, id="an empty source does not bring back what it replaces"
        ),
        pytest.param(["id=n"], {"n": True}, {"id": True}, id="a truth is no id"),
        pytest.param(
            ["published_at=d"], {"d": "03/02/2021"}, {"published_at": "03/02/2021"}, id="a date of two meanings stays"
        ),
        pytest.param(["published_at=d"], {"d": "Tuesday"}, {"published_at": "Tuesday"}, id="a word is no date"),
        pytest.param(["title=headline"], {"headline": "Talks", "x": 1}, {"title": "Talks"}, id="a field is renamed"),
        pytest.param(
            ["title=h"], {"h": "A", "text": "B"}, {"text": "B", "title": "A"}, id="right names need no mapping"
        ),
        pytest.param(["text=b.0.v"], {"b": [{"v": "One."}]}, {"text": "One."}, id="a path goes through lists"),
        pytest.param(["title=dc.title"], {"dc.title": "A"}, {"title": "A"}, id="a name may have dots"),
        pytest.param(["text=p"], {"p": ["One.", "Two."]}, {"text": "One.\n\nTwo."}, id="a list is paragraphs"),
        pytest.param(
            ["text=c:html"], {"c": "<p>One &amp; all.</p><p>Two.</p>"}, {"text": "One & all.\n\nTwo."}, id="markup goes"
        ),
        pytest.param(["id=n"], {"n": 77}, {"id": "77"}, id="a number is an id"),
        pytest.param(
            ["published_at=d"],
            {"d": "Tue, 02 Mar 2021 09:15:00 +0100"},
            {"published_at": "2021-03-02T09:15:00+01:00"},
            id="a date of e-mail is understood",
        ),
    ],
)
def test_an_object_becomes_an_article_by_its_paths(
    given: list[str], data: dict[str, object], expected: dict[str, object]
) -> None:
    assert mapped(parse_mapping(given), data) == expected

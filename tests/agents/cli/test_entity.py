"""`communique entity`: a record in lines for a person."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from agents.broker.embedded import free_port
from agents.cli.asking import web_view
from agents.cli.entity import entity, lines
from agents.settings import Settings
from schemas.entity import Entity, Office, Participation

EVENT = "appointment:00000000000000a1"
ANNA = Entity.model_validate(
    {
        "entity_id": "person:NO/anna-lund",
        "kind": "person",
        "name": "Anna Lund",
        "names": {"Anna Lund": 3, "Lund": 1},
        "country": "NO",
        "offices": [
            Office(office="envoy", organization="Foreign Ministry", country="NO", event_id=EVENT, since="2031-05-03")
        ],
        "former_offices": [Office(office="judge", event_id=EVENT)],
        "events": [
            Participation(
                event_id=EVENT,
                type="appointment",
                role="person",
                status="occurred",
                start="2031-05-03",
                summary="Anna Lund named envoy",
            )
        ],
        "counts_by_type": {"meeting": 2, "appointment": 2},
        "counts_by_counterpart": {"country:NO": 4, "country:BE": 1},
        "first_seen": "2031-05-01T08:00:00Z",
        "last_seen": "2031-05-09T08:00:00Z",
    }
)


def test_a_record_is_told_in_lines() -> None:
    assert [click.unstyle(line) for line in lines(ANNA)] == [
        "Anna Lund  person of NO  person:NO/anna-lund",
        "named    Anna Lund (3), Lund (1)",
        "told of  2031-05-01 to 2031-05-09: meeting 2, appointment 2",
        "holds    envoy (Foreign Ministry, NO) since 2031-05-03",
        "held     judge",
        "with     country:NO (4), country:BE (1)",
        "2031-05-03  occurred   person       Anna Lund named envoy  appointment:00000000000000a1",
    ]


def test_long_lists_are_cut_and_say_so() -> None:
    many = ANNA.model_copy(update={"events": ANNA.events * 12, "names": {f"Name {i}": 1 for i in range(11)}})
    told = [click.unstyle(line) for line in lines(many)]
    assert told[-1] == "         and 2 more; --json shows them"
    assert told[1].endswith("Name 9 (1), ...")


@pytest.mark.parametrize(
    "url, host, address",
    [
        pytest.param(None, "127.0.0.1", "http://127.0.0.1:6066", id="that of the settings"),
        pytest.param(None, "0.0.0.0", "http://127.0.0.1:6066", id="of this machine, open to all"),  # noqa: S104
        pytest.param("https://view.example/", "127.0.0.1", "https://view.example", id="that of the option"),
    ],
)
def test_the_web_view_to_ask(url: str | None, host: str, address: str) -> None:
    assert web_view(url, Settings(web_host=host)) == address


@pytest.mark.parametrize(
    "url, message",
    [
        pytest.param("file:///etc/passwd", "is no address that begins with http:// or https://", id="a file"),
        pytest.param(f"http://127.0.0.1:{free_port()}", "no worker answers at", id="where nobody listens"),
    ],
)
def test_what_cannot_be_asked_is_told_plainly(url: str, message: str) -> None:
    result = CliRunner().invoke(entity, ["country:JP", "--url", url])
    assert result.exit_code == 1
    assert message in result.output

"""Entities: the row of each country, person and organization."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.base import EntityId
from schemas.entity import Entity
from schemas.vocabulary import EventType, PartyKind
from schemas.wire import from_bytes, to_bytes

ENTITY: dict[str, Any] = {"entity_id": "person:LV/andris-kalve", "kind": "person", "name": "Andris Kalve"}
EVENT: dict[str, Any] = {
    "event_id": "appointment:0123456789abcdef",
    "type": "appointment",
    "role": "person",
    "status": "planned",
    "summary": "Andris Kalve to be appointed",
}
OFFICE: dict[str, Any] = {"office": "minister", "event_id": "appointment:0123456789abcdef"}


@pytest.mark.parametrize(
    "changes, where, error",
    [
        pytest.param({"entity_id": "Andris Kalve"}, "entity_id", "string_pattern_mismatch", id="a name as id"),
        pytest.param({"entity_id": "country:Latvia"}, "entity_id", "string_pattern_mismatch", id="a country by name"),
        pytest.param({"entity_id": "person:LV/"}, "entity_id", "string_pattern_mismatch", id="an id without a name"),
        pytest.param({"kind": "company"}, "kind", "enum", id="an unknown kind"),
        pytest.param({"name": None}, "name", "string_type", id="no name"),
        pytest.param({"schema_version": 2}, "schema_version", "literal_error", id="another contract"),
        pytest.param({"names": ["Kalve"]}, "names", "dict_type", id="names without a count"),
        pytest.param({"names": {"Kalve": 0}}, "names.Kalve", "greater_than_equal", id="a name never seen"),
        pytest.param({"names": {"Kalve": True}}, "names.Kalve", "int_type", id="a boolean as count"),
        pytest.param({"names": {"Kalve": 1.5}}, "names.Kalve", "int_type", id="a fraction as count"),
        pytest.param({"counts_by_type": {"summit": 1}}, "counts_by_type.summit.[key]", "enum", id="an unknown type"),
        pytest.param({"country": "LVA"}, "country", "string_pattern_mismatch", id="a country code of three letters"),
        pytest.param({"events": [EVENT | {"role": "guest"}]}, "events.0.role", "enum", id="an unknown role"),
        pytest.param(
            {"events": [EVENT | {"counterparts": ["Latvia"]}]},
            "events.0.counterparts.0",
            "string_pattern_mismatch",
            id="a counterpart by name",
        ),
        pytest.param({"offices": [OFFICE | {"since": "2022"}]}, "offices.0.since", "day_format", id="a year as day"),
    ],
)
def test_what_is_no_entity_has_one_clear_error(changes: dict[str, Any], where: str, error: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Entity.model_validate(ENTITY | changes)
    found = [(".".join(map(str, one["loc"])), one["type"]) for one in refused.value.errors()]
    assert found == [(where, error)]


def test_an_entity_of_which_only_the_name_is_known() -> None:
    assert Entity.model_validate(ENTITY) == Entity(
        entity_id="person:LV/andris-kalve",
        kind=PartyKind.PERSON,
        name="Andris Kalve",
        names={},
        offices=(),
        former_offices=(),
        events=(),
        counts_by_type={},
        counts_by_counterpart={},
    )


IDS = st.from_regex(r"\A(person|organization):[A-Z]{2}/[a-z]{1,12}\Z")
COUNTS = st.integers(1, 10**6)


@given(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), COUNTS, max_size=5),
    st.dictionaries(st.sampled_from(EventType), COUNTS),
    st.dictionaries(IDS, COUNTS, max_size=5),
)
def test_an_entity_survives_the_wire_with_its_counts_in_their_order(
    names: dict[str, int], by_type: dict[EventType, int], by_counterpart: dict[EntityId, int]
) -> None:
    counts = {"names": names, "counts_by_type": by_type, "counts_by_counterpart": by_counterpart}
    entity = Entity.model_validate(ENTITY | counts | {"events": [EVENT], "offices": [OFFICE]})
    read = from_bytes(Entity, to_bytes(entity))
    assert read == entity
    assert list(read.names) == list(names)

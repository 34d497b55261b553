"""The ways to turn a date expression into days, by the name that the lexicon gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction.components.dates import relative, yearly

if TYPE_CHECKING:
    from collections.abc import Callable

    from extraction.components.dates.calendar import Days
    from extraction.components.dates.expression import Expression

RESOLVERS: dict[str, Callable[[Expression], Days | None]] = {
    function.__name__: function
    for function in (
        yearly.iso,
        yearly.calendar_day,
        yearly.calendar_range,
        yearly.month,
        yearly.part_of_month,
        yearly.month_range,
        yearly.season,
        yearly.quarter_or_half,
        yearly.months_of_year,
        yearly.year,
        yearly.year_range,
        relative.day_offset,
        relative.weekday,
        relative.weekday_range,
        relative.calendar_unit,
        relative.weekend,
        relative.part_of_day,
        relative.part_of_current,
        relative.part_of_other,
        relative.past_span,
        relative.coming_span,
        relative.ago,
        relative.ahead,
        relative.from_previous,
        relative.neighbouring_day,
        relative.counted_event,
    )
}
"""Each takes an expression and gives its days, or None where they cannot be told."""

"""Date expressions: found, resolved to days against the publication date and the tense, and tied to events."""

from extraction.components.dates.attach import announced_on, date_of, effective_of, refused_on, when
from extraction.components.dates.find import find_dates
from extraction.components.dates.length import over_its_days

__all__ = ["announced_on", "date_of", "effective_of", "find_dates", "over_its_days", "refused_on", "when"]

"""Which mentions tell of one real-world event.

`blocks` in the module of each type say which reports are compared at all, `against` and `weigh` whether two of them
are of one event, `clustering.merge` what follows for many, and `index.Index` keeps what is needed to ask only about
reports that a new one can touch.
"""

from agents.merging.appointments import LEAVING
from agents.merging.clustering import merge
from agents.merging.comparing import labels_of
from agents.merging.names import family_name, names_agree, parties_agree, words_of
from agents.merging.reports import AnyReport, Cluster, MergeOptions, Ref, Report, reports_of, tells_put_off

__all__ = [
    "LEAVING",
    "AnyReport",
    "Cluster",
    "MergeOptions",
    "Ref",
    "Report",
    "family_name",
    "labels_of",
    "merge",
    "names_agree",
    "parties_agree",
    "reports_of",
    "tells_put_off",
    "words_of",
]

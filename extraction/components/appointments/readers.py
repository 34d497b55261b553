"""The reader of each frame.

A reader takes the scene, the trigger's token and its rule, and gives one `Appointment` for each person concerned;
none where what stands around the trigger is no change in a public office.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from extraction.components.appointments import nouns, verbs
from extraction.components.appointments.lexicon import Frame, Trigger
from extraction.components.appointments.scene import Scene
from extraction.components.appointments.slots import Appointment
from extraction.tokens import Token

Reader = Callable[[Scene, Token, Trigger], list[Appointment]]
"""Reads the arguments around one trigger."""

READERS: Mapping[Frame, Reader] = {
    Frame.NAMING: verbs.read_naming,
    Frame.ENTERING: verbs.read_entering,
    Frame.SUCCEEDING: verbs.read_succeeding,
    Frame.LEAVING: verbs.read_leaving,
    Frame.REMOVING: verbs.read_removing,
    Frame.GOING: verbs.read_going,
    Frame.OUTVOTING: verbs.read_outvoting,
    Frame.TENURE: verbs.read_tenure,
    Frame.DECLINING: verbs.read_declining,
    Frame.ACT_NOUN: nouns.read_act_noun,
    Frame.HOLDER_NOUN: nouns.read_holder_noun,
    Frame.CANDIDATES: nouns.read_candidates,
    Frame.MODIFIER: nouns.read_modifier,
}
"""Every frame but that of lists, whose lines have a module of their own."""

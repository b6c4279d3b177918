"""What is known of the patient beside numbers: shock, conditions, the last look at perfusion."""

from datetime import datetime

from core.frozen import dataclass
from core.model.state import State
from core.model.terms import Attested, Condition, PerfusionSign, Shock


@dataclass(frozen=True, slots=True)
class PatientView:
    """What was stated so far. `shock` is None while nobody stated it.

    `conditions` has every condition in the order of its list, unknown where nothing was said.
    `checked_at` is the last look at perfusion, None before the first; `looked_at` and `concerns`
    are the signs of that look.
    """

    shock: Shock | None = None
    conditions: tuple[tuple[Condition, Attested], ...] = ()
    checked_at: datetime | None = None
    looked_at: tuple[PerfusionSign, ...] = ()
    concerns: tuple[PerfusionSign, ...] = ()

    def answer(self, condition: Condition) -> Attested:
        """What was said of a condition."""
        return dict(self.conditions).get(condition, Attested.UNKNOWN)


def patient_view(state: State) -> PatientView:
    """What a state knows of the patient."""
    said = tuple((each, state.conditions.get(each, Attested.UNKNOWN)) for each in Condition)
    look = state.perfusion
    if look is None:
        return PatientView(state.shock, said)
    return PatientView(state.shock, said, look.at, look.looked_at, look.concerns)

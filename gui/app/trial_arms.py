"""The arms that a trial may have: protocols at hand, shipped and local, and usual care."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from core.cases.bookcase import volumes
from core.entry.verdict import Verdict
from core.library import file_from
from core.trial.plan import Arm, Plan, PlanError
from core.trial.sweep_entry import read_values, said_now
from core.trial.sweep_values import BAND, FIELDS
from core.trial.sweep_view import field_text
from core.trial.usual_care import arm as usual_care_arm
from core.trial.usual_care import arms as usual_care_arms
from core.view.wording import Words
from gui.trial.arms import Option
from gui.trial.form import Wanted


class ArmShelf:
    """Knows every arm by its key."""

    def __init__(self, words: Words, data: Path) -> None:
        """Nothing is read yet."""
        self._words, self._data = words, data
        self._texts: Mapping[str, str] = {}

    def read(self) -> tuple[Option, ...]:
        """Read the protocols anew; only those that have the shape of one can be tried.

        Raises:
            OSError: they cannot be read.
        """
        found = {each.id: each for each in volumes(self._data) if each.file is not None}
        self._texts = {key: each.text for key, each in found.items()}
        return tuple((key, key) for key in sorted(found, key=lambda key: found[key].example))

    def usual(self) -> tuple[Option, ...]:
        """Usual care with each of its intervals."""
        say = self._words.say
        return tuple((name, say(f"trial-window.setup.{name}")) for name in usual_care_arms())

    def fields(self) -> tuple[Option, ...]:
        """What can be changed in a protocol, in words."""
        return tuple((name, field_text(name, self._words)) for name in (*FIELDS, BAND))

    def read_values(self, key: str, name: str, typed: str) -> Verdict[tuple[str, ...]]:
        """Judge values that were typed for a field of a protocol."""
        return read_values(name, file_from(self._texts[key]), typed)

    def said_now(self, key: str, name: str) -> tuple[str, str]:
        """What a protocol says of a field now, and how its values are written."""
        return said_now(name, file_from(self._texts[key]))

    def plan(self, wanted: Wanted) -> Plan:
        """The plan of what was wanted.

        Raises:
            PlanError: it cannot be run; the sentence says why.
        """
        return Plan(
            arms=self._arms(wanted.arms),
            patients=wanted.patients,
            hours=wanted.hours,
            seed=wanted.seed,
            preset=wanted.preset,
        )

    def _arms(self, keys: Sequence[str]) -> tuple[Arm, ...]:
        return tuple(self._arm(key) for key in keys)

    def _arm(self, key: str) -> Arm:
        if key in usual_care_arms():
            return usual_care_arm(key)
        if key not in self._texts:
            raise PlanError(f"arm {key}: there is no such protocol any more")
        return Arm(key, self._texts[key])

"""Another dosing weight."""

from collections.abc import Sequence

from core.entry.running import RunningInfusion
from core.entry.weight import read_weight
from core.model.case import DosingWeight
from core.model.commands import ChangeWeight
from core.model.terms import Keep, WeightBasis
from core.quantity.measures import Kilogram
from core.view.contexts import running_infusion, weight_context
from gui.case.choice import Choice, Segments
from gui.case.desk import Desk
from gui.case.panels.change import ChangePanel, keep_texts
from gui.case.panels.choose import Commands, worded
from gui.field import EntryField

_REASONS = ("weighed", "slip", "basis", "other")


class WeightPanel(ChangePanel):
    """Weight and basis; on a running infusion what stays, and why it changes."""

    def __init__(self, desk: Desk) -> None:
        """Start from the present basis and no weight."""
        super().__init__(desk, "weight")
        self.field = EntryField(
            self.say("weight"),
            lambda typed: read_weight(typed, weight_context(desk.view), desk.profile),
            desk.words,
            unit=Kilogram.unit,
        )
        self.basis = Segments(self.say("basis"), worded(desk.words, "basis", WeightBasis))
        self.basis.choose(desk.view.setup.weight.basis)
        self.basis.chosen.connect(lambda _value: self.take_back())
        self.add_text(self.say("hint", weight=desk.view.strip.weight))
        self.add_field(self.field)
        self.body.addWidget(self.basis)
        self.watch_field()

    def keeps(self, value: object) -> Sequence[tuple[Keep, str]]:
        """Dose or rate, where infusions per kg run and the weight is another one.

        What is chosen holds for every one of them, so each is shown.
        """
        view = self.desk.view
        if not isinstance(value, Kilogram) or value == view.setup.weight.weight:
            return ()
        texts: dict[Keep, list[str]] = {}
        for run in view.infusions:
            running = running_infusion(view, run.agent)
            if running is not None and running.per_kg:
                for keep, text in self._ways(running, value):
                    named = text if not texts.get(keep) else f"{run.name}: {text}"
                    texts.setdefault(keep, []).append(named)
        return [(keep, "\n".join(lines)) for keep, lines in texts.items()]

    def _ways(self, running: RunningInfusion, weight: Kilogram) -> Sequence[tuple[Keep, str]]:
        return keep_texts(
            self.desk,
            {"dose": str(running.dose), "rate": str(running.rate)},
            {
                "dose": str(running.dose_with(weight, running.bag)),
                "rate": str(running.rate_for(weight, running.bag)),
            },
        )

    def reasons(self) -> Sequence[Choice]:
        """Why a weight changes."""
        return [(code, self.say(f"reason.{code}")) for code in _REASONS]

    def commands(self, value: object, keep: Keep) -> Commands:
        """The change of weight."""
        if not isinstance(value, Kilogram):
            return ()
        weight = DosingWeight(value, WeightBasis(str(self.basis.value)))
        return (ChangeWeight(at=self.desk.now(), weight=weight, keep=keep),)

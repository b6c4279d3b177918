"""How far a protocol bends: its form, and the tables of heat that came of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from core.patient.cohort import Preset
from core.trial.grid_view import GridView
from core.trial.robustness import MEASURES
from core.view.wording import Words
from gui.case.choice import Segments
from gui.paragraph import paragraph
from gui.plain import Tone, plain_label
from gui.trial.arms import ArmList, Option
from gui.trial.heat import HeatMap
from gui.trial.plan_form import PlanForm, Wanted
from gui.trial.two_sided import TwoSided

KIND = "bends"
_USUAL = ("250", "24", "1")


class BendsForm(PlanForm):
    """One protocol, and the patients that every cell has."""

    def __init__(self, words: Words) -> None:
        """The usual figures and no protocol yet."""
        tried = ArmList(words.say("trial-window.setup.tried"), words, ticks=False)
        super().__init__(words, (tried,), _USUAL, words.say("trial-window.bends.how"))
        self.tried = tried

    def offer(self, protocols: tuple[Option, ...]) -> None:
        """Offer protocols."""
        self.tried.offer(protocols)

    def made(self, preset: Preset, patients: int, hours: int, seed: int) -> Wanted:
        """The protocol as a grid."""
        return Wanted((self.tried.value,), preset, patients, hours, seed, KIND)


class BendsPage(TwoSided):
    """The form, then the tables; a cell can be opened as a case."""

    opened = Signal(object)
    """A GridCell whose patient is wanted."""

    def __init__(self, words: Words) -> None:
        """Nothing run yet."""
        form = BendsForm(words)
        super().__init__(form)
        self.offer, say = form.offer, words.say
        self.map = HeatMap(words)
        choices = [(place, say(f"trial.outcome.{code}")) for place, code in enumerate(MEASURES)]
        self.measures = Segments(say("trial-window.bends.measure"), choices)
        self.said = paragraph("")
        self.result.setFocusProxy(self.map)
        self._lay_out(say("trial-window.bends.keys"))
        self.measures.chosen.connect(lambda place: self.measure(int(str(place))))
        self.map.moved.connect(self.said.setText)
        self.map.opened.connect(self.opened)

    def show_grid(self, view: GridView) -> None:
        """Show what a grid came to."""
        self.map.show_grid(view)
        self.measures.choose(0)
        self.show_side(view.title, view.usual)

    def measure(self, place: int) -> None:
        """Show another measure."""
        self.map.show_measure(place)
        self.measures.choose(self.map.measure)

    def turn(self, by: int) -> None:
        """The next table."""
        self.map.turn(by)

    def _lay_out(self, keys: str) -> None:
        whole, row = QVBoxLayout(self.result), QHBoxLayout()
        whole.setContentsMargins(0, 4, 0, 0)
        whole.setSpacing(6)
        row.addWidget(self.measures)
        row.addStretch(1)
        row.addWidget(plain_label(keys, tone=Tone.QUIET))
        whole.addLayout(row)
        whole.addWidget(self.map, 1)
        whole.addWidget(self.said)

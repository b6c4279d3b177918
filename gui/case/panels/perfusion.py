"""A look at perfusion: which of the four signs were looked at, and which are a concern."""

from enum import StrEnum

from core.model.commands import CheckPerfusion
from core.model.terms import PerfusionSign
from core.view.patient import PatientView
from core.view.wording import Words
from gui.button import TextButton
from gui.case.choice import Segments
from gui.case.desk import Desk
from gui.case.panels.panel import Panel
from gui.message import Kind, Message
from gui.plain import Tone, plain_label


class Look(StrEnum):
    """What was seen of a sign."""

    NONE = "not-looked-at"
    FINE = "no-concern"
    CONCERN = "concern"


class PerfusionPanel(Panel):
    """Nothing counts as looked at before somebody says so, whatever was found the last time."""

    def __init__(self, desk: Desk) -> None:
        """Four signs, none of them looked at."""
        super().__init__(desk, "perfusion")
        self.add_text(self.say("hint"))
        if desk.view.patient.checked_at is not None:
            self.add_text(self._last(desk.view.patient))
        self.signs = {sign: self._sign(sign) for sign in PerfusionSign}
        self.message = Message()
        self.card = TextButton(self.say("card"))
        self.card.setAccessibleName(f"{self.say('card')} {self.say('title')}")
        self.card.clicked.connect(lambda _checked=False: self.wished.emit("card:perfusion"))
        self.body.addWidget(self.message)
        self.body.addWidget(self.card)

    def start(self) -> None:
        """Keys go to the first sign."""
        self.signs[PerfusionSign.MENTAL_STATUS].focus()

    def finish(self) -> None:
        """Record the look; it needs one sign at least."""
        looked_at = tuple(each for each, row in self.signs.items() if row.value is not Look.NONE)
        concerns = tuple(each for each, row in self.signs.items() if row.value is Look.CONCERN)
        if not looked_at:
            self.message.say(Kind.REFUSAL, self.say("missing"))
            self.start()
            return
        now = self.desk.now()
        self.record(CheckPerfusion(at=now, looked_at=looked_at, concerns=concerns))

    def _sign(self, sign: PerfusionSign) -> Segments:
        name = self.desk.words.say(f"perfusion.{sign}")
        looks = [(look, self.say(f"sign.{look}")) for look in Look]
        row = Segments(name, looks)
        row.choose(Look.NONE)
        row.chosen.connect(lambda _look: self.message.hush())
        self.body.addWidget(plain_label(name, tone=Tone.QUIET, wraps=True))
        self.body.addWidget(row)
        return row

    def _last(self, known: PatientView) -> str:
        words, at = self.desk.words, known.checked_at
        if at is None:
            raise ValueError("nobody has looked at perfusion yet")
        return self.say("last", at=words.when(at, self.desk.now()), found=_found(known, words))


def _found(known: PatientView, words: Words) -> str:
    """What the last look found, as the rows of the case say it."""
    signs = [words.say(f"perfusion.{sign}") for sign in known.concerns or known.looked_at]
    code = "row.perfusion-concern" if known.concerns else "row.perfusion-looked-at"
    return words.say(code, {"signs": ", ".join(signs)})

"""Courses made up for the pictures, where no shipped stay shows the state: several agents, a wean.

Each is played through an ordinary session, so that what is pictured is what the program says.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from core.library import protocol_from, read_protocol
from core.model.case import DosingWeight, Setup
from core.model.commands import (
    AnswerAdvice,
    Command,
    HangBag,
    OpenCase,
    RecordReading,
    ReportPump,
    Tick,
)
from core.model.terms import (
    Agent,
    Attested,
    Mode,
    Reply,
    Route,
    Source,
    WeightBasis,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
    Units,
)
from core.rules.advice import is_dosed
from core.session import EventLog, Session

_PROTOCOL = "early-wean"
"""It steps sooner than the default, so that a course stays short."""
_BAG = Bag(Milligram(Decimal(16)), Millilitre(Decimal(250)), ExpressedAs.BASE)
_UNITS = Bag(Units(Decimal(20)), Millilitre(Decimal(100)), ExpressedAs.BASE)
_EPINEPHRINE = Bag(Milligram(Decimal(4)), Millilitre(Decimal(250)), ExpressedAs.BASE)
_INITIALS = "RP"
_NEXT_BAG = 180
"""When the second bag of vasopressin is hung, minutes before the end."""


class Course:
    """A case that is played minute by minute; each step is so many minutes before its end."""

    def __init__(self, log: EventLog, end: datetime, minutes: int) -> None:
        """Open a case of 82 kg on 16 mg in 250 mL, so many minutes before `end`."""
        self._end = end.replace(second=0, microsecond=0)
        shelved = read_protocol(_PROTOCOL)
        if shelved.protocol is None:
            raise ValueError(f"the shipped protocol has findings: {shelved.findings[0]}")
        protocol = shelved.protocol
        setup = Setup(
            label="COURSE",
            mode=Mode.SIMULATION,
            weight=DosingWeight(Kilogram(Decimal(82)), WeightBasis.ACTUAL),
            bag=_BAG,
            route=Route.CENTRAL,
            resolution=PumpRate(Decimal("0.1")),
            band=protocol.bands[0],
            start_dose=Dose.parse(protocol.file.limits.start.default),
            fluids=Attested.YES,
            volume_assessed=Attested.YES,
            vasopressin=Attested.NO,
        )
        self.session = Session(log, protocol_from)
        self._do(
            OpenCase(
                at=self._at(minutes),
                setup=setup,
                counting=protocol.counting,
                countings=protocol.countings,
                protocol=protocol.file.id,
                protocol_version=protocol.file.version,
                protocol_text=shelved.text,
                initials=_INITIALS,
            )
        )

    def runs(self, ago: int, agent: Agent, dose: str) -> None:
        """The pump was found to run a dose."""
        at = self._at(ago)
        self._do(ReportPump(at=at, observed_at=at, agent=agent, dose=Dose.parse(dose)))

    def hangs(self, ago: int, agent: Agent, bag: Bag) -> None:
        """A bag was hung."""
        at = self._at(ago)
        self._do(HangBag(at=at, observed_at=at, agent=agent, bag=bag))

    def reads(self, ago: int, mmhg: int, *, follow: bool = True) -> None:
        """A MAP of the arterial line; what it advises is done at once, unless told otherwise."""
        at = self._at(ago)
        value, source = Mmhg(Decimal(mmhg)), Source.ARTERIAL_LINE
        self._do(RecordReading(at=at, observed_at=at, map=value, source=source))
        standing = self.session.state.standing
        if follow and standing is not None and is_dosed(standing.advised.action):
            reply = AnswerAdvice(at=at, advice=standing.seq, reply=Reply.ACCEPT, pump_set=True)
            self._do(reply)

    def _at(self, ago: int) -> datetime:
        return self._end - timedelta(minutes=ago)

    def _do(self, command: Command) -> None:
        """Let time pass up to a request, prompt by prompt, then make it."""
        due = self.session.next_due(self.session.state.at) if self.session.state.at else None
        while due is not None and due < command.at:
            self.session.handle(Tick(at=due))
            due = self.session.next_due(due)
        self.session.handle(command)


def three_agents(log: EventLog, end: datetime) -> Session:
    """Norepinephrine is titrated; vasopressin and epinephrine were added and are held."""
    course = Course(log, end, 182)
    course.runs(181, Agent.NOREPINEPHRINE, "0.18 mcg/kg/min")
    for ago, mmhg in ((175, 61), (170, 60), (165, 62), (160, 60), (155, 61), (150, 63)):
        course.reads(ago, mmhg)
    course.hangs(149, Agent.VASOPRESSIN, _UNITS)
    course.runs(149, Agent.VASOPRESSIN, "0.03 units/min")
    for ago, mmhg in ((145, 64), (140, 66), (135, 68), (120, 67), (105, 66), (90, 63), (85, 62)):
        course.reads(ago, mmhg)
    for ago, mmhg in ((80, 61), (75, 60), (70, 62), (65, 61)):
        course.reads(ago, mmhg)
    course.hangs(64, Agent.EPINEPHRINE, _EPINEPHRINE)
    course.runs(64, Agent.EPINEPHRINE, "0.05 mcg/kg/min")
    for ago, mmhg in ((60, 65), (55, 68), (50, 69), (35, 67), (20, 66), (5, 63)):
        course.reads(ago, mmhg)
    course.reads(0, 62, follow=False)
    return course.session


def taper(log: EventLog, end: datetime) -> Session:
    """Norepinephrine has been off for eight hours at target: vasopressin is tapered."""
    course = Course(log, end, 695)
    course.hangs(694, Agent.VASOPRESSIN, _UNITS)
    course.runs(694, Agent.VASOPRESSIN, "0.03 units/min")
    course.runs(694, Agent.NOREPINEPHRINE, "0.04 mcg/kg/min")
    for ago in range(690, 10, -15):
        if ago == _NEXT_BAG:
            course.hangs(ago + 1, Agent.VASOPRESSIN, _UNITS)
        course.reads(ago, 70 + ago // 15 % 3)
    course.reads(0, 72, follow=False)
    return course.session


def failed_wean(log: EventLog, end: datetime) -> Session:
    """A step down was followed by two low readings: back to the last good dose, and its card."""
    course = Course(log, end, 215)
    course.runs(214, Agent.NOREPINEPHRINE, "0.12 mcg/kg/min")
    for ago, mmhg in ((210, 68), (195, 71), (180, 70), (165, 72), (150, 71), (135, 73)):
        course.reads(ago, mmhg)
    for ago, mmhg in ((120, 72), (105, 71), (90, 71), (75, 70), (60, 70), (45, 71), (30, 69)):
        course.reads(ago, mmhg)
    for ago, mmhg in ((15, 62), (10, 61), (5, 64)):
        course.reads(ago, mmhg)
    course.reads(0, 66, follow=False)
    return course.session

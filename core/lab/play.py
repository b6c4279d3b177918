"""The works of a simulation: one case, the world around it, and the sequence in which they act.

At each moment first the world has moved on, then the script acts, then the case shows what is due,
then the nurse does what she had in mind.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from core.lab.act import Act, GoTo, KeyingSlip, Message, Note
from core.lab.bedside import next_cuff, passed
from core.lab.bedside_hands import displays, done_to
from core.lab.bedside_view import monitor, sampled, true_map
from core.lab.scenario import Scenario
from core.lab.script import Fired, next_time, stepped
from core.lab.staff_hands import done
from core.lab.staff_tasks import Deed, Typed
from core.lab.staff_tasks import Seen as NurseSees
from core.lab.truth import Happened, Noted, PumpKeyed, StageEntered, Told, TruthLog
from core.lab.watch import Seen
from core.lab.world import Situation, World, after_facts, key_charted, key_pump
from core.model.commands import Command, EndCase, Tick
from core.model.events import Recorded
from core.model.state import State
from core.model.terms import Agent
from core.quantity.measures import PumpRate
from core.session import Session

LOOK_EVERY = 30
"""Seconds between two looks at what no clock announces: the patient's MAP, and samples of it."""
MOST_ROUNDS = 100
"""So often may script, case and nurse answer each other within one second."""
SECOND = timedelta(seconds=1)


def whole(at: datetime) -> datetime:
    """The second that a moment lies in."""
    return at.replace(microsecond=0)


class Play:
    """A scenario on a session. Whole seconds only; `now` never runs ahead of what was settled."""

    def __init__(  # noqa: PLR0913 - what is being played
        self,
        scenario: Scenario,
        session: Session,
        world: World,
        truth: TruthLog,
        now: datetime,
        *,
        look_every: int = LOOK_EVERY,
    ) -> None:
        self.scenario, self.session = scenario, session
        self.world, self.truth = world, truth
        self.look_every = look_every
        self.start, self.now = world.chronicle.opened_at, now
        self._prompt: tuple[State, datetime | None] | None = None

    def seen(self) -> Seen:
        """What the script may look at now."""
        chronicle, shown = self.world.chronicle, monitor(self.world.bedside)
        return Seen(
            now=self.now - self.start,
            true_map=true_map(self.world.bedside),
            shown_map=shown.map,
            doses=chronicle.doses,
            facts=chronicle.facts,
            advice=chronicle.advice,
            prompts=chronicle.prompts,
        )

    def situation(self) -> Situation:
        """The case as the bedside reads it."""
        return Situation(self.session.state, self.session.protocol)

    @property
    def moment(self) -> datetime:
        """Now, or the latest moment that the case knows within this second."""
        latest = self.session.state.at
        return self.now if latest is None else max(self.now, latest)

    def asked(self, command: Command, *, keys: bool = True) -> tuple[Recorded, ...]:
        """A request to the case, and what its facts do at the bedside and to the nurse."""
        facts = self.session.handle(command)
        self._follow(facts, keys=keys)
        return facts

    def told(self, facts: tuple[Recorded, ...]) -> None:
        """Facts of a request that was decided before, and what they do."""
        self.session.take(facts)
        self._follow(facts, keys=True)

    def _follow(self, facts: tuple[Recorded, ...], *, keys: bool) -> None:
        self.world, keyings = after_facts(self.world, facts, self.situation(), keys=keys)
        for keying in keyings:
            self.truth.add(keying)
        if self.world.staff is not None:
            self.world = replace(self.world, staff=self.world.staff.heard(facts))

    def key(self, agent: Agent, rate: PumpRate) -> None:
        """Key a pump, whatever the case is told."""
        self._keep(key_pump(self.world, agent, rate, self.situation()))

    def act(self, act: Act, happening: str | None = None, *, early: bool = False) -> None:
        """Do what a happening or the instructor wants, and keep it in the hidden log."""
        second = self.world.bedside.second
        self.truth.add(Happened(second, act, happening, early))
        match act:
            case Message(who, text):
                self.truth.add(Told(second, who, text))
            case Note(text):
                self.truth.add(Noted(second, text, by_script=happening is not None))
            case GoTo(stage):
                self.truth.add(StageEntered(second, stage))
            case KeyingSlip(agent, times):
                self.world = self.world.with_slip(agent, times)
                self._keep(key_charted(self.world, agent, self.situation()))
            case _:
                self.world = replace(self.world, bedside=done_to(self.world.bedside, act))

    def _keep(self, keyed: tuple[World, tuple[PumpKeyed, ...]]) -> None:
        self.world, entries = keyed
        for entry in entries:
            self.truth.add(entry)

    def fired(self, acts: Iterable[Fired], *, early: bool = False) -> None:
        """Do the acts of happenings that have fired."""
        for fired in acts:
            self.act(fired.act, fired.happening, early=early)

    def move(self, to: datetime) -> None:
        """The world goes on to a later second."""
        seconds = round((to - self.now).total_seconds())
        self.world = replace(self.world, bedside=passed(self.world.bedside, seconds))
        self.now = to

    def settle(self) -> tuple[Recorded, ...]:
        """Do all that is due now, until nothing is left; the facts of the case it made."""
        facts: list[Recorded] = []
        for _ in range(MOST_ROUNDS):
            before = len(facts)
            busy = self._script_acts()
            facts += self._case_shows()
            facts += self._nurse_does()
            if not busy and len(facts) == before and not self._nurse_is_due():
                break
        else:
            raise RuntimeError(f"script, case and nurse find no end at {self.now}")
        facts += self._closed()
        if self.world.bedside.second % self.look_every == 0:
            self.truth.sample(sampled(self.world.bedside))
        return tuple(facts)

    def _script_acts(self) -> bool:
        if self.world.script.ended is not None:
            return False
        script, acts = stepped(self.scenario, self.world.script, self.seen())
        self.world = replace(self.world, script=script)
        self.fired(acts)
        return bool(acts)

    def _case_shows(self) -> tuple[Recorded, ...]:
        at = self.prompt_at()
        return () if at is None or at > self.now else self.asked(Tick(at=self.moment))

    def _nurse_is_due(self) -> bool:
        at = self.staff_at()
        return at is not None and at <= self.now

    def _nurse_does(self) -> tuple[Recorded, ...]:
        """What she has in mind by now; after each deed she sees the case as it is then."""
        facts: list[Recorded] = []
        for _ in range(MOST_ROUNDS):
            staff = self.world.staff
            due = () if staff is None else staff.due(self.now)
            if staff is None or not due:
                break
            staff, deeds = done(staff, due[0], self._nurse_sees())
            self.world = replace(self.world, staff=staff)
            for deed in deeds:
                facts += self._done(deed)
        return tuple(facts)

    def _done(self, deed: Deed) -> tuple[Recorded, ...]:
        if isinstance(deed, Typed):
            return self.asked(deed.command, keys=deed.keys)
        self.key(deed.agent, deed.rate)
        return ()

    def _nurse_sees(self) -> NurseSees:
        return NurseSees(
            now=self.moment,
            state=self.session.state,
            protocol=self.session.protocol,
            monitor=monitor(self.world.bedside),
            displays=displays(self.world.bedside),
        )

    def _closed(self) -> tuple[Recorded, ...]:
        """The end of the scenario closes a case that is still open."""
        ended = self.world.script.ended
        if ended is None or self.session.state.ended is not None:
            return ()
        return self.asked(EndCase(at=self.moment, outcome=ended.outcome))

    def next_stop(self) -> datetime:
        """The next second at which something may be due."""
        on_grid = self.world.bedside.second % self.look_every
        times = [self.now + (self.look_every - on_grid) * SECOND, self.script_at()]
        times += [self.prompt_at(), self.staff_at(), self._cuff_at()]
        wanted = (whole(at + SECOND - timedelta.resolution) for at in times if at is not None)
        return max(min(wanted), self.now + SECOND)

    def script_at(self) -> datetime | None:
        """When time alone may make the script act."""
        at = next_time(self.scenario, self.world.script)
        return None if at is None else self.start + at

    def prompt_at(self) -> datetime | None:
        """When the next prompt of the case falls due; asked again only once something changed."""
        state, known = self.session.state, self._prompt
        if known is None or known[0] is not state or (known[1] or self.now) < self.now:
            known = (state, self.session.next_due(self.now - SECOND))
            self._prompt = known
        return known[1]

    def staff_at(self) -> datetime | None:
        """When the nurse does something next."""
        return None if self.world.staff is None else self.world.staff.next_at

    def _cuff_at(self) -> datetime:
        return self.start + next_cuff(self.world.bedside) * SECOND

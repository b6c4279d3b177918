"""A course played on early-wean, whose numbers are the statements': its answer, and all said."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

import pytest

from core.cases.site import read_site
from core.checked import from_json
from core.entry.profile import SiteProfile
from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import Command, OpenCase, Tick
from core.model.events import Advised, Prompted, Recorded
from core.model.terms import Route
from core.order.judge import judge
from core.order.order import Order
from core.rules.compile import Protocol
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session
from core.texts import load_words
from core.view.wording import Words


@dataclass(frozen=True)
class Played:
    """The case after its course: the facts of the last request, and of all."""

    session: Session
    last: tuple[Recorded, ...]
    facts: tuple[Recorded, ...]

    @property
    def advised(self) -> Advised:
        (advised,) = [fact.event for fact in self.last if isinstance(fact.event, Advised)]
        return advised

    @property
    def answer(self) -> tuple[str, str, str]:
        """Row, action and dose."""
        return self.advised.rule, self.advised.action.value, str(self.advised.dose)

    @property
    def called(self) -> set[str]:
        """What the last request had to say beside the advice."""
        return {fact.event.code for fact in self.last if isinstance(fact.event, Prompted)}

    def after(self, command: Command) -> "Played":
        last = self.session.handle(command)
        return Played(self.session, last, self.facts + last)

    def at(self, minutes: float) -> "Played":
        """The same when so many minutes have passed since the case was opened."""
        return self.after(Tick(at=BEGAN + timedelta(minutes=minutes)))


@pytest.fixture(scope="session")
def early_wean() -> Protocol:
    return protocol_from(read_protocol("early-wean").text)


@pytest.fixture(scope="session")
def site() -> SiteProfile:
    return read_site("us")


@pytest.fixture(scope="session")
def words() -> Words:
    return load_words(UTC)


@pytest.fixture(scope="session")
def play() -> Callable[..., Played]:
    """Plays lines of a course; `route` and the keys of a worked case may be set."""

    def played(*course: str, route: Route = Route.CENTRAL, **given: str) -> Played:
        text = read_protocol("early-wean").text
        given_case = from_json(WorkedGiven, json.dumps({"course": course, **given}))
        session = Session(MemoryLog(), protocol_from)
        last: tuple[Recorded, ...] = ()
        facts: tuple[Recorded, ...] = ()
        for request in requests_of(given_case, protocol_from(text), text):
            asked = request
            if isinstance(asked, OpenCase):
                asked = replace(asked, setup=replace(asked.setup, route=route))
            last = session.handle(asked)
            facts += last
        return Played(session, last, facts)

    return played


@pytest.fixture(scope="session")
def order_findings() -> Callable[..., list[str]]:
    """The ids of what the check-list finds in an order: a sound one with some fields changed."""

    def found(**changes: str) -> list[str]:
        sound = {
            "drug": "norepinephrine",
            "expressed_as": "base",
            "route": "central line",
            "start": "0.05 mcg/kg/min",
            "increment": "0.02 mcg/kg/min",
            "interval": "5 min",
            "maximum": "1 mcg/kg/min",
            "endpoint": "MAP 65 to 75 mmHg",
        }
        return [one.id for one in judge(Order(**(sound | changes)))]

    return found

"""A finding's course as a case: in simulation, ending now, under the exact text, whole or not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.cases.bookcase import volume_at
from core.cases.counterexample import open_course
from core.cases.errors import CaseTrouble
from core.cases.told import ToldFinding
from core.library import DEFAULT_PROTOCOL
from core.model.events import Advised, CaseOpened, ReadingRecorded
from core.model.terms import Mode
from core.rules.protocol import WorkedGiven

NOW = datetime(2027, 3, 4, 14, 32, 20, tzinfo=UTC)
COURSE = WorkedGiven(
    course=("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 58 mmHg", "30 min: MAP 57 mmHg")
)


def finding(given: WorkedGiven | None) -> ToldFinding:
    return ToldFinding(id="too-soon", row="up", message="It is too soon.", counterexample=given)


def test_the_course_ends_now_and_its_answer_stands(tmp_path: Path) -> None:
    volume = volume_at(DEFAULT_PROTOCOL, tmp_path)
    opened = open_course(tmp_path / "a.case", volume, finding(COURSE), "JM", NOW)
    events = [fact.event for fact in opened.facts]
    begun = next(event for event in events if isinstance(event, CaseOpened))
    assert (begun.setup.label, begun.setup.mode) == ("PROOF-TOO-SOON", Mode.SIMULATION)
    assert begun.protocol_text == volume.text
    readings = [event for event in events if isinstance(event, ReadingRecorded)]
    end = NOW.replace(second=0)
    assert [reading.at for reading in readings] == [end - timedelta(minutes=25), end]
    assert any(isinstance(event, Advised) for event in events)
    assert opened.session.state.at == end
    assert opened.session.state.initials == "JM"
    opened.close()


def test_without_a_course_or_with_one_that_cannot_be_played_nothing_is_left(
    tmp_path: Path,
) -> None:
    volume = volume_at(DEFAULT_PROTOCOL, tmp_path)
    path = tmp_path / "a.case"
    with pytest.raises(ValueError, match="no course"):
        open_course(path, volume, finding(None), "JM", NOW)
    with pytest.raises(ValueError, match="dance"):
        open_course(path, volume, finding(WorkedGiven(course=("0 min: dance",))), "JM", NOW)
    with pytest.raises(CaseTrouble):
        open_course(tmp_path / "gone" / "a.case", volume, finding(COURSE), "JM", NOW)
    assert not path.exists()

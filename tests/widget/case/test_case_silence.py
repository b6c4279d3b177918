"""What the card says where no advice is open: a closed gate is told even after an answer."""

from collections.abc import Callable

from core.clock import SimulatedClock
from core.model.commands import AnswerAdvice
from core.model.terms import OverrideReason, Reply
from gui.bridge import CaseBridge
from gui.case.window import CaseWindow


def test_an_artefact_is_told_after_answered_advice(
    case_bridge: CaseBridge,
    window_of: Callable[..., CaseWindow],
    wait_for: Callable[[CaseBridge, float], None],
    read_map_of: Callable[[CaseBridge, int], None],
    case_clock: SimulatedClock,
) -> None:
    window = window_of(case_bridge)
    read_map_of(case_bridge, 52)
    step = case_bridge.view.next_step
    assert step is not None
    answer = AnswerAdvice(
        at=case_clock.now(),
        advice=step.seq,
        reply=Reply.DECLINE,
        reason=OverrideReason.OTHER,
    )
    assert case_bridge.send(answer)
    assert window.right.card.what_now.text() == "Answered. Enter the next MAP when it is due."
    wait_for(case_bridge, 2)
    read_map_of(case_bridge, 2)
    assert window.right.card.what_now.text().startswith("Artefact? MAP 2 is kept, marked")
    assert window.right.card.what_now.isVisible()

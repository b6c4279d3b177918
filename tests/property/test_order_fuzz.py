"""Whatever somebody writes, the check-list answers, in words, and never finds a doubled fault."""

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from core.order.judge import judge
from core.order.order import Order
from core.order.print_out import printed
from core.texts import load_words

WORDS = load_words(UTC)
PIECES = st.sampled_from(
    [
        "norepinephrine", "vasopressin", "dopamine", "0.05", "0,5", "1 to 0.1", "5", "mcg/kg/min",
        "units/min", "min", "4 h", "0.5 mg/h", "3 mg/h", ";", ".", " above ", "MAP 65", "mmHg",
        "without vasopressors", "wean", "gradually", "renal", "every ", "-", "\u2265", "\u00b5g",
        "{drug}", "\n",
    ]
)  # fmt: skip
WRITTEN = st.one_of(st.lists(PIECES, max_size=8).map(" ".join), st.text(max_size=60).map(str.strip))


@given(fields=st.fixed_dictionaries(dict.fromkeys(Order.model_fields, WRITTEN)))
def test_every_order_gets_an_answer_in_words(fields: dict[str, str]) -> None:
    order = Order(**fields)
    findings = judge(order)
    assert len(findings) == len(set(findings))
    text = printed(order, WORDS)
    for one in findings:
        assert one.sentence(WORDS) in text

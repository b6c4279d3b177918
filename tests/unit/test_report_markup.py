"""Text into HTML: shown letter by letter, figures held to their units."""

import pytest

from core.report.markup import escaped, unbroken


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a b"),
        ("\u0000", "[U+0000]"),
        ("\ufffe", "[U+FFFE]"),
        ("\u2066x\u2069", "[U+2066]x[U+2069]"),
        ("\u06cc\u200c\u06cc", "\u06cc\u200c\u06cc"),
        ("'\"<>&", "&#x27;&quot;&lt;&gt;&amp;"),
    ],
)
def test_what_is_invisible_is_written_out(text: str, shown: str) -> None:
    assert escaped(text) == shown


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("was 0.3 mcg/kg/min", "was 0.3\u00a0mcg/kg/min"),
        ("20 units in 100 mL", "20\u00a0units in 100\u00a0mL"),
        ("on MAP 46 mmHg at 14:32", "on MAP 46\u00a0mmHg at 14:32"),
        ("entry 5 minus one", "entry 5 minus one"),
        ("2 hours", "2 hours"),
    ],
)
def test_no_line_ends_between_a_figure_and_its_unit(text: str, held: str) -> None:
    assert unbroken(text) == held

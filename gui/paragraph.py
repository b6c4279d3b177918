"""A text that wraps, as high as its lines at the width it gets and no higher."""

from PySide6.QtWidgets import QLabel, QSizePolicy

from gui.plain import Tone, plain_label


def paragraph(text: str, *, tone: Tone = Tone.TEXT) -> QLabel:
    """A label for running text, never read as markup."""
    label = plain_label(text, tone=tone, wraps=True)
    policy = label.sizePolicy()
    policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label

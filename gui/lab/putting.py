"""Texts that change many times a second: only what is another one is set anew."""

from PySide6.QtWidgets import QAbstractButton, QLabel


def put(part: QLabel | QAbstractButton, text: str) -> None:
    """Set a text where it differs; a label told the same again would still lay out anew."""
    if part.text() != text:
        part.setText(text)

"""A plain text onto paper: black on white, in a size to be read on a wall."""

from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

_POINTS = 14


def print_text(text: str, window: QWidget) -> bool:
    """Ask for a printer and print; False where there is none. Putting the question off is fine."""
    printer = QPrinter()
    dialog = QPrintDialog(printer, window)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return True
    return printed(text, printer)


def printed(text: str, printer: QPrinter) -> bool:
    """Print a text; False where the printer cannot be used."""
    if not printer.isValid():
        return False
    document = QTextDocument()
    document.setDefaultFont(QFont("", _POINTS))
    document.setPlainText(text)
    document.print_(printer)
    return printer.printerState() is not QPrinter.PrinterState.Error

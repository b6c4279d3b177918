"""`pressor bench`: the program's own speed as ratios, each beside its yardstick of the same run."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from gui.bench.beside import beside_row
from gui.bench.durable import durable_row
from gui.bench.frames import frame_rows
from gui.bench.keys import key_rows
from gui.bench.lab import lab_rows
from gui.bench.measure import Row
from gui.bench.patients import patient_row
from gui.bench.peer import NAME, Peer, PeerError, measured
from gui.bench.reopen import reopen_row
from gui.bench.start import start_rows
from gui.bench.trial import trial_rows

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_SMALL = 0.01
"""A ratio below this is printed as a power of ten."""
FINE, MISSED, UNFIT = 0, 1, 2
TRIAL = "trial"
PARTS: dict[str, Callable[[], Sequence[Row]]] = {
    "start": start_rows,
    "keys": key_rows,
    "timeline": frame_rows,
    "durable": lambda: [durable_row()],
    "reopen": lambda: [reopen_row()],
    "lab": lab_rows,
    "patients": lambda: [patient_row()],
    TRIAL: trial_rows,
    "beside": lambda: [beside_row()],
}


def main(arguments: Sequence[str]) -> int:
    """Measure and print; 1 when an aim was missed, 2 when the peer cannot be measured."""
    parser = argparse.ArgumentParser(prog="pressor bench", description=__doc__)
    parser.add_argument("function", choices=["bench"])
    parser.add_argument("--data", help=argparse.SUPPRESS)
    parser.add_argument("--only", choices=list(PARTS), help="one part")
    parser.add_argument(
        "--against", metavar="PYTHON", help=f"an interpreter that has {NAME} (part: {TRIAL})"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    args = parser.parse_args(list(arguments))
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # the measured children take it over
    try:
        peer = None if args.against is None else measured(args.against)
    except PeerError as error:
        sys.stderr.write(f"pressor bench: {error}\n")
        return UNFIT
    application = _application()
    rows = [row for name in _wanted(args.only) for row in _rows(name, peer)]
    application.quit()
    write = _as_json if args.json else _as_text
    sys.stdout.write(write(rows) + "\n")
    return MISSED if any(row.met is False for row in rows) else FINE


def _application() -> "QApplication":
    from gui.app.start import application_of  # noqa: PLC0415 - usage errors need no Qt

    return application_of()


def _wanted(only: str | None) -> list[str]:
    return list(PARTS) if only is None else [only]


def _rows(name: str, peer: Peer | None) -> Sequence[Row]:
    sys.stderr.write(f"pressor bench: {name} ...\n")
    return trial_rows(peer) if name == TRIAL and peer is not None else PARTS[name]()


def _fields(row: Row) -> dict[str, object]:
    return {
        "name": row.name,
        "ratio": float(f"{row.ratio:.4g}"),
        "aim": row.aim,
        "met": row.met,
        "measured_ms": round(row.measured_ms, 3),
        "yardstick": row.yardstick,
        "yardstick_ms": round(row.yardstick_ms, 3),
        "note": row.note,
    }


def _as_json(rows: Sequence[Row]) -> str:
    return json.dumps({"rows": [_fields(row) for row in rows]})


def _as_text(rows: Sequence[Row]) -> str:
    lines = [f"{'':44}{'ratio':>8}{'aim':>7}  against"]
    for row in rows:
        aim = "" if row.aim is None else f"{row.aim:g}"
        ratio = f"{row.ratio:.2f}" if row.ratio >= _SMALL else f"{row.ratio:.1e}"
        met = {True: "met", False: "MISSED", None: ""}[row.met]
        figures = f"{row.measured_ms:.2f} ms / {row.yardstick_ms:.2f} ms"
        lines.append(
            f"{row.name:44}{ratio:>8}{aim:>7}  {row.yardstick}: {figures} {met} [{row.note}]"
        )
    return "\n".join(lines)

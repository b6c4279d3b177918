"""What `pressor trial` is asked to try: the plan, with every protocol read before anything runs."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from core.cases.bookcase import place_of
from core.data_folder import data_folder
from core.library import file_from, protocol_from, text_at
from core.patient.cohort import Preset
from core.rules.compile import ProtocolError
from core.trial.plan import Arm, Plan
from core.trial.usual_care import arm as usual_care_arm
from core.trial.usual_care import arms as usual_care_arms


def plan_of(args: argparse.Namespace) -> Plan:
    """What was asked for, with every protocol read and compiled before anything is run.

    Raises:
        ValueError: no protocol is named, one is not accepted, or a number is out of its range.
        OSError: a file cannot be read.
    """
    if args.protocol is None:
        raise ValueError("--protocol is missing: give a shipped id, a path or usual-care")
    return Plan(
        arms=_arms([args.protocol, *args.versus], data_folder(args.data)),
        patients=args.patients,
        hours=args.hours,
        seed=args.seed,
        preset=Preset(args.preset),
    )


def _arms(names: Sequence[str], folder: Path) -> tuple[Arm, ...]:
    arms = [_arm(name, folder) for name in names]
    if len({arm.hash for arm in arms}) < len(arms):
        raise ValueError("--versus: two arms have the very same text")
    ids = [arm.name for arm in arms]
    return tuple(
        Arm(f"{arm.name} {place}", arm.text) if ids.count(arm.name) > 1 else arm
        for place, arm in enumerate(arms, 1)
    )


def _arm(name: str, folder: Path) -> Arm:
    """An arm by its name; a protocol is called by its id."""
    if name in usual_care_arms():
        return usual_care_arm(name)
    place, text = text_at(place_of(name, folder))
    try:
        protocol_from(text)
        return Arm(file_from(text).id, text)
    except ProtocolError as error:
        raise ValueError(f"{place}: {error.findings[0]}") from error

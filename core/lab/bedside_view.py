"""What can be seen at the bedside: by everybody on the monitor, by the instructor in truth."""

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from math import isnan

from core.lab.act import Vital
from core.lab.bedside import Bedside, next_cuff, true_vitals
from core.lab.monitor import CuffShown, Monitor, Pressures
from core.lab.truth import Sample
from core.patient.arrays import FloatArray
from core.patient.arterial_line import read_mmhg, shown
from core.patient.body import Row
from core.patient.pump import running_mcg_min


@lru_cache(maxsize=8)
def monitor(bedside: Bedside) -> Monitor:
    """The screen as it stands, overrides included."""
    seen = shown(bedside.line, bedside.second, true_vitals(bedside))
    line = _pressures(seen.map_mmhg, seen.systolic_mmhg, seen.diastolic_mmhg)
    cuff = _cuff(bedside)
    if line is not None:
        line = _overridden(bedside, line)
    elif cuff is not None:
        cuff = replace(cuff, pressures=_overridden(bedside, cuff.pressures))
    rate = bedside.overrides.get(Vital.HEART_RATE)
    return Monitor(
        second=bedside.second,
        line=line,
        cuff=cuff,
        cuff_due=next_cuff(bedside),
        heart_rate=_read(seen.heart_rate_bpm) if rate is None else int(rate),
    )


def true_map(bedside: Bedside) -> float:
    """The MAP that the patient has, mmHg."""
    return float(true_vitals(bedside).map_mmhg[0])


def sampled(bedside: Bedside) -> Sample:
    """The truth of this second."""
    true, body = true_vitals(bedside), bedside.body
    pumps = bedside.pumps.items()
    return Sample(
        second=bedside.second,
        map_mmhg=float(true.map_mmhg[0]),
        heart_rate_bpm=float(true.heart_rate_bpm[0]),
        shown_map=monitor(bedside).map,
        reaching=tuple(
            (agent, float(running_mcg_min(pump, pump.second)[0])) for agent, pump in pumps
        ),
        given=tuple((agent, float(pump.given_mcg[0])) for agent, pump in pumps),
        set_ml_h=tuple((agent, float(pump.set_ml_h[0])) for agent, pump in pumps),
        vasoplegia=float(body.row(Row.VASOPLEGIA)[0]),
        drive=float(body.row(Row.DRIVE)[0]),
    )


def _cuff(bedside: Bedside) -> CuffShown | None:
    reading = bedside.cuff_reading
    found = _pressures(reading.map_mmhg, reading.systolic_mmhg, reading.diastolic_mmhg)
    return None if found is None else CuffShown(found, round(float(reading.taken_s[0])))


def _pressures(mean: FloatArray, systolic: FloatArray, diastolic: FloatArray) -> Pressures | None:
    told = _read(mean)
    return None if told is None else Pressures(told, _read(systolic), _read(diastolic))


def _read(value: FloatArray) -> int | None:
    whole = float(read_mmhg(value)[0])
    return None if isnan(whole) else int(whole)


def _overridden(bedside: Bedside, found: Pressures) -> Pressures:
    """An override of MAP moves the pair with it, unless the pair has its own."""
    told = bedside.overrides
    mean = _told(told.get(Vital.MAP), found.map)
    moved = mean - found.map
    systolic = _told(told.get(Vital.SYSTOLIC), (found.systolic or 0) + moved)
    diastolic = _told(told.get(Vital.DIASTOLIC), (found.diastolic or 0) + moved)
    return Pressures(mean, systolic, diastolic)


def _told(value: Decimal | None, otherwise: int) -> int:
    return otherwise if value is None else int(value)

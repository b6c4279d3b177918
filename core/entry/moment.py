"""When a reading was taken, as typed: now, 14:05, 1405, -10 (minutes ago), or a full ISO time.

What is typed is local time of the zone passed in; what comes out is an aware UTC instant. Times
that did not exist, or existed twice, on the day of a clock change are refused or asked about.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from core.entry.codes import Confirm, Doubt, EntryRefusal
from core.entry.profile import SiteProfile, TimeLimits
from core.entry.verdict import Asked, Doubts, Question, Refused, Verdict, doubt, judged, refused
from core.frozen import dataclass
from core.quantity.characters import foreign_digit, invisible_character, trimmed
from core.quantity.grammar import Refusal

_MAX_LENGTH = 32
_CLOCK = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9])")
_COMPACT = re.compile(r"(?P<hour>[01][0-9]|2[0-3])(?P<minute>[0-5][0-9])")
_AGO = re.compile(r"-(?P<minutes>[1-9][0-9]{0,3})")
_ISO = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
    r"(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?"
)
# In the order in which they are looked for; the first that fits says what is wrong.
_MISTAKES = (
    (EntryRefusal.TIME_TWELVE_HOUR, re.compile(r"(?i).*[0-9] ?[ap]\.?m\.?")),
    (EntryRefusal.TIME_DATE_ORDER, re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}.*")),
    (EntryRefusal.TIME_TWENTY_FOUR, re.compile(r"24:?00")),
    (EntryRefusal.TIME_MINUTES, re.compile(r"[0-9]{1,2}:[0-9]")),
    (EntryRefusal.TIME_LEAP_SECOND, re.compile(r".*:60(?:Z|[+-][0-9:]+)?")),
)


@dataclass(frozen=True, slots=True)
class TimeContext:
    """The moment of typing (aware), the zone of the wall clock, the last reading's time.

    `last` is of the same source, so that line and cuff may share a minute. `fresh` is the age
    beyond which a reading changes no dose; the site's figure where the protocol gives none.
    """

    now: datetime
    zone: tzinfo
    last: datetime | None = None
    fresh: timedelta | None = None


def read_time(typed: str, context: TimeContext, site: SiteProfile) -> Verdict[datetime]:
    """Judge the time of a reading; the value is an aware UTC instant."""
    body = trimmed(typed)
    fault = _unreadable(body)
    if fault is not None:
        return fault
    if body.casefold() == "now":
        now = context.now.astimezone(UTC)
        return judged(now, "now", typed, _order_doubts(now, context, site.time))
    ago = _AGO.fullmatch(body)
    if ago is not None:
        # Whole minutes, so that the time shown is the time stored.
        minute = context.now.astimezone(UTC).replace(second=0, microsecond=0)
        return _judged(minute - timedelta(minutes=int(ago["minutes"])), typed, context, site)
    clock = _CLOCK.fullmatch(body) or _COMPACT.fullmatch(body)
    if clock is not None:
        return _from_clock(time(int(clock["hour"]), int(clock["minute"])), typed, context, site)
    return _from_iso(body, typed, context, site)


def _unreadable(body: str) -> Refused | None:
    if not body:
        return refused(Refusal.EMPTY, unit="HH:MM")
    if len(body) > _MAX_LENGTH:
        return refused(Refusal.TOO_LONG, limit=_MAX_LENGTH)
    character = invisible_character(body)
    if character is not None:
        return refused(Refusal.INVISIBLE, character=character)
    digit = foreign_digit(body)
    if digit is not None:
        return refused(Refusal.FOREIGN_DIGITS, character=digit)
    return None


def _from_clock(
    clock: time, typed: str, context: TimeContext, site: SiteProfile
) -> Verdict[datetime]:
    """Today's time of day; one far ahead of now is yesterday's and is asked about."""
    today = context.now.astimezone(context.zone).date()
    instants = _instants(today, clock, context.zone)
    half_day = timedelta(hours=12)
    if instants and instants[0] - context.now > half_day:
        instants = _instants(today - timedelta(days=1), clock, context.zone)
    return _judged_local(instants, typed, context, site, full=False)


def _from_iso(body: str, typed: str, context: TimeContext, site: SiteProfile) -> Verdict[datetime]:
    for code, mistake in _MISTAKES:
        if mistake.fullmatch(body):
            return refused(code, seen=body)
    iso = _ISO.fullmatch(body)
    if iso is None:
        return refused(EntryRefusal.TIME_FORM, seen=body)
    try:
        day, clock = date.fromisoformat(iso["day"]), time.fromisoformat(iso["clock"])
        if iso["zone"] is not None:
            zoned = datetime.fromisoformat(f"{iso['day']}T{iso['clock']}{iso['zone']}")
            return _judged(zoned.astimezone(UTC), typed, context, site, full=True)
        return _judged_local(_instants(day, clock, context.zone), typed, context, site, full=True)
    except (ValueError, OverflowError):
        return refused(EntryRefusal.TIME_NO_SUCH, seen=body)


def _instants(day: date, clock: time, zone: tzinfo) -> tuple[datetime, ...]:
    """The UTC instants that a wall clock shows as this: none in a gap, two in an overlap."""
    found = []
    for fold in (0, 1):
        local = datetime.combine(day, clock.replace(fold=fold), tzinfo=zone)
        instant = local.astimezone(UTC)
        same = instant.astimezone(zone).replace(tzinfo=None, fold=0)
        if same == local.replace(tzinfo=None, fold=0) and instant not in found:
            found.append(instant)
    return tuple(found)


def _judged_local(
    instants: tuple[datetime, ...],
    typed: str,
    context: TimeContext,
    site: SiteProfile,
    *,
    full: bool,
) -> Verdict[datetime]:
    """Judge a wall-clock time; of two instants the ones still to come do not count."""
    if not instants:
        return refused(EntryRefusal.TIME_SKIPPED, seen=trimmed(typed))
    past = [at for at in instants if at <= context.now + site.time.ahead]
    if len(past) < 2:  # noqa: PLR2004 - one clock time has at most two instants
        return _judged(past[0] if past else instants[0], typed, context, site, full=full)
    texts = tuple((at, _full_text(at, context.zone)) for at in past)
    question = Question(Doubt.TIME_TWICE, (("first", texts[0][1]), ("second", texts[1][1])))
    return Asked(past[0], texts[0][1], (question,), Confirm.CHOOSE, texts)


def _judged(
    at: datetime, typed: str, context: TimeContext, site: SiteProfile, *, full: bool = False
) -> Verdict[datetime]:
    text = _full_text(at, context.zone) if full else _short_text(at, context)
    limits = site.time
    if at > context.now + limits.ahead:
        return refused(EntryRefusal.TIME_FUTURE, seen=text, ahead=limits.ahead)
    if at < context.now - limits.back:
        return refused(EntryRefusal.TIME_TOO_OLD, seen=text, back=limits.back)
    asked = _yesterday_doubts(at, text, typed, context) + _order_doubts(at, context, limits)
    return judged(at, text, typed, asked)


def _yesterday_doubts(at: datetime, text: str, typed: str, context: TimeContext) -> Doubts:
    """A bare clock time that can only be yesterday's is asked about."""
    local, now = at.astimezone(context.zone), context.now.astimezone(context.zone)
    bare = _CLOCK.fullmatch(trimmed(typed)) or _COMPACT.fullmatch(trimmed(typed))
    return doubt(Doubt.TIME_YESTERDAY, seen=text) if bare and local.date() != now.date() else ()


def _order_doubts(at: datetime, context: TimeContext, limits: TimeLimits) -> Doubts:
    asked: Doubts = ()
    fresh = limits.fresh if context.fresh is None else context.fresh
    if context.last is not None and _minute(at) == _minute(context.last):
        asked += doubt(Doubt.TIME_SAME_MINUTE, Confirm.CHOOSE)
    elif context.last is not None and at < context.last:
        asked += doubt(Doubt.TIME_OUT_OF_ORDER, last=_short_text(context.last, context))
    if context.now - at > fresh:
        asked += doubt(Doubt.TIME_STALE, fresh=fresh)
    return asked


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def _short_text(at: datetime, context: TimeContext) -> str:
    """HH:MM where that says it all: today, and not twice on the wall clock."""
    local = at.astimezone(context.zone)
    today = context.now.astimezone(context.zone).date()
    once = _instants(local.date(), local.time().replace(fold=0), context.zone)
    if local.date() == today and len(once) == 1 and not local.second:
        return local.strftime("%H:%M")
    return _full_text(at, context.zone)


def _full_text(at: datetime, zone: tzinfo) -> str:
    """The ISO form in the zone with its offset, Z for none; seconds only where they are not 0."""
    local = at.astimezone(zone)
    text = local.isoformat(timespec="seconds" if local.second else "minutes")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text

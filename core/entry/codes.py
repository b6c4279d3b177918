"""The closed sets of what an entry is refused for, asked about, and how a question is settled.

Each code has one sentence in the texts.
"""

from enum import StrEnum

from core.quantity.grammar import Refusal


class EntryRefusal(StrEnum):
    """Why a readable entry is still refused; faults of the number itself are `Refusal`."""

    BELOW_HARD = "below_hard"
    ABOVE_HARD = "above_hard"
    UNIT_CONVERTED = "unit_converted"
    ZERO_IS_STOP = "zero_is_stop"
    PUMP_STEP = "pump_step"
    BASIS_UNSET = "basis_unset"
    BAG_FORM = "bag_form"
    BAG_AMOUNT_UNIT = "bag_amount_unit"
    BAG_VOLUME_UNIT = "bag_volume_unit"
    BAG_CC = "bag_cc"
    BAG_SALT_WORD = "bag_salt_word"
    BAG_RATIO = "bag_ratio"
    BAG_PERCENT = "bag_percent"
    BAG_TOO_WEAK = "bag_too_weak"
    BAG_TOO_STRONG = "bag_too_strong"
    BAG_VIAL = "bag_vial"
    BAG_NEEDS_VOLUME = "bag_needs_volume"
    BAG_LABEL_DIFFERS = "bag_label_differs"
    MAP_ZERO = "map_zero"
    MAP_NEGATIVE = "map_negative"
    MAP_TOO_HIGH = "map_too_high"
    MAP_WHOLE = "map_whole"
    MAP_KPA = "map_kpa"
    MAP_PAIR = "map_pair"
    MAP_MARK = "map_mark"
    MAP_PLACEHOLDER = "map_placeholder"
    MAP_OUTSIDE_PAIR = "map_outside_pair"
    PAIR_SWAPPED = "pair_swapped"
    TIME_FORM = "time_form"
    TIME_MINUTES = "time_minutes"
    TIME_TWELVE_HOUR = "time_twelve_hour"
    TIME_TWENTY_FOUR = "time_twenty_four"
    TIME_DATE_ORDER = "time_date_order"
    TIME_NO_SUCH = "time_no_such"
    TIME_LEAP_SECOND = "time_leap_second"
    TIME_FUTURE = "time_future"
    TIME_TOO_OLD = "time_too_old"
    TIME_SKIPPED = "time_skipped"
    LABEL_EMPTY = "label_empty"
    LABEL_TOO_LONG = "label_too_long"
    LABEL_MARKS = "label_marks"
    NOTE_EMPTY = "note_empty"
    NOTE_TOO_LONG = "note_too_long"
    INITIALS_FORM = "initials_form"
    AGE_TOO_YOUNG = "age_too_young"


class Doubt(StrEnum):
    """What is asked about a readable entry."""

    BELOW_USUAL = "below_usual"
    ABOVE_USUAL = "above_usual"
    AT_HARD = "at_hard"
    WEIGHT_CHANGE = "weight_change"
    WEIGHT_POUNDS = "weight_pounds"
    WEIGHT_RUNNING = "weight_running"
    OVER_STEP = "over_step"
    LARGE_CHANGE = "large_change"
    DIGIT_SHIFT = "digit_shift"
    ABRUPT_STOP = "abrupt_stop"
    RATE_LOW = "rate_low"
    RATE_HIGH = "rate_high"
    RATE_SHIFT = "rate_shift"
    BAG_UNLISTED = "bag_unlisted"
    BAG_CONVERTED = "bag_converted"
    BAG_SALT = "bag_salt"
    BAG_RUNNING = "bag_running"
    MAP_IMPLAUSIBLE = "map_implausible"
    MAP_LOW = "map_low"
    MAP_HIGH = "map_high"
    MAP_JUMP = "map_jump"
    MAP_FROZEN = "map_frozen"
    MAP_DUPLICATE = "map_duplicate"
    MAP_FLAT_LINE = "map_flat_line"
    MAP_FLUSH = "map_flush"
    MAP_DAMPED = "map_damped"
    MAP_OFF_PAIR = "map_off_pair"
    TIME_TWICE = "time_twice"
    TIME_YESTERDAY = "time_yesterday"
    TIME_SAME_MINUTE = "time_same_minute"
    TIME_OUT_OF_ORDER = "time_out_of_order"
    TIME_STALE = "time_stale"
    LABEL_MIXED_SCRIPTS = "label_mixed_scripts"
    LABEL_NAME = "label_name"
    LABEL_BIRTH_DATE = "label_birth_date"
    LABEL_ADDRESS = "label_address"
    LABEL_OPEN = "label_open"
    LABEL_SWAPPED = "label_swapped"


class Confirm(StrEnum):
    """What settles a question, from the lightest to the heaviest."""

    CONFIRM = "confirm"
    CONFIRM_OR_ARTEFACT = "confirm_or_artefact"
    CHOOSE = "choose"
    REASON = "reason"
    RETYPE = "retype"


AnyRefusal = Refusal | EntryRefusal

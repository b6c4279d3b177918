"""The opportunities of a debrief as rows, and their verdicts counted."""

from collections.abc import Iterator

from core.lab.debrief import AnswerGiven, Weighed
from core.lab.debrief_text import Teller
from core.lab.debrief_view import TallyRow, VerdictRow
from core.lab.played import SECOND
from core.model.terms import Action
from core.quantity.measures import Dose
from core.verdict.opportunity import STEPS, Verdict
from core.verdict.totals import NEEDED, Totals
from core.view.verdict_says import verdict_sentence


def verdict_row(item: Weighed, teller: Teller) -> VerdictRow:
    """One opportunity: what was advised, what was given, and what it came to."""
    of, judged = item.opened.opportunity, item.judged
    verdict = str(judged.verdict)
    return VerdictRow(
        second=item.since // SECOND,
        reading=item.opened.reading,
        at=teller.at(item.since),
        map=str(item.reading.map),
        agent=teller.agent(of.agent),
        advised=_advised(item, teller),
        given=item.sentence.args.get("given", teller.say("debrief.no-points")),
        verdict=verdict,
        symbol=teller.say(f"debrief.symbol.{verdict}"),
        word=teller.words.say(judged.verdict.code),
        rule=judged.rule,
        sentence=verdict_sentence(of, judged, teller.words),
        answers=tuple(answer_text(answer, teller) for answer in item.answers),
        held=item.opened.held,
    )


def _advised(item: Weighed, teller: Teller) -> str:
    of = item.opened.opportunity
    advised = advised_text(of.action, of.advised, teller)
    return teller.say("debrief.advised.call", advised=advised) if of.called else advised


def advised_text(action: Action | None, dose: Dose | None, teller: Teller) -> str:
    """What was advised in a few words: "raise to 0.07 mcg/kg/min", "hold"."""
    if action is None:
        return teller.say("debrief.advised.none")
    if action is Action.STOP:
        return teller.say("debrief.advised.stop")
    word = teller.words.say(f"action-word.{action}")
    if action not in STEPS or dose is None:
        return word
    return teller.say("debrief.advised.step", action=word, dose=str(dose))


def answer_text(answer: AnswerGiven, teller: Teller) -> str:
    """What was said to advice, with the reason and all that was said with it."""
    said = answer.said
    parts = [teller.words.say(f"reply.{said.reply}")]
    if said.dose is not None:
        parts.append(teller.say("debrief.answer.set", dose=str(said.dose)))
    if said.until is not None:
        until = teller.clock(teller.played.since(said.until))
        parts.append(teller.say("debrief.answer.until", until=until))
    if said.reason is not None:
        parts.append(teller.words.say(f"override.{said.reason}"))
    return ", ".join(parts)


def tally_rows(totals: Totals, teller: Teller) -> Iterator[TallyRow]:
    """Each verdict with its count and shares, in the sequence of their definition."""
    if not any(totals.counts.values()):
        return
    for verdict in Verdict:
        share = totals.share(verdict) if verdict in NEEDED else None
        both = totals.right_with_not_indicated if verdict is Verdict.RIGHT else None
        yield TallyRow(
            verdict=str(verdict),
            symbol=teller.say(f"debrief.symbol.{verdict}"),
            word=teller.words.say(verdict.code),
            count=str(totals.counts[verdict]),
            needed=teller.share(share),
            all=teller.share(both),
        )


def uncounted(totals: Totals, teller: Teller) -> tuple[str, ...]:
    """Why verdicts were left open, each with how often."""
    return tuple(
        teller.say(f"debrief.unknown.{rule}", count=str(count))
        for rule, count in totals.unknown.items()
    )


def summary_text(totals: Totals, teller: Teller) -> str:
    """The totals in a sentence."""
    args = {
        "kept": str(totals.counts[Verdict.NOT_INDICATED]),
        "unknown": str(totals.counts[Verdict.UNKNOWN]),
    }
    if totals.needed == 0:
        return teller.say("debrief.nothing", **args)
    right = str(totals.counts[Verdict.RIGHT])
    return teller.say("debrief.summary", right=right, needed=str(totals.needed), **args)

"""What stands on sheets beside the timeline: figures, the comparison, and what to talk about."""

from core.lab.debrief_view import DebriefView
from core.view.wording import Words
from gui.debrief.sheet import Sheet


def show_figures(sheet: Sheet, view: DebriefView, words: Words) -> None:
    """Objectives, course, verdicts counted, and what was played."""
    page = sheet.new_page()
    page.head(words.say("debriefing.figures.objectives"))
    page.grid([(row.text, row.score) for row in view.objectives])
    page.head(words.say("debriefing.figures.outcomes"))
    page.grid([(row.name, row.value) for row in view.outcomes])
    page.head(words.say("debriefing.figures.verdicts"))
    page.tallies(view.tallies)
    page.text(words.say("debriefing.figures.shares"))
    if view.uncounted:
        page.head(words.say("debriefing.figures.uncounted"))
        for line in view.uncounted:
            page.text(line)
    if view.held_tallies:
        page.head(words.say("debriefing.figures.held"))
        page.tallies(view.held_tallies)
    page.head(words.say("debriefing.figures.played"))
    for row in view.head:
        page.text(f"{row.name}: {row.value}")
    sheet.show_page(page)


def show_comparison(sheet: Sheet, view: DebriefView, words: Words, *, comparable: bool) -> None:
    """The figures of each course from the moment on, side by side."""
    overlay, page = view.overlay, sheet.new_page()
    if not comparable:
        page.text(words.say("debriefing.compare.impossible"))
    elif overlay.moment is None:
        page.text(words.say("debriefing.compare.how"))
    else:
        page.text(overlay.moment_text, bold=True)
        heads = (words.say("debriefing.compare.figure"), words.say("debriefing.compare.given"))
        rows = [(row.name, row.given, *row.others) for row in overlay.differences]
        page.grid(rows, (*heads, *overlay.columns))
        for sentence in overlay.spoken:
            page.text(sentence)
    page.text(words.say("debriefing.compare.beside"))
    sheet.show_page(page)


def show_talk(sheet: Sheet, view: DebriefView, words: Words) -> None:
    """The questions of the scenario, and what the instructor noted."""
    page = sheet.new_page()
    page.head(words.say("debriefing.talk.questions"))
    for number, question in enumerate(view.questions, 1):
        page.text(f"{number}.  {question}")
    if not view.questions:
        page.text(words.say("debriefing.talk.none"))
    page.head(words.say("debriefing.talk.notes"))
    for note in view.notes:
        page.text(f"{note.at}  {note.what}")
    if not view.notes:
        page.text(words.say("debriefing.talk.no-note"))
    sheet.show_page(page)

"""Rules of procedure and timetables, in the words of the handouts.

The rules follow the practice of the real group (decisions by consensus) and, where the class votes, the rules of
procedure of the General Assembly; what is simpler here than there is said in ``SIMPLER``.
"""

from fractions import Fraction

from .. import coalition

SOURCES = (
    ("Rules of procedure of the General Assembly, A/520/Rev.16, rules 83 to 91", "United Nations (copy at vdocuments.net)",
     "https://vdocuments.net/ga-rules-procedures.html", "2006"),
    ("OEWG’s eighth substantive session: third progress report adopted, what’s next for ICT discussions?",
     "Digital Watch (DiploFoundation)", "https://dig.watch/updates/oewgs-eighth-substantive-session-the-highlights", "2024-07"),
)  # fmt: skip

PROCEDURE = (
    ("The chair", "主席", "The teacher chairs. The chair opens and closes each part, gives the floor, and proposes; only delegations decide."),
    ("The floor", "发言权", "Raise your role card. Speak as “my delegation”, never as yourself. Keep to the time that the chair names."),
    ("Opening poll", "初步表态", "After the opening statements each delegation marks on the tally sheet the alternative that it prefers on each paragraph. It binds nobody."),
    ("Informal consultations", "非正式磋商", "Walk about and talk. The chair may give each paragraph to one delegation as facilitator. Look for a text that all can accept."),
    ("Amendments", "修正案", "An amendment adds to, deletes from or changes a paragraph. Write it down, find two more states that support it, and hand it to the chair. What the room writes becomes alternative D of the paragraph; there is one D at a time, and its authors may change it until the vote."),
    ("Consensus first", "协商一致", "The chair reads each paragraph and asks: is there any objection? If no delegation objects, it is agreed without a vote. A delegation that objects must say which words it can't accept, and offer others."),
    ("Vote", "表决", "Without consensus each delegation chooses one alternative, A to D, or abstains (弃权). Abstentions don't count. A paragraph for which no alternative gets the majority falls out of the text."),
    ("The whole text", "全案表决", "At the end the chair puts the whole text to the vote: yes, no, or abstain. By consensus it is adopted if nobody votes no; by two thirds (三分之二多数) if yes is at least two thirds of yes and no; by simple majority (简单多数) if yes is more than no."),
    ("Explanation of vote", "解释性发言", "After the vote a delegation may say in one sentence why it voted so, or set itself apart from a paragraph without stopping the text."),
)  # fmt: skip
SIMPLER = (
    "The real group decides by consensus only; votes belong to the First Committee and the General Assembly. There, "
    "important questions need two thirds of those present and voting and others a simple majority, and who abstains counts "
    "as not voting. Choosing between several alternatives at once is our simplification: the Assembly votes on amendments one "
    "after another, yes or no."
)
RULES = {"Consensus": None, "Two thirds": Fraction(2, 3), "Simple majority": Fraction(1, 2)}


def adopted(yes: int, no: int, rule: str) -> bool:
    """Whether a text with so many votes is adopted under one of ``RULES``; without a yes it never is."""
    share = RULES[rule]
    return yes > 0 and no == 0 if share is None else coalition.passes(yes, no, share)


def chosen(counts: dict[str, int], rule: str) -> str | None:
    """The alternative that a paragraph gets under a rule, or None: by consensus the only one chosen, by two thirds or simple
    majority the one with enough of all choices. counts: choices by letter, abstentions left out."""
    total = sum(counts.values())
    if not total:
        return None
    letter, most = max(counts.items(), key=lambda item: item[1])
    return letter if adopted(most, total - most, rule) else None


def paragraphs_for(size: int, lessons: int) -> tuple[int, ...]:
    """Which paragraphs a class has time for: all seven in two lessons of 90 minutes; in one four, or three from 31 students
    on. The others stay out of the text."""
    if lessons == 2:
        return (1, 2, 3, 4, 5, 6, 7)
    return (1, 2, 4, 5) if size <= 30 else (1, 2, 4)


def seconds(size: int, lessons: int) -> int:
    """How long an opening statement may be, so that all fit (15 minutes in one lesson, 30 in two): whole five seconds, at
    most 120."""
    return min(120, (15 if lessons == 1 else 30) * 60 // size // 5 * 5)


def timetable(size: int, lessons: int) -> list[tuple[str, str, str]]:
    """The timetable for one or two lessons of 90 minutes: minutes from and to, what, and how.

    Raises ValueError for another number of lessons.
    """
    if lessons not in (1, 2):
        raise ValueError(f"There are timetables for 1 and 2 lessons, and not for {lessons}.")
    says = f"{seconds(size, lessons)} seconds each: what your state wants most, and one thing on which it can move."
    which = ", ".join(map(str, paragraphs_for(size, lessons)))
    if lessons == 1:
        steps = [
            (10, "Opening", "The chair opens, explains the rules on one page, hands out the cards."),
            (10, "Reading", "Read your card and the draft text. Mark the paragraph that matters most to your state."),
            (15, "Opening statements", says),
            (5, "Opening poll", f"Paragraphs {which}, on the tally sheet."),
            (20, "Informal consultations", "In the groups of your card first (5 minutes), then with others. Write a D where you can."),
            (15, "Formal meeting", "Paragraph by paragraph: consensus first, then the vote."),
            (5, "The whole text", "Vote; two or three explanations of vote."),
            (10, "Debrief", "Out of role. The debrief notebook on the screen."),
        ]  # fmt: skip
        return _clock("", steps)
    first = [
        (10, "Opening", "The chair opens, explains the rules on one page, hands out the cards."),
        (15, "Reading", "Read your card and the draft text. Mark the two paragraphs that matter most to your state."),
        (30, "Opening statements", says),
        (10, "Opening poll", "All seven paragraphs, on the tally sheet."),
        (20, "Consultations in groups", "In the groups of your card: what is our common line, and who speaks for us?"),
        (5, "Close", "Each group names what it will offer next time."),
    ]
    second = [
        (5, "Reopening", "The chair shows the opening poll."),
        (
            30,
            "Informal consultations",
            "With other groups. One facilitator for each paragraph; write a D where you can.",
        ),
        (25, "Formal meeting", "Paragraph by paragraph: consensus first, then the vote."),
        (10, "The whole text", "Vote; explanations of vote."),
        (20, "Debrief", "Out of role. The debrief notebook on the screen."),
    ]
    return _clock("Lesson 1, ", first) + _clock("Lesson 2, ", second)


def _clock(before: str, steps: list[tuple[int, str, str]]) -> list[tuple[str, str, str]]:
    rows, now = [], 0
    for minutes, what, how in steps:
        rows.append((f"{before}{now}–{now + minutes}", what, how))
        now += minutes
    assert now == 90, now
    return rows

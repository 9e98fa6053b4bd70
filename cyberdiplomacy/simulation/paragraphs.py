"""The draft text of the simulation: seven contested paragraphs, each with two or three alternatives in square brackets.

The wording is the course's own, in the manner of such reports; it is no UN text. The points of contest are real: who
stood nearest to which alternative is in ``un_positions``, and what became of each point is told with its source.
"""

from typing import NamedTuple

_DW = "Digital Watch (DiploFoundation)"
_FINAL = (
    "Agenda item 5, 11th substantive session, part 6", _DW,
    "https://dig.watch/event/un-oewg-2021-2025-11th-substantive-session/agenda-item-5-discussions-on-substantive-issues-contained-inparagraph-1-of-general-assembly-resolution-75-240-continued-part-6",
    "2025-07-11",
)  # fmt: skip
_MEETING = (
    "Global Mechanism on ICT security: meeting page", "UNODA Meetings Place", "https://meetings.unoda.org/meeting/76825", "2026",
)  # fmt: skip


class Paragraph(NamedTuple):
    """One paragraph: its place, its topic in ``un_positions``, names, opening words, alternatives by letter, and what became
    of the point in the real talks, with its source (title, publisher, address, date; None where the tables have none)."""

    number: int
    topic: str
    title: str
    title_zh: str
    opening: str
    alternatives: dict[str, str]
    outcome: str
    source: tuple[str, str, str, str] | None


PARAGRAPHS = (
    Paragraph(
        1, "rules", "New norms and legally binding obligations", "新规范与有法律约束力的义务",
        "States recall the eleven voluntary norms of responsible behaviour, and decide",
        {
            "A": "to put them into practice first, since they see no need for new obligations at this time",
            "B": "to put them into practice and, at the same time, to discuss additional norms and the gaps in existing law",
            "C": "to begin work on a legally binding instrument on security in the use of ICT",
        },
        "The final report of July 2025 was agreed by consensus. Russia and states close to it voiced disappointment about the "
        "balance between carrying out old norms and developing new ones.",
        _FINAL,
    ),
    Paragraph(
        2, "law", "International humanitarian law", "国际人道法",
        "States reaffirm that international law, in particular the Charter of the United Nations, applies to the use of ICT, and",
        {
            "A": "recognise that in armed conflicts international humanitarian law applies too, with its principles of humanity, necessity, proportionality and distinction",
            "B": "note that how and when international humanitarian law applies asks for prudence and further study, and that to name it does not make conflict legitimate",
            "C": "stress that ICT serve peaceful purposes only, and that cyberspace must not become a theatre of military operations",
        },
        "In the last week of the talks the European Union, Switzerland, Canada and others were disappointed that the talks on "
        "humanitarian law were not reflected well enough in the text.",
        (
            "Agenda item 5: discussions on substantive issues, 11th substantive session, part 5", _DW,
            "https://dig.watch/event/un-oewg-2021-2025-11th-substantive-session/agenda-item-5-discussions-on-substantive-issues-contained-inparagraph-1-of-general-assembly-resolution-75-240-continued-2",
            "2025-07-10",
        ),
    ),
    Paragraph(
        3, "mechanism", "The permanent mechanism", "常设机制",
        "States establish a permanent mechanism under the United Nations, open to all member states. It works",
        {
            "A": "as a programme of action, in thematic groups that cut across all subjects and lead to action",
            "B": "in separate thematic groups by subject, among them one on international law and one on capacity building",
            "C": "as the open-ended working group made permanent, in plenary, on the subjects of its present mandate",
        },
        "The Global Mechanism is one permanent track that reports to the First Committee. Two thematic groups are set to meet: "
        "one on the whole framework and one on capacity building.",
        _MEETING,
    ),
    Paragraph(
        4, "stakeholders", "Stakeholders", "利益攸关方",
        "States decide; firms, universities and civil society contribute to the work.",
        {
            "A": "More organisations than today take part. If a state objects to one, it makes its reasons public, and states then decide together",
            "B": "The present rules stay: an organisation takes part as an observer if no state objects, and there is one session for stakeholders",
        },
        "States commit themselves to systematic engagement with firms, organisations and universities under the rules of the "
        "final report, A/80/257, which follow the pattern of the working group.",
        _MEETING,
    ),
    Paragraph(
        5, "capacity", "Money and help for capacity building", "能力建设",
        "States agree that no state should be left without the means to protect its networks. To this end",
        {
            "A": "they set up a voluntary fund of the United Nations and a portal that brings needs and offers together",
            "B": "they set up a portal, use the programmes and bodies that exist, and do not set up a new fund",
            "C": "help is given at the request of a state and without discrimination, respects its sovereignty, and is not hindered by unilateral coercive measures",
        },
        "The final report sets up a Global ICT Security Cooperation and Capacity Building Portal. The fund was widely supported "
        "in the talks, and some had doubts about its cost; the summary that the course uses names no states.",
        _FINAL,
    ),
    Paragraph(
        6, "contacts", "Points of contact", "联络点",
        "States keep a global directory of national points of contact. They",
        {
            "A": "test it every year, train the contact points, and hold exercises that grow in difficulty",
            "B": "name for it contact points with authority at the national level, who stay politically neutral and are not subject to sanctions",
            "C": "note that such confidence-building measures cannot take the place of binding rules, which they can only support",
        },
        "The directory opened in May 2024; more than 120 states had joined by October 2025.",
        (
            "Advancing the UN Global Intergovernmental Points of Contact Directory", "UNIDIR",
            "https://unidir.org/event/advancing-the-un-global-intergovernmental-points-of-contact-directory-smooth-transition-and-further-development",
            "2025-10-15",
        ),
    ),
    Paragraph(
        7, "data", "Supply chain and data security", "供应链与数据安全",
        "States wish to keep the supply chain of ICT products whole and trusted. They",
        {
            "A": "recognise that each state decides, for reasons of its own security, which suppliers and services it trusts",
            "B": "agree to build in no back doors, and to discuss rules on the security and storage of data and on surveillance",
            "C": "ask for an open, fair and non-discriminatory business environment, in which security is no reason to shut out the firms of particular states",
        },
        "No source in the course's tables says how the final report settled this point. China's initiative of 2020 led to two "
        "regional texts, with the Arab League in 2021 and with five Central Asian states in 2022.",
        (
            "China's Data Security Cooperation Initiatives and Their Implications", "AsiaGlobal Online (University of Hong Kong)",
            "https://www.asiaglobalonline.hku.hk/chinas-data-security-cooperation-initiatives-and-their-implications", "2022-06-29",
        ),
    ),
)  # fmt: skip
BY_TOPIC = {paragraph.topic: paragraph for paragraph in PARAGRAPHS}
COMPROMISE = "D"  # the letter of a text that the class itself writes
ABSTAIN = "abstain"


def letters(topic: str) -> tuple[str, ...]:
    """What a delegation may choose on a paragraph: its alternatives, and D for a text written in the room."""
    return (*BY_TOPIC[topic].alternatives, COMPROMISE)

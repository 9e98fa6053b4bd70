"""Assignment 4: what was agreed, what it takes to pass, and what a model needs (claims S1 to S6)."""

from .assignment import Assignment, Question
from .forms import Number, Numbers, Texts

PERCENT = Number(0, 100, "percent", tolerance=0.1)
BUDAPEST, CORRUPTION = "Budapest Convention", "UN Convention against Corruption"
CRIME = "UN Convention against Organized Crime"

# First and last year of a window with 27 to 50 steps of the UN's processes.
STEPS = [
    (2009, 2022), (2011, 2023), (2018, 2022), (2009, 2023), (2008, 2022), (2015, 2022), (2016, 2023), (2015, 2023),
    (2006, 2022), (2011, 2021), (2007, 2021), (2017, 2023), (2018, 2023), (2006, 2021), (2018, 2024), (2008, 2021),
    (2005, 2022), (2009, 2021), (2007, 2022), (2010, 2021), (2011, 2022), (2005, 2021), (2016, 2022), (2007, 2023),
]  # fmt: skip

# Two measures of the table "measures"; their support rests on two to four works that argue.
MEASURES = [
    ("S2", "S5"), ("S1", "S6"), ("S1", "S6"), ("S4", "S5"), ("S3", "S5"), ("S2", "S5"), ("S2", "S3"), ("S1", "S2"),
    ("S4", "S5"), ("S1", "S4"), ("S3", "S4"), ("S4", "S6"), ("S4", "S6"), ("S3", "S6"), ("S2", "S4"), ("S1", "S4"),
    ("S1", "S2"), ("S2", "S3"), ("S2", "S6"), ("S1", "S5"), ("S3", "S5"), ("S1", "S3"), ("S2", "S6"), ("S5", "S6"),
]  # fmt: skip

# First and last year of a window in which each of the four fates befell a proposal by China, alone or with others.
PROPOSED = [
    (2013, 2025), (2010, 2024), (2018, 2025), (2015, 2025), (2019, 2023), (2018, 2024), (2013, 2023), (2011, 2025),
    (2013, 2024), (2017, 2025), (2016, 2023), (2019, 2024), (2010, 2025), (2016, 2024), (2011, 2024), (2018, 2023),
    (2015, 2024), (2010, 2023), (2011, 2023), (2019, 2025), (2017, 2023), (2017, 2024), (2016, 2025), (2015, 2023),
]  # fmt: skip

# A convention, a year, and a number: the parties before and after that one joined in the same year as it.
JOINED = [
    (BUDAPEST, 2021, 31), (CORRUPTION, 2009, 30), (CRIME, 2002, 136), (BUDAPEST, 2012, 48),
    (BUDAPEST, 2018, 12), (CORRUPTION, 2010, 8), (CRIME, 2009, 20), (BUDAPEST, 2008, 38),
    (BUDAPEST, 2022, 34), (CORRUPTION, 2007, 146), (CORRUPTION, 2005, 120), (CRIME, 2005, 150),
    (CRIME, 2011, 80), (CORRUPTION, 2008, 154), (CRIME, 2004, 143), (CORRUPTION, 2012, 95),
    (CRIME, 2008, 45), (CORRUPTION, 2011, 60), (BUDAPEST, 2010, 43), (BUDAPEST, 2017, 26),
    (CRIME, 2010, 108), (CORRUPTION, 2006, 136), (BUDAPEST, 2006, 61), (CRIME, 2003, 125),
]  # fmt: skip

# A text led by Russia, one of the same session led by the United States or France, and a region that voted on both.
VOTED = [
    ("73/27", "73/266", "Africa"), ("75/240", "75/32", "Africa"), ("74/247", "74/28", "Americas"), ("77/36", "77/37", "Americas"),
    ("75/240", "75/32", "Asia"), ("74/247", "74/28", "Africa"), ("75/240", "75/32", "Americas"), ("78/237", "78/16", "Asia"),
    ("73/27", "73/266", "Africa"), ("73/27", "73/266", "Americas"), ("75/240", "75/32", "Africa"), ("74/29", "74/28", "Asia"),
    ("74/29", "74/28", "Americas"), ("74/29", "74/28", "Americas"), ("77/36", "77/37", "Americas"), ("74/247", "74/28", "Asia"),
    ("78/237", "78/16", "Africa"), ("74/247", "74/28", "Asia"), ("78/237", "78/16", "Americas"), ("73/27", "73/266", "Asia"),
    ("74/29", "74/28", "Africa"), ("77/36", "77/37", "Africa"), ("77/36", "77/37", "Asia"), ("78/237", "78/16", "Asia"),
]  # fmt: skip

# Invented inputs of the model: people who work, are needed and graduate; shares that stay and leave; how many come from
# other fields for each graduate; yearly growth of graduates and of need. Each ends in a shortage of 0.6 to 2 million.
MODEL = [
    (580_000, 1_380_000, 26_000, 0.55, 2.5, 0.05, 0.1, 0.04),
    (700_000, 2_000_000, 22_000, 0.8, 2, 0.06, 0.05, 0.03),
    (330_000, 1_530_000, 28_000, 0.65, 2.5, 0.07, 0.05, 0.05),
    (380_000, 1_380_000, 30_000, 0.6, 3, 0.05, 0.05, 0.03),
    (570_000, 1_170_000, 20_000, 0.8, 1, 0.04, 0.06, 0.03),
    (480_000, 1_680_000, 25_000, 0.8, 2.5, 0.06, 0.05, 0.04),
    (320_000, 1_220_000, 24_000, 0.55, 2, 0.05, 0.05, 0.06),
    (540_000, 1_140_000, 22_000, 0.6, 1, 0.03, 0.05, 0.06),
    (400_000, 1_600_000, 22_000, 0.8, 3, 0.04, 0.1, 0.04),
    (460_000, 1_160_000, 25_000, 0.8, 2.5, 0.03, 0.1, 0.06),
    (340_000, 1_140_000, 20_000, 0.65, 3, 0.05, 0.05, 0.04),
    (360_000, 1_760_000, 25_000, 0.75, 1.5, 0.06, 0.06, 0.04),
    (560_000, 1_160_000, 22_000, 0.6, 2.5, 0.07, 0.12, 0.03),
    (500_000, 1_700_000, 20_000, 0.8, 2, 0.05, 0.06, 0.03),
    (520_000, 1_120_000, 25_000, 0.75, 2, 0.03, 0.06, 0.05),
    (620_000, 1_620_000, 20_000, 0.8, 2.5, 0.03, 0.1, 0.03),
    (420_000, 1_620_000, 26_000, 0.55, 3, 0.06, 0.1, 0.03),
    (440_000, 1_440_000, 25_000, 0.8, 3, 0.06, 0.1, 0.06),
    (680_000, 1_980_000, 20_000, 0.75, 3, 0.03, 0.08, 0.03),
    (640_000, 1_540_000, 20_000, 0.65, 2, 0.04, 0.12, 0.04),
    (450_000, 1_550_000, 22_000, 0.75, 2, 0.04, 0.06, 0.04),
    (690_000, 1_890_000, 24_000, 0.55, 1, 0.05, 0.06, 0.03),
    (660_000, 1_660_000, 28_000, 0.75, 2.5, 0.05, 0.05, 0.03),
    (600_000, 1_800_000, 20_000, 0.8, 3, 0.05, 0.05, 0.04),
]  # fmt: skip

VARIANTS = [
    {
        "first_year": first, "last_year": last,
        "measures": list(measures),
        "proposed_from": since, "proposed_to": until,
        "convention": convention, "by_year": by_year, "nth": nth,
        "text": f"A/RES/{text}", "other_text": f"A/RES/{other}", "region": region,
        "workforce": workforce, "need": need, "graduates": graduates, "stay": stay, "others": others, "leave": leave,
        "graduate_growth": graduate_growth, "need_growth": need_growth,
    }
    for (first, last), measures, (since, until), (convention, by_year, nth), (text, other, region),
        (workforce, need, graduates, stay, others, leave, graduate_growth, need_growth) in zip(
            STEPS, MEASURES, PROPOSED, JOINED, VOTED, MODEL, strict=True
        )
]  # fmt: skip

ASSIGNMENT = Assignment(
    name="4-ways-forward",
    title="Ways forward: what was agreed, and what it takes",
    questions={
        "q1": Question(Number(0, 87, "steps", whole=True), 4),
        "q2": Question(PERCENT, 5),
        "q3": Question(Texts("keys of works", 1, 15), 6),
        "q4": Question(Numbers("fates", Number(0, 45, "proposals", whole=True), 1, 4), 6),
        "q5": Question(Number(0, 200, "parties", whole=True), 7),
        "q6": Question(Number(1998, 2026, whole=True), 7),
        "q7": Question(PERCENT, 8),
        "q8": Question(PERCENT, 8),
        "q9": Question(PERCENT, 8),
        "q10": Question(Number(-20000, 20000, "thousand people", tolerance=0.5), 11),
    },
    essay_points=30,
    variants=VARIANTS,
    labels={
        "first_year": "first year of steps at the UN (q1, q2)",
        "last_year": "last year of steps at the UN (q1, q2)",
        "measures": "two measures of the thesis (q3)",
        "proposed_from": "first year of proposals (q4, q9)",
        "proposed_to": "last year of proposals (q4, q9)",
        "convention": "a convention (q5, q6)",
        "by_year": "a year of that convention (q5)",
        "nth": "number of a party in the order of joining (q6)",
        "text": "a resolution led by Russia (q7, q8, q9)",
        "other_text": "a resolution of the same session led by the United States or France (q8)",
        "region": "a region of the UN (q7, q8)",
        "workforce": "people who work in 2021, in the model (q10)",
        "need": "people needed in 2021, in the model (q10)",
        "graduates": "graduates of 2021, in the model (q10)",
        "stay": "share of graduates that stay in the field (q10)",
        "others": "how many come from other fields for each graduate (q10)",
        "leave": "share of the workforce that leaves in a year (q10)",
        "graduate_growth": "growth of graduates a year, as a share (q10)",
        "need_growth": "growth of the need a year, as a share (q10)",
    },
)

"""Assignment 1: the theory chapter's tables, read by the student (claims T1 to T7)."""

from .assignment import Assignment, Question
from .forms import Number, Numbers, Texts

PERCENT = Number(0, 100, "percent", tolerance=0.1)
POINTS = Number(-100, 100, "percentage points", tolerance=0.1)

# Networks of diplomatic posts that share their number of posts with no other; the year has a figure from the ITU.
COUNTRIES = [
    ("BRA", "Brazil", 2013), ("IND", "India", 2019), ("KOR", "South Korea", 2010), ("MEX", "Mexico", 2012),
    ("CAN", "Canada", 2014), ("ARG", "Argentina", 2013), ("NLD", "Netherlands", 2010), ("HUN", "Hungary", 2012),
    ("POL", "Poland", 2010), ("IDN", "Indonesia", 2019), ("SAU", "Saudi Arabia", 2012), ("PRT", "Portugal", 2011),
    ("COL", "Colombia", 2012), ("ZAF", "South Africa", 2013), ("MYS", "Malaysia", 2012), ("AUT", "Austria", 2011),
    ("SWE", "Sweden", 2018), ("IRL", "Ireland", 2010), ("THA", "Thailand", 2014), ("NOR", "Norway", 2011),
    ("BGD", "Bangladesh", 2020), ("NZL", "New Zealand", 2011), ("LKA", "Sri Lanka", 2019), ("TUR", "Türkiye", 2011),
]  # fmt: skip

# First and last year of a window; each holds definitions by tools from all four origins.
DEFINED = [(first, last) for last in (2023, 2024, 2025) for first in (2002, 2011, 2012, 2013, 2015, 2016, 2017, 2018)]

LINKED = [
    ("USA", "the United States", 2020), ("BRA", "Brazil", 2023), ("IND", "India", 2021), ("CHN", "China", 2022),
    ("DEU", "Germany", 2023), ("RUS", "Russia", 2020), ("IND", "India", 2024), ("USA", "the United States", 2022),
    ("CHN", "China", 2020), ("BRA", "Brazil", 2020), ("RUS", "Russia", 2022), ("DEU", "Germany", 2020),
    ("CHN", "China", 2024), ("IND", "India", 2022), ("USA", "the United States", 2024), ("DEU", "Germany", 2024),
    ("RUS", "Russia", 2021), ("BRA", "Brazil", 2024), ("IND", "India", 2020), ("DEU", "Germany", 2021),
    ("USA", "the United States", 2021), ("CHN", "China", 2021), ("RUS", "Russia", 2023), ("IND", "India", 2023),
]  # fmt: skip

# First and last month of a window in which 36 to 56 of the listed accounts were opened.
MONTHS = [
    ("2019-04", "2019-10"), ("2020-10", "2021-09"), ("2018-12", "2019-09"), ("2019-09", "2019-12"),
    ("2019-02", "2019-11"), ("2020-03", "2020-06"), ("2019-06", "2019-10"), ("2021-03", "2021-11"),
    ("2018-10", "2019-09"), ("2019-07", "2019-12"), ("2020-02", "2020-04"), ("2019-05", "2019-11"),
    ("2019-01", "2019-09"), ("2020-03", "2020-11"), ("2019-03", "2019-10"), ("2019-12", "2020-02"),
    ("2018-11", "2019-10"), ("2020-12", "2021-10"), ("2019-07", "2019-11"), ("2019-04", "2019-11"),
    ("2020-03", "2020-09"), ("2019-05", "2019-10"), ("2019-02", "2019-10"), ("2019-08", "2019-12"),
]  # fmt: skip

# An expert group whose members are all known, and two regions that had 5 to 13 seats in it together.
SEATED = [
    ("gge-2009", ["Africa", "Asia"]), ("gge-2014", ["Americas", "Europe"]), ("gge-2019", ["Asia", "Oceania"]),
    ("gge-2012", ["Africa", "Europe"]), ("gge-2019", ["Africa", "Americas"]), ("gge-2009", ["Americas", "Europe"]),
    ("gge-2014", ["Africa", "Asia"]), ("gge-2012", ["Asia", "Europe"]), ("gge-2019", ["Africa", "Asia"]),
    ("gge-2009", ["Africa", "Europe"]), ("gge-2014", ["Africa", "Americas"]), ("gge-2012", ["Americas", "Asia"]),
    ("gge-2019", ["Europe", "Oceania"]), ("gge-2014", ["Asia", "Europe"]), ("gge-2009", ["Americas", "Asia"]),
    ("gge-2012", ["Europe", "Oceania"]), ("gge-2019", ["Americas", "Asia"]), ("gge-2014", ["Africa", "Europe"]),
    ("gge-2009", ["Asia", "Europe"]), ("gge-2012", ["Americas", "Europe"]), ("gge-2019", ["Africa", "Europe"]),
    ("gge-2014", ["Americas", "Asia"]), ("gge-2012", ["Asia", "Oceania"]), ("gge-2019", ["Americas", "Europe"]),
]  # fmt: skip

# Two UN sub-regions with at least nine UN members each.
SUBREGIONS = [
    ["Sub-Saharan Africa", "Western Europe"], ["Southern Asia", "Northern Europe"],
    ["Latin America and the Caribbean", "Eastern Europe"], ["South-eastern Asia", "Southern Europe"],
    ["Western Asia", "Western Europe"], ["Sub-Saharan Africa", "South-eastern Asia"],
    ["Latin America and the Caribbean", "Northern Europe"], ["Southern Asia", "Southern Europe"],
    ["South-eastern Asia", "Eastern Europe"], ["Western Asia", "Northern Europe"],
    ["Sub-Saharan Africa", "Eastern Europe"], ["Latin America and the Caribbean", "South-eastern Asia"],
    ["Southern Asia", "Western Europe"], ["Western Asia", "Southern Europe"],
    ["South-eastern Asia", "Northern Europe"], ["Sub-Saharan Africa", "Southern Asia"],
    ["Latin America and the Caribbean", "Western Europe"], ["Western Asia", "Eastern Europe"],
    ["Southern Asia", "Eastern Europe"], ["Sub-Saharan Africa", "Northern Europe"],
    ["South-eastern Asia", "Western Europe"], ["Latin America and the Caribbean", "Southern Europe"],
    ["Sub-Saharan Africa", "Southern Europe"], ["Latin America and the Caribbean", "Western Asia"],
]  # fmt: skip

# A word and the first year; the last year is eight years later, and the share of states that say it has grown.
CHANGED = [
    ("cyber", 2010), ("digital", 2013), ("sovereignty", 2014), ("digital", 2009), ("cyber", 2014), ("internet", 2006),
    ("digital", 2016), ("cyber", 2011), ("sovereignty", 2009), ("cyber", 2013), ("digital", 2010), ("sovereignty", 2016),
    ("sovereignty", 2005), ("digital", 2014), ("cyber", 2012), ("sovereignty", 2015), ("digital", 2011), ("cyber", 2008),
    ("cyber", 2016), ("sovereignty", 2007), ("digital", 2012), ("cyber", 2015), ("sovereignty", 2010), ("digital", 2015),
]  # fmt: skip

# A word and a year in which at least five states with a seat and at least three others say it.
SAID = [
    ("digital", 2018), ("cyber", 2022), ("artificial_intelligence", 2019), ("cyber", 2016), ("digital", 2023),
    ("cyber", 2020), ("internet", 2014), ("artificial_intelligence", 2023), ("digital", 2021), ("cyber", 2018),
    ("digital", 2024), ("artificial_intelligence", 2020), ("cyber", 2024), ("internet", 2017), ("digital", 2019),
    ("cyber", 2021), ("artificial_intelligence", 2018), ("cyber", 2017), ("digital", 2020), ("internet", 2021),
    ("cyber", 2023), ("artificial_intelligence", 2024), ("cyber", 2019), ("internet", 2019),
]  # fmt: skip

VARIANTS = [
    {
        "country": code, "country_name": name, "online_year": online,
        "first_year": first, "last_year": last,
        "economy": economy, "economy_name": economy_name, "links_year": linked,
        "first_month": opened[0], "last_month": opened[1],
        "group": group, "regions": regions,
        "subregions": subregions,
        "word": word, "before": year, "after": year + 8,
        "seat_word": said, "seat_year": said_in,
    }
    for (code, name, online), (first, last), (economy, economy_name, linked), opened, (group, regions), subregions,
        (word, year), (said, said_in) in zip(
            COUNTRIES, DEFINED, LINKED, MONTHS, SEATED, SUBREGIONS, CHANGED, SAID, strict=True
        )
]  # fmt: skip

ASSIGNMENT = Assignment(
    name="1-theory",
    title="Theory: who sits, who sends, who speaks",
    questions={
        "q1": Question(PERCENT, 4),
        "q2": Question(Number(0, 66, "networks", whole=True), 5),
        "q3": Question(Numbers("origins", Number(0, 52, "definitions", whole=True), 1, 4), 6),
        "q4": Question(PERCENT, 7),
        "q5": Question(PERCENT, 8),
        "q6": Question(Texts("codes of states", 1, 25), 8),
        "q7": Question(Numbers("sub-regions", PERCENT, 2, 2), 10),
        "q8": Question(POINTS, 10),
        "q9": Question(POINTS, 12),
    },
    essay_points=30,
    variants=VARIANTS,
    labels={
        "country": "code of a country (q1, q2)",
        "country_name": "its name",
        "online_year": "year of the share of people online (q1)",
        "first_year": "first year of definitions (q3)",
        "last_year": "last year of definitions (q3)",
        "economy": "code of an economy on GitHub (q4)",
        "economy_name": "its name",
        "links_year": "year of its links (q4)",
        "first_month": "first month in which accounts were opened (q5)",
        "last_month": "last month in which accounts were opened (q5)",
        "group": "an expert group of the UN (q6)",
        "regions": "two regions of the UN (q6)",
        "subregions": "two sub-regions of the UN (q7)",
        "word": "column of a word in the General Debate (q8)",
        "before": "the earlier year (q8)",
        "after": "the later year (q8)",
        "seat_word": "column of a word in the General Debate (q9)",
        "seat_year": "year of the speeches (q9)",
    },
)

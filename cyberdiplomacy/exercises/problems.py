"""Assignment 3: the problems chapter's gaps, measured by the student (claims G1 to G5)."""

from .assignment import Assignment, Question
from .forms import Number, Numbers, Texts

PERCENT = Number(0, 10_000, "percent", tolerance=0.1)
POINTS = Number(-200, 200, "percentage points", tolerance=0.15)

# Another country; an indicator that is a total, and a year in which China leads it in total and trails it per head;
# an indicator that is a rate, and two years between which China gains on it.
BESIDE = [
    ("USA", "United States", "science_articles", 2022, "fixed_broadband", 2010, 2019),
    ("DEU", "Germany", "science_articles", 2018, "rd_gdp", 2006, 2016),
    ("CAN", "Canada", "science_articles", 2011, "fixed_broadband", 2013, 2022),
    ("AUS", "Australia", "science_articles", 2011, "rd_gdp", 2008, 2017),
    ("ESP", "Spain", "science_articles", 2021, "fixed_broadband", 2008, 2018),
    ("GBR", "United Kingdom", "github_developers", 2021, "rd_gdp", 2001, 2010),
    ("POL", "Poland", "github_developers", 2022, "fixed_broadband", 2012, 2020),
    ("USA", "United States", "patents_filed", 2024, "rd_gdp", 2000, 2010),
    ("JPN", "Japan", "patents_filed", 2019, "fixed_broadband", 2011, 2020),
    ("POL", "Poland", "science_articles", 2016, "rd_gdp", 2001, 2011),
    ("JPN", "Japan", "patents_filed", 2017, "fixed_broadband", 2008, 2018),
    ("KOR", "South Korea", "patents_filed", 2014, "fixed_broadband", 2009, 2019),
    ("GBR", "United Kingdom", "science_articles", 2014, "fixed_broadband", 2010, 2020),
    ("CAN", "Canada", "github_developers", 2024, "rd_gdp", 2009, 2018),
    ("ESP", "Spain", "science_articles", 2012, "fixed_broadband", 2013, 2021),
    ("FRA", "France", "github_developers", 2022, "rd_gdp", 2001, 2009),
    ("ITA", "Italy", "science_articles", 2020, "fixed_broadband", 2010, 2020),
    ("CHE", "Switzerland", "patents_filed", 2011, "rd_gdp", 2000, 2008),
    ("SGP", "Singapore", "github_developers", 2024, "fixed_broadband", 2011, 2019),
    ("KOR", "South Korea", "patents_filed", 2018, "fixed_broadband", 2012, 2021),
    ("SWE", "Sweden", "github_developers", 2023, "fixed_broadband", 2013, 2022),
    ("DEU", "Germany", "patents_filed", 2022, "rd_gdp", 2003, 2013),
    ("ITA", "Italy", "github_developers", 2021, "fixed_broadband", 2008, 2017),
    ("FRA", "France", "patents_filed", 2013, "rd_gdp", 2005, 2013),
]  # fmt: skip

# An edition of the E-Government Development Index; a kind of strategy, a kind of office, and the last year looked at, by
# which five to ten members of the lists have both.
DATED = [
    ("egdi-2014", "domestic", "foreign-ministry office", 2018),
    ("egdi-2010", "domestic", "coordinator or ambassador", 2016),
    ("egdi-2014", "international", "coordinator or ambassador", 2025),
    ("egdi-2016", "domestic", "foreign-ministry office", 2019),
    ("egdi-2014", "international", "foreign-ministry office", 2021),
    ("egdi-2008", "domestic", "agency", 2020),
    ("egdi-2004", "domestic", "agency", 2023),
    ("egdi-2014", "domestic", "foreign-ministry office", 2020),
    ("egdi-2003", "international", "foreign-ministry office", 2024),
    ("egdi-2018", "domestic", "agency", 2025),
    ("egdi-2018", "international", "coordinator or ambassador", 2020),
    ("egdi-2003", "domestic", "coordinator or ambassador", 2013),
    ("egdi-2016", "domestic", "agency", 2016),
    ("egdi-2008", "domestic", "coordinator or ambassador", 2018),
    ("egdi-2008", "international", "coordinator or ambassador", 2018),
    ("egdi-2005", "domestic", "coordinator or ambassador", 2017),
    ("egdi-2016", "domestic", "coordinator or ambassador", 2018),
    ("egdi-2005", "domestic", "agency", 2020),
    ("egdi-2018", "international", "coordinator or ambassador", 2021),
    ("egdi-2008", "international", "coordinator or ambassador", 2021),
    ("egdi-2008", "domestic", "agency", 2024),
    ("egdi-2004", "domestic", "foreign-ministry office", 2016),
    ("egdi-2020", "domestic", "foreign-ministry office", 2020),
    ("egdi-2020", "domestic", "agency", 2018),
]  # fmt: skip

# Ten states with a value in everything asked of them, China and the United States among them; the year of the small
# index, and the indicator that counts double. In every row neighbours in its ranking lie at least 0.8 of 100 apart.
RANKED = [
    ("CAN CHN DEU FIN GBR JPN KOR NLD USA ZAF", 2020, "fixed_broadband"),
    ("CHN DEU ESP FIN ISR JPN KOR SWE USA ZAF", 2012, "fixed_broadband"),
    ("CAN CHN FIN FRA IND JPN KOR NLD USA ZAF", 2014, "science_articles"),
    ("CHN FIN FRA GBR NLD RUS SGP SWE USA ZAF", 2018, "fixed_broadband"),
    ("CHN DEU ESP GBR JPN KOR NLD RUS USA ZAF", 2018, "rd_gdp"),
    ("CHN DEU EST FRA GBR KOR NLD SGP USA ZAF", 2011, "science_articles"),
    ("CHN ESP EST FIN FRA RUS SGP SWE USA ZAF", 2013, "fixed_broadband"),
    ("CHN EST FIN IND ISR JPN KOR RUS SWE USA", 2014, "rd_gdp"),
    ("CHN DEU EST FIN JPN KOR NLD RUS SWE USA", 2019, "science_articles"),
    ("CHN DEU ESP FIN FRA KOR NLD RUS USA ZAF", 2018, "fixed_broadband"),
    ("CAN CHN EST FRA ISR JPN NLD RUS SWE USA", 2013, "rd_gdp"),
    ("CAN CHN DEU EST FIN JPN NLD RUS SWE USA", 2019, "science_articles"),
    ("CHN DEU EST FIN ISR JPN KOR RUS USA ZAF", 2018, "fixed_broadband"),
    ("CHN DEU FIN FRA GBR IND ISR RUS SWE USA", 2018, "rd_gdp"),
    ("CHN FIN FRA GBR ISR JPN RUS SGP SWE USA", 2010, "science_articles"),
    ("CHN DEU FIN FRA JPN KOR NLD RUS USA ZAF", 2015, "fixed_broadband"),
    ("CHN DEU FIN IND ISR JPN SGP SWE USA ZAF", 2017, "rd_gdp"),
    ("CHN EST FIN FRA JPN RUS SGP SWE USA ZAF", 2013, "fixed_broadband"),
    ("CAN CHN EST FIN GBR JPN KOR SWE USA ZAF", 2020, "fixed_broadband"),
    ("CHN FIN FRA IND ISR JPN NLD RUS SWE USA", 2018, "rd_gdp"),
    ("CHN ESP EST FIN JPN KOR NLD RUS SGP USA", 2010, "science_articles"),
    ("CHN EST FRA JPN KOR RUS SGP SWE USA ZAF", 2011, "fixed_broadband"),
    ("CAN CHN DEU FIN GBR KOR RUS SWE USA ZAF", 2010, "rd_gdp"),
    ("CHN EST FIN FRA GBR ISR NLD RUS USA ZAF", 2017, "science_articles"),
]  # fmt: skip

# Three places with 13 to 24 published shortages between them, said by the end of a year; and a region.
SHORT = [
    (["China", "Asia-Pacific", "World"], 2021, "Asia"),
    (["China", "Asia-Pacific", "United States"], 2022, "Asia"),
    (["China", "Europe, Middle East and Africa", "United States"], 2024, "Asia"),
    (["China", "Europe, Middle East and Africa", "World"], 2024, "Europe"),
    (["China", "Japan", "World"], 2022, "Europe"),
    (["China", "Europe, Middle East and Africa", "World"], 2021, "Europe"),
    (["China", "Europe, Middle East and Africa", "United States"], 2023, "Asia"),
    (["China", "European Union", "United States"], 2025, "Asia"),
    (["China", "Japan", "United States"], 2023, "Asia"),
    (["China", "Japan", "United States"], 2022, "Europe"),
    (["China", "Europe, Middle East and Africa", "United States"], 2022, "Europe"),
    (["China", "Japan", "World"], 2021, "Europe"),
    (["China", "Japan", "World"], 2024, "Europe"),
    (["China", "Asia-Pacific", "United States"], 2023, "Asia"),
    (["China", "Europe, Middle East and Africa", "World"], 2022, "Europe"),
    (["China", "Asia-Pacific", "World"], 2022, "Europe"),
    (["China", "European Union", "World"], 2025, "Europe"),
    (["China", "Japan", "United States"], 2024, "Europe"),
    (["China", "Asia-Pacific", "United States"], 2025, "Europe"),
    (["China", "Asia-Pacific", "World"], 2021, "Asia"),
    (["China", "Asia-Pacific", "United States"], 2022, "Asia"),
    (["China", "Europe, Middle East and Africa", "United States"], 2024, "Asia"),
    (["China", "Europe, Middle East and Africa", "World"], 2025, "Asia"),
    (["China", "Japan", "World"], 2023, "Asia"),
]  # fmt: skip

NAMES = (
    *("rival", "rival_name", "total", "year", "rate", "first", "last"),
    *("edition", "strategy", "office", "by"),
    *("states", "index_year", "double"),
    *("places", "said_by", "region"),
)

VARIANTS = [
    dict(zip(NAMES, (*beside, *dated, states.split(), *index, *short), strict=True))
    for beside, dated, (states, *index), short in zip(BESIDE, DATED, RANKED, SHORT, strict=True)
]

ASSIGNMENT = Assignment(
    name="3-problems",
    title="Problems: how large are the gaps, and by whose measure?",
    questions={
        "q1": Question(PERCENT, 4),
        "q2": Question(PERCENT, 6),
        "q3": Question(POINTS, 7),
        "q4": Question(Numbers("country codes", Number(-200, 200, "places", whole=True), 10, 10), 7),
        "q5": Question(Texts("codes of states", 1, 40), 6),
        "q6": Question(POINTS, 7),
        "q7": Question(Numbers("places", Number(1, 100, "times", tolerance=0.011), 3, 3), 6),
        "q8": Question(Numbers("counts, “total” and “head”", Number(-1, 1, tolerance=0.006), 2, 2), 8),
        "q9": Question(Numbers("country codes", Number(-200, 200, "points", tolerance=0.15), 10, 10), 8),
        "q10": Question(Texts("country codes", 10, 10, ordered=True), 11),
    },
    essay_points=30,
    variants=VARIANTS,
    labels={
        "rival": "the country beside China, by code",
        "rival_name": "its name",
        "total": "an indicator that is a total",
        "year": "the year of that total",
        "rate": "an indicator that is a rate",
        "first": "the first year of that rate",
        "last": "the last year of that rate",
        "edition": "an edition of the E-Government Development Index",
        "strategy": "a kind of strategy",
        "office": "a kind of office or post",
        "by": "the last year in which a strategy or office counts",
        "states": "ten states, by code",
        "index_year": "the year of the small index",
        "double": "the indicator that counts double in it",
        "places": "three places with published shortages of talent",
        "said_by": "the last year in which a number was said",
        "region": "a region of the United Nations",
    },
)

"""Assignment 2: events, instruments, votes and incidents of the practice chapter (claims P1 to P10)."""

from .assignment import Assignment, Question
from .forms import Number, Numbers, Texts

PERCENT = Number(0, 100, "percent", tolerance=0.1)
POINTS = Number(-100, 100, "percentage points", tolerance=0.1)

# A level, a theme, and the first and last year of a window: 30 to 55 events of the level, 5 to 28 of the theme.
EVENTS = [
    ("bilateral", "rights-and-interests", 2015, 2026), ("bilateral", "security", 2016, 2026), ("global", "norms", 2009, 2019),
    ("bilateral", "norms", 2014, 2025), ("global", "governance", 2012, 2023), ("bilateral", "communication", 2016, 2024),
    ("global", "cooperation", 2016, 2023), ("bilateral", "security", 2016, 2025), ("bilateral", "security", 2015, 2024),
    ("bilateral", "communication", 2015, 2026), ("global", "ethics", 2015, 2023), ("bilateral", "rights-and-interests", 2011, 2022),
    ("global", "cooperation", 2014, 2023), ("global", "ethics", 2013, 2023), ("bilateral", "security", 2013, 2024),
    ("bilateral", "communication", 2009, 2020), ("bilateral", "rights-and-interests", 2016, 2026), ("bilateral", "norms", 2013, 2023),
    ("bilateral", "communication", 2012, 2022), ("bilateral", "rights-and-interests", 2012, 2023), ("global", "rights-and-interests", 2016, 2024),
    ("global", "ethics", 2012, 2023), ("global", "norms", 2011, 2020), ("global", "cooperation", 2013, 2023),
]  # fmt: skip

# First and last year of a window in which instruments of all five kinds were made.
SIGNED = [
    (2012, 2019), (2011, 2016), (2009, 2019), (2019, 2024), (2009, 2022), (2016, 2022), (2019, 2025), (2017, 2024),
    (2010, 2021), (2011, 2017), (2011, 2023), (2015, 2021), (2009, 2016), (2010, 2020), (2012, 2016), (2010, 2022),
    (2015, 2024), (2013, 2022), (2014, 2021), (2016, 2021), (2013, 2019), (2017, 2023), (2012, 2022), (2014, 2019),
]  # fmt: skip

# A region, a resolution and a convention or declaration: 4 to 14 states of the region voted yes and joined.
PARTIES = [
    ("Africa", "A/RES/73/27", "Budapest Convention on Cybercrime"), ("Americas", "A/RES/74/29", "Budapest Convention on Cybercrime"),
    ("Americas", "A/RES/78/16", "UN Convention against Cybercrime"), ("Asia", "A/RES/75/32", "UN Convention against Cybercrime"),
    ("Europe", "A/RES/78/16", "UN Convention against Cybercrime"), ("Americas", "A/RES/73/27", "UN Convention against Cybercrime"),
    ("Europe", "A/RES/74/29", "Budapest Convention on Cybercrime"), ("Africa", "A/RES/74/247", "UN Convention against Cybercrime"),
    ("Asia", "A/RES/78/16", "UN Convention against Cybercrime"), ("Africa", "A/RES/75/240", "Budapest Convention on Cybercrime"),
    ("Asia", "A/RES/78/16", "Budapest Convention on Cybercrime"), ("Africa", "A/RES/75/240", "UN Convention against Cybercrime"),
    ("Americas", "A/RES/74/29", "UN Convention against Cybercrime"), ("Africa", "A/RES/78/237", "Budapest Convention on Cybercrime"),
    ("Africa", "A/RES/73/266", "Budapest Convention on Cybercrime"), ("Asia", "A/RES/77/37", "Budapest Convention on Cybercrime"),
    ("Americas", "A/RES/78/237", "Budapest Convention on Cybercrime"), ("Oceania", "A/RES/73/266", "Declaration for the Future of the Internet"),
    ("Americas", "A/RES/74/29", "Declaration for the Future of the Internet"), ("Americas", "A/RES/78/237", "UN Convention against Cybercrime"),
    ("Asia", "A/RES/78/237", "Budapest Convention on Cybercrime"), ("Africa", "A/RES/74/28", "Budapest Convention on Cybercrime"),
    ("Americas", "A/RES/73/27", "Budapest Convention on Cybercrime"), ("Oceania", "A/RES/77/37", "Budapest Convention on Cybercrime"),
]  # fmt: skip

# A resolution, and a region of whose states some voted yes, some no, some abstained and some were absent.
CALLED = [
    ("A/RES/74/247", "Oceania"), ("A/RES/75/240", "Oceania"), ("A/RES/78/16", "Americas"), ("A/RES/77/37", "Asia"),
    ("A/RES/78/237", "Americas"), ("A/RES/75/32", "Africa"), ("A/RES/77/37", "Africa"), ("A/RES/74/247", "Asia"),
    ("A/RES/75/32", "Asia"), ("A/RES/74/247", "Africa"), ("A/RES/77/37", "Americas"), ("A/RES/75/240", "Americas"),
    ("A/RES/77/36", "Americas"), ("A/RES/75/32", "Europe"), ("A/RES/74/29", "Americas"), ("A/RES/74/247", "Americas"),
    ("A/RES/75/240", "Asia"), ("A/RES/78/16", "Africa"), ("A/RES/73/27", "Oceania"), ("A/RES/77/36", "Europe"),
    ("A/RES/73/266", "Africa"), ("A/RES/73/27", "Asia"), ("A/RES/73/266", "Asia"), ("A/RES/77/36", "Oceania"),
]  # fmt: skip

# A state that missed one to five of the votes in which China and the United States differed, and a span of five years
# in each of which its votes are known.
STATES = [
    ("MKD", "North Macedonia", 2008, 2012), ("TUN", "Tunisia", 2018, 2022), ("TJK", "Tajikistan", 2011, 2015),
    ("BOL", "Bolivia", 2019, 2023), ("SEN", "Senegal", 2011, 2015), ("AGO", "Angola", 2011, 2015),
    ("LBR", "Liberia", 2012, 2016), ("BWA", "Botswana", 2006, 2010), ("ATG", "Antigua & Barbuda", 2016, 2020),
    ("BLZ", "Belize", 2017, 2021), ("MDG", "Madagascar", 2018, 2022), ("GNQ", "Equatorial Guinea", 2017, 2021),
    ("HRV", "Croatia", 2009, 2013), ("SLB", "Solomon Islands", 2012, 2016), ("CPV", "Cabo Verde", 2017, 2021),
    ("RWA", "Rwanda", 2011, 2015), ("ZMB", "Zambia", 2017, 2021), ("PNG", "Papua New Guinea", 2014, 2018),
    ("GHA", "Ghana", 2011, 2015), ("ETH", "Ethiopia", 2005, 2009), ("MWI", "Malawi", 2007, 2011),
    ("CIV", "Côte d’Ivoire", 2005, 2009), ("NER", "Niger", 2008, 2012), ("TLS", "Timor-Leste", 2008, 2012),
]  # fmt: skip

# Two rival texts of one year and a region: 18 to 47 of its states voted for the first one, most or many for both.
RIVALS = [
    ("A/RES/78/237", "A/RES/78/16", "Asia"), ("A/RES/75/32", "A/RES/75/240", "Asia"), ("A/RES/74/29", "A/RES/74/28", "Asia"),
    ("A/RES/73/266", "A/RES/73/27", "Asia"), ("A/RES/77/36", "A/RES/77/37", "Africa"), ("A/RES/75/240", "A/RES/75/32", "Asia"),
    ("A/RES/74/29", "A/RES/74/28", "Americas"), ("A/RES/78/237", "A/RES/78/16", "Americas"), ("A/RES/74/29", "A/RES/74/28", "Africa"),
    ("A/RES/77/36", "A/RES/77/37", "Americas"), ("A/RES/78/16", "A/RES/78/237", "Asia"), ("A/RES/77/36", "A/RES/77/37", "Asia"),
    ("A/RES/75/240", "A/RES/75/32", "Americas"), ("A/RES/73/266", "A/RES/73/27", "Africa"), ("A/RES/75/240", "A/RES/75/32", "Africa"),
    ("A/RES/78/16", "A/RES/78/237", "Americas"), ("A/RES/78/16", "A/RES/78/237", "Africa"), ("A/RES/75/32", "A/RES/75/240", "Africa"),
    ("A/RES/73/27", "A/RES/73/266", "Asia"), ("A/RES/74/28", "A/RES/74/29", "Americas"), ("A/RES/74/28", "A/RES/74/29", "Asia"),
    ("A/RES/73/27", "A/RES/73/266", "Americas"), ("A/RES/77/37", "A/RES/77/36", "Americas"), ("A/RES/75/32", "A/RES/75/240", "Americas"),
]  # fmt: skip

# First and last year of a window with 400 to 1,750 incidents in EuRepoC.
NAMED = [
    (2015, 2022), (2012, 2021), (2005, 2012), (2007, 2017), (2008, 2014), (2006, 2014), (2009, 2018), (2011, 2017),
    (2006, 2013), (2005, 2015), (2006, 2017), (2014, 2022), (2006, 2016), (2006, 2015), (2010, 2018), (2009, 2016),
    (2007, 2018), (2009, 2019), (2015, 2023), (2008, 2016), (2013, 2019), (2008, 2015), (2009, 2015), (2007, 2016),
]  # fmt: skip

# Another state, a data set and a window in which it names China at least 40 times and the other state 28 times.
KINDS = [
    ("IRN", "Iran", "DCID", 2013, 2018), ("IRN", "Iran", "DCID", 2015, 2020), ("RUS", "Russia", "EuRepoC", 2007, 2016),
    ("RUS", "Russia", "EuRepoC", 2008, 2018), ("IRN", "Iran", "EuRepoC", 2013, 2019), ("PRK", "North Korea", "EuRepoC", 2011, 2021),
    ("IRN", "Iran", "EuRepoC", 2011, 2021), ("IRN", "Iran", "DCID", 2010, 2017), ("IRN", "Iran", "EuRepoC", 2011, 2020),
    ("RUS", "Russia", "CFR", 2010, 2018), ("PRK", "North Korea", "EuRepoC", 2007, 2018), ("RUS", "Russia", "CFR", 2008, 2017),
    ("IRN", "Iran", "CFR", 2009, 2018), ("PRK", "North Korea", "DCID", 2012, 2019), ("IRN", "Iran", "CFR", 2007, 2018),
    ("RUS", "Russia", "EuRepoC", 2009, 2017), ("RUS", "Russia", "DCID", 2008, 2018), ("PRK", "North Korea", "DCID", 2008, 2016),
    ("RUS", "Russia", "DCID", 2007, 2018), ("PRK", "North Korea", "EuRepoC", 2015, 2023), ("RUS", "Russia", "DCID", 2009, 2019),
    ("PRK", "North Korea", "DCID", 2011, 2018), ("RUS", "Russia", "CFR", 2009, 2020), ("PRK", "North Korea", "CFR", 2013, 2019),
]  # fmt: skip

# A bloc, and two spans of five years between which its first four movers away from China lie at least 0.25 points apart.
MOVED = [
    ("EU", [2001, 2005], [2017, 2021]), ("NATO", [1993, 1997], [2016, 2020]), ("NATO", [2005, 2009], [2018, 2022]),
    ("EU", [1997, 2001], [2013, 2017]), ("African Union", [2006, 2010], [2014, 2018]), ("African Union", [2006, 2010], [2017, 2021]),
    ("EU", [1993, 1997], [2019, 2023]), ("NATO", [1995, 1999], [2012, 2016]), ("NATO", [1993, 1997], [2018, 2022]),
    ("African Union", [2004, 2008], [2015, 2019]), ("NATO", [1997, 2001], [2019, 2023]), ("EU", [2005, 2009], [2018, 2022]),
    ("African Union", [1997, 2001], [2014, 2018]), ("NATO", [2001, 2005], [2019, 2023]), ("African Union", [1997, 2001], [2013, 2017]),
    ("African Union", [1994, 1998], [2013, 2017]), ("EU", [1995, 1999], [2016, 2020]), ("EU", [2003, 2007], [2016, 2020]),
    ("EU", [1994, 1998], [2018, 2022]), ("EU", [2007, 2011], [2016, 2020]), ("African Union", [2009, 2013], [2019, 2023]),
    ("NATO", [2003, 2007], [2019, 2023]), ("African Union", [1993, 1997], [2015, 2019]), ("NATO", [2000, 2004], [2018, 2022]),
]  # fmt: skip

NAMES = (
    *("level", "theme", "first", "last"),
    *("signed_from", "signed_to"),
    *("region", "text", "instrument"),
    *("called", "voters"),
    *("country", "country_name", "agree_from", "agree_to"),
    *("one_text", "other_text", "supporters"),
    *("named_from", "named_to"),
    *("beside", "beside_name", "dataset", "kind_from", "kind_to"),
    *("bloc", "early", "late"),
)

VARIANTS = [
    dict(zip(NAMES, (value for part in parts for value in part), strict=True))
    for parts in zip(EVENTS, SIGNED, PARTIES, CALLED, STATES, RIVALS, NAMED, KINDS, MOVED, strict=True)
]

ASSIGNMENT = Assignment(
    name="2-practice",
    title="Practice: what China did, signed and voted, and who voted alike",
    questions={
        "q1": Question(PERCENT, 5),
        "q2": Question(Numbers("kinds", Number(0, 60, "instruments", whole=True), 5, 5), 5),
        "q3": Question(Texts("codes of states", 1, 30), 7),
        "q4": Question(Numbers("votes", Number(0, 193, "states", whole=True), 4, 4), 6),
        "q5": Question(Numbers("codes, CHN and USA", PERCENT, 2, 2), 9),
        "q6": Question(POINTS, 6),
        "q7": Question(PERCENT, 8),
        "q8": Question(Numbers("rules, “all”, “named” and “state”", PERCENT, 3, 3), 7),
        "q9": Question(POINTS, 7),
        "q10": Question(Texts("codes of states", 4, 4, ordered=True), 10),
    },
    essay_points=30,
    variants=VARIANTS,
    labels={
        "level": "a level of events (q1)",
        "theme": "a theme of events (q1)",
        "first": "first year of the events (q1)",
        "last": "last year of the events (q1)",
        "signed_from": "first year of the instruments (q2)",
        "signed_to": "last year of the instruments (q2)",
        "region": "a region of the United Nations (q3)",
        "text": "a resolution (q3)",
        "instrument": "a convention or declaration (q3)",
        "called": "a resolution with a roll call (q4)",
        "voters": "a region of the United Nations (q4)",
        "country": "code of a state (q5, q6)",
        "country_name": "its name",
        "agree_from": "first year of agreement (q6)",
        "agree_to": "last year of agreement (q6)",
        "one_text": "a resolution (q7)",
        "other_text": "its rival of the same year (q7)",
        "supporters": "a region of the United Nations (q7)",
        "named_from": "first year of incidents (q8)",
        "named_to": "last year of incidents (q8)",
        "beside": "code of a state beside China (q9)",
        "beside_name": "its name",
        "dataset": "a data set of incidents (q9)",
        "kind_from": "first year of its incidents (q9)",
        "kind_to": "last year of its incidents (q9)",
        "bloc": "a bloc (q10)",
        "early": "first and last year of the early span (q10)",
        "late": "first and last year of the late span (q10)",
    },
)

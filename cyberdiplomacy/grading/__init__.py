"""Everything about graded exercises on the instructor's side: release, collect, run, compare, record, report.

The way of a submission, one direction: ``intake`` finds whose it is, ``repair`` reads it, ``sandbox`` runs it with
no trust and hands out plain answers, ``compare`` holds them against the key that ``key`` makes from the source,
``book`` writes points into nbgrader's gradebook, ``report`` tells the instructor.
"""

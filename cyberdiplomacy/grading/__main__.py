"""For now: ``python -m cyberdiplomacy.grading key 1-theory`` prints the key over all variants."""

import sys

from ..exercises import assignment
from . import key

known = assignment.find(sys.argv[2])
answers = key.make(known.name)
for number, values in enumerate(answers):
    print(number, known.variants[number])
    for name, value in values.items():
        print("   ", name, value)
print("different answers:", key.spread(known, answers), "of", len(answers))
print("largest share of points in common:", round(key.alike(known, answers), 2))

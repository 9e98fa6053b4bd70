"""Run all measurements and print them."""

from . import building, grading, lab, page

for line in [*page.measure(), *lab.measure(), *grading.measure(), *building.measure()]:
    print(line)

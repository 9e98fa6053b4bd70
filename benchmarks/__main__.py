"""Run all measurements and print them."""

from . import building, grading, lab, page, weight

for line in [*page.measure(), *weight.measure(), *lab.measure(), *grading.measure(), *building.measure()]:
    print(line)

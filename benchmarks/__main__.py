"""Run all measurements and print them."""

from . import grading, lab, page

for line in [*page.measure(), *lab.measure(), *grading.measure()]:
    print(line)

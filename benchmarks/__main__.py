"""Run all measurements and print them."""

from . import lab, page

for line in [*page.measure(), *lab.measure()]:
    print(line)

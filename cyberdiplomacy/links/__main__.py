"""``python -m cyberdiplomacy.links``: check all links, write ``_build/links.md``; ``--help`` tells the rest."""

import argparse
import json
import sys
from pathlib import Path

from . import MEANING, LinkError, check_all, places, report


def main() -> int:
    """Check, report; the exit code is 1 when a link is dead."""
    ask = argparse.ArgumentParser(
        prog="python -m cyberdiplomacy.links", description="Check every external link of the course."
    )
    ask.add_argument("--only", default="", help="only addresses that contain this text")
    ask.add_argument("--wait", type=float, default=1.0, help="seconds between two questions to one host (default 1)")
    ask.add_argument("--timeout", type=float, default=20, help="seconds to wait for an answer (default 20)")
    ask.add_argument("--report", action="store_true", help="ask nobody; report what earlier runs found")
    given = ask.parse_args()
    root = Path.cwd()
    if not (root / "references.bib").exists():
        print("Run this in the course's folder: there is no references.bib here.", file=sys.stderr)
        return 2
    folder = root / "_build"
    folder.mkdir(exist_ok=True)
    cache, target = folder / "links.json", folder / "links.md"
    known = json.loads(cache.read_text("utf-8")) if cache.exists() else {}
    found = {address: stands for address, stands in places(root).items() if given.only in address}

    def keep() -> None:
        new = cache.with_suffix(".new")
        new.write_text(json.dumps(known, indent=0, ensure_ascii=False, sort_keys=True), "utf-8")
        new.replace(cache)

    if not given.report:
        print(f"{len(found)} addresses. What is found is kept in {cache}; you can break off and go on later.")
        try:
            check_all(found, known, keep, wait=given.wait, timeout=given.timeout, say=print)
        except KeyboardInterrupt:
            print("Broken off.")
        except LinkError as error:
            print(error, file=sys.stderr)
            return 2
        keep()
    target.write_text(report(found, known), "utf-8")
    counts = {state: sum(known.get(a, {}).get("state") == state for a in found) for state in MEANING}
    print(", ".join(f"{number} {state}" for state, number in counts.items()), f"— the report: {target}")
    return int(counts["dead"] > 0)


sys.exit(main())

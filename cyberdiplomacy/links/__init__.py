"""Whether the links of the course still lead somewhere: ``python -m cyberdiplomacy.links``.

Every external address of the pages, the bibliography and the tables, each once, one at a time a host. What was found is
kept in a file, so that a run that was broken off goes on where it stopped.
"""

import csv
import json
import queue
import re
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

AGENT = "Mozilla/5.0 (compatible; cyberdiplomacy-links/0.1; checks the links of an open course once)"
FINE, MOVED, REFUSED, SILENT, DEAD = "fine", "moved", "refused", "silent", "dead"
MEANING = {
    DEAD: "the host says that there is no such page, or the host is gone",
    SILENT: "no answer, or an error of the host, after all tries; it may work tomorrow",
    MOVED: "leads to another address",
    REFUSED: "the host answers, and not to a program; look in a browser",
    FINE: "leads to a page",
}
ENOUGH = 30  # after so many addresses without any answer, nobody will answer
DAYS = {FINE: 30, MOVED: 30, REFUSED: 30, SILENT: 0, DEAD: 0}  # how long a finding holds


def places(root: Path) -> dict[str, list[str]]:
    """Every external address of the course, and where it stands."""
    found: dict[str, list[str]] = {}

    def add(address: str, where: str) -> None:
        address = address.strip().rstrip(".,;")
        if re.match(r"https?://[^/\s]", address) and where not in found.setdefault(address, []):
            found[address].append(where)

    for path in sorted(
        [*root.glob("*.ipynb"), *root.glob("chapters/*.ipynb"), *root.glob("chapters/*.md"), root / "README.md"]
    ):
        if not path.exists():
            continue
        text = path.read_text("utf-8")
        if path.suffix == ".ipynb":
            text = "\n\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
        for address in re.findall(r"https?://[^\s<>\"'`\]]+", text):
            while address.endswith(")") and address.count("(") < address.count(")"):  # the end of a Markdown link
                address = address[:-1]
            add(address, path.relative_to(root).as_posix())
    key = ""
    for line in (root / "references.bib").read_text("utf-8").splitlines():
        if start := re.match(r"@\w+\{([^,]+),", line):
            key = start[1]
        if field := re.match(r'\s*(url|doi)\s*=\s*["{](.+?)["}],?\s*$', line):
            add(
                f"https://doi.org/{field[2]}" if field[1] == "doi" else field[2].replace("\\", ""),
                f"references.bib, {key}",
            )
    package = json.loads((root / "data" / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        for held in (*resource.get("sources", []), *resource.get("licenses", [])):
            add(held.get("path") or "", f"data/datapackage.json, {resource['name']}")
        columns = [field["name"] for field in resource["schema"]["fields"] if field["name"].endswith("url")]
        if columns:
            with (root / "data" / resource["path"]).open(encoding="utf-8", newline="") as lines:
                for number, row in enumerate(csv.DictReader(lines), start=2):
                    for column in columns:
                        add(row[column], f"data/{resource['path']}, row {number}")
    return found


# ---- one address


class LinkError(RuntimeError):
    """The links can't be checked from here."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are followed by hand, to know where they lead and whether for good."""

    def redirect_request(self, *_):
        return None


def _open(address: str, method: str, timeout: float) -> tuple[int, str]:
    """The status of an answer, and where it redirects to."""
    parts = urlsplit(address)
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    safe = urlunsplit(
        (
            parts.scheme,
            host,
            quote(parts.path, safe="/%:@!$&'()*+,;=~-._"),
            quote(parts.query, safe="/%:@!$&'()*+,;=~-._?"),
            "",
        )
    )
    request = urllib.request.Request(safe, method=method, headers={"User-Agent": AGENT, "Accept": "*/*"})
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=timeout) as answer:
            answer.read(1)
            return answer.status, ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers.get("Location") or ""


def check(address: str, timeout: float = 20, tries: int = 3, pause: float = 2.0) -> dict[str, str]:
    """What became of one address: ``state`` (a key of MEANING), ``why``, and ``to`` where it moved."""
    at, hops = address, 0
    while True:
        state, why, onward = _answer(at, timeout, tries, pause)
        if not onward:
            break
        hops += 1
        at = urljoin(at, onward)
        if hops > 10:
            return {"state": DEAD, "why": "more than ten redirections"}
    if (
        state == FINE
        and hops
        and _bare(at) != _bare(address)
        and urlsplit(address).netloc not in ("doi.org", "dx.doi.org")
    ):
        return {"state": MOVED, "why": f"{why}, after {hops} redirections", "to": at}
    return {"state": state, "why": why}


def _bare(address: str) -> str:
    """An address without what doesn't matter to a reader: http or https, www, a slash at the end."""
    parts = urlsplit(address)
    return parts.netloc.removeprefix("www.").lower() + parts.path.rstrip("/") + "?" + parts.query


def _answer(address: str, timeout: float, tries: int, pause: float) -> tuple[str, str, str]:
    why = ""
    for attempt in range(tries):
        if attempt:
            time.sleep(pause * 2 ** (attempt - 1))
        try:
            status, onward = _open(address, "HEAD", timeout)
            if status >= 400:  # many hosts know no HEAD
                status, onward = _open(address, "GET", timeout)
        except (urllib.error.URLError, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, socket.gaierror):
                why = "no such host" if reason.errno == socket.EAI_NONAME else "no answer: the name server"
            elif isinstance(reason, ssl.SSLCertVerificationError):
                return REFUSED, "its certificate is not valid", ""
            else:
                why = f"no answer: {reason}"
            continue
        except Exception as error:  # an answer that is no HTTP
            why = f"no answer: {type(error).__name__}"
            continue
        if 300 <= status < 400 and onward:
            return FINE, str(status), onward
        if status < 400:
            return FINE, str(status), ""
        if status in (404, 410):
            return DEAD, str(status), ""
        if status in (400, 401, 402, 403, 405, 406, 412, 418, 429, 451, 999):
            return REFUSED, str(status), ""
        why = str(status)
    return (DEAD if why == "no such host" else SILENT), why, ""


# ---- all addresses


def check_all(
    addresses: Iterable[str], known: dict[str, dict], keep: Callable[[], None] = lambda: None, *, workers: int = 8,
    wait: float = 1.0, say: Callable[[str], None] = lambda _: None, **how,
) -> dict[str, dict]:  # fmt: skip
    """Check addresses, one at a time a host with ``wait`` seconds between; add what was found to ``known``.

    What is known and not too old isn't asked again. ``keep`` is called now and then, to save what was found.
    Raises LinkError when no host answers: then the machine has no network, and no link is known to be dead.
    """
    now = time.time()
    hosts: dict[str, list[str]] = {}
    for address in addresses:
        held = known.get(address)
        if not held or now - held["when"] > DAYS[held["state"]] * 86400:
            hosts.setdefault(urlsplit(address).netloc, []).append(address)
    waiting: queue.SimpleQueue = queue.SimpleQueue()
    for host in sorted(hosts, key=lambda name: -len(hosts[name])):  # the longest first
        waiting.put(hosts[host])
    lock, total, done, answered = threading.Lock(), sum(map(len, hosts.values())), 0, False
    found: dict[str, dict] = {}

    def work() -> None:
        nonlocal done, answered
        while True:
            try:
                own = waiting.get_nowait()
            except queue.Empty:
                return
            for number, address in enumerate(own):
                if number:
                    time.sleep(wait)
                one = check(address, **how)
                with lock:
                    answered = answered or not one["why"].startswith("no ")
                    found[address] = {**one, "when": time.time()}
                    done += 1
                    if done % 50 == 0 or done == total:
                        say(f"{done} of {total} addresses")
                        if answered:
                            known.update(found)
                            keep()
                    if done >= ENOUGH and not answered:
                        return

    threads = [threading.Thread(target=work, daemon=True) for _ in range(min(workers, len(hosts)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if found and not answered:
        raise LinkError(
            f"Of {len(found)} addresses none answered: this machine seems to have no network. Nothing was kept."
        )
    known.update(found)
    return known


def report(found: dict[str, list[str]], known: dict[str, dict]) -> str:
    """What to mend first: dead, silent, moved, refused links, and where each stands; fine ones are counted."""
    lines = ["# Links of the course", ""]
    groups = {state: sorted(a for a in found if known.get(a, {}).get("state") == state) for state in MEANING}
    lines += [f"- {state}: {len(groups[state])} ({meaning})" for state, meaning in MEANING.items()]
    if rest := [address for address in found if address not in known]:
        lines.append(f"- not checked yet: {len(rest)}")
    for state, own in groups.items():
        if state == FINE or not own:
            continue
        lines += ["", f"## {state.capitalize()}", ""]
        for address in own:
            held, stands = known[address], found[address]
            onward = f" → {held['to']}" if held.get("to") else ""
            more = f" and {len(stands) - 5} more" if len(stands) > 5 else ""
            lines += [f"- {address}{onward} ({held['why']})", f"  - {'; '.join(stands[:5])}{more}"]
    return "\n".join(lines) + "\n"

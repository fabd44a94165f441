"""People who click: each looks, thinks, and goes on; corporaties answer, the team solves."""

from __future__ import annotations

import random
import re
import threading
import time
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from benchmarks.load.prepared import Person
from benchmarks.load.results import Asked

THINK = 4.0  # seconds, on average, between two pages
PATIENCE = 60.0
LINK = re.compile(r'href="(/[^"#]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="(\d+)"')
NUMBER = re.compile(r"/[A-Za-z]*-?\d[\w-]*")
# Where people of a role begin, how often, and which links they follow from there.
BEGIN: dict[str, list[tuple[str, int]]] = {
    "team": [
        ("/ronde/", 6), ("/ronde/1/niet-geplaatst/", 1), ("/ronde/1/stand/sent/", 2),
        ("/huishoudens/", 4), ("/woningen/", 2), ("/dashboard/", 1),
    ],
    "corporatie": [("/voorstellen/", 6), ("/mijn-woningen/", 1), ("/voorstellen/lijst.csv", 1)],
    "planner": [("/wijken/", 2), ("/dashboard/", 2), ("/verhuisplanning/", 1)],
    "auditor": [("/logboek/", 2), ("/dashboard/", 1), ("/eerlijkheid/", 1)],
}  # fmt: skip
FOLLOW = re.compile(r"^/(voorstel|voorstellen|huishoudens|woningen)/[^?]+/$")


class Browser:
    """What a person has open: cookies, and how long each answer took."""

    def __init__(self, person: Person, port: int) -> None:
        self._port = port
        self._cookies = {"__Host-sessie": person.session}
        self.asked: list[Asked] = []

    def get(self, path: str) -> str:
        """Open a page; return what it holds."""
        return self._ask("GET", path, "")

    def post(self, path: str, values: dict[str, str]) -> str:
        """Send a form."""
        return self._ask("POST", path, urlencode(values))

    def _ask(self, method: str, path: str, body: str) -> str:
        headers = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "Referer": "https://localhost/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        began = time.perf_counter()
        status, text = 0, ""
        try:
            connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            status = answer.status
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self._cookies[key] = rest.split(";")[0]
            connection.close()
        except (OSError, HTTPException):
            status = 0
        page = f"{method} {NUMBER.sub('/…', path.split('?')[0])}"
        self.asked.append(Asked(page, time.perf_counter() - began, status))
        return text


class Crowd:
    """All people, and the solve that somebody keeps running."""

    def __init__(self, people: list[Person], port: int) -> None:
        self._people = [(person, Browser(person, port)) for person in people]
        first = next(person for person in people if person.role == "team")
        self._solver = Browser(first, port)
        self._end = threading.Event()
        self.solves = 0

    def click(self, seconds: float) -> list[Asked]:
        """Let all click for so many seconds; return all that they asked for."""
        threads = [
            threading.Thread(target=self._one, args=(i, *one)) for i, one in enumerate(self._people)
        ]
        threads.append(threading.Thread(target=self._solve))
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self._end.set()
        for thread in threads:
            thread.join()
        print(f"second drafts begun: {self.solves}")
        return [one for _, browser in self._people for one in browser.asked] + self._solver.asked

    def _one(self, seed: int, person: Person, browser: Browser) -> None:
        dice = random.Random(seed)
        starts, weights = zip(*BEGIN[person.role], strict=True)
        self._end.wait(dice.uniform(0, THINK))  # not all at the same moment
        while not self._end.is_set():
            page = browser.get(dice.choices(starts, weights)[0])
            self._end.wait(dice.expovariate(1 / THINK))
            links = [link for link in LINK.findall(page) if FOLLOW.match(link)]
            if links and not self._end.is_set():
                link = dice.choice(links)
                shown = browser.get(link)
                if person.role == "corporatie" and dice.random() < 0.2:
                    self._answer(browser, link, shown, dice)
                self._end.wait(dice.expovariate(1 / THINK))

    def _answer(self, browser: Browser, link: str, shown: str, dice: random.Random) -> None:
        token, version = TOKEN.search(shown), VERSION.search(shown)
        if token and version and 'value="accept"' in shown:
            said = "accept" if dice.random() < 0.8 else "refuse"
            browser.post(
                link + "antwoord/",
                {"csrfmiddlewaretoken": token[1], "version": version[1], "answer": said,
                 "code": "already_let"},
            )  # fmt: skip

    def _solve(self) -> None:
        """Keep a second draft being made: ask for the next when there is none."""
        while not self._end.is_set():
            page = self._solver.get("/ronde/1/")
            token = TOKEN.search(page)
            if token and 'value="resolve"' in page:
                self._solver.post(
                    "/ronde/1/concept/", {"csrfmiddlewaretoken": token[1], "kind": "resolve"}
                )
                self.solves += 1
            self._end.wait(5)

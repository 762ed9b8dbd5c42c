"""Opens Debian's chromium for people who visit the shop; a step that fails says what it looked for, with a picture.

A journey is a function of a Visit. It is called by its file as `travel(journey)`, which runs it with JavaScript and
once more without. The shop's address, an owner's key, a folder to leave things in and the link by which the first owner
comes in are given on the command line.
"""
import contextlib
import json
import os
import pathlib
import re
import sys
import urllib.error
import urllib.request

from playwright.sync_api import Error, expect, sync_playwright

STEP_MILLISECONDS = 10_000
PICTURES = pathlib.Path(__file__).parents[3] / ".build" / "browser"
ADDRESS, STAFF_KEY, FOLDER, OWNER_LINK = sys.argv[1:5]
OWNER = {"name": "Olga Owner", "email": "olga@example.org", "password": "nine blue parcels go north"}

CARDS = {
    "good": "pm_card_visa",
    "declined": "pm_card_chargeDeclined",
    "no funds": "pm_card_chargeDeclinedInsufficientFunds",
    "3-D Secure": "pm_card_threeDSecure2Required",
}


class Failed(Exception):
    """A step that didn't come about."""


@contextlib.contextmanager
def chromium():
    with sync_playwright() as playwright:
        # In a container the browser has neither a sandbox of its own for root nor a large /dev/shm.
        flags = ["--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", headless=True, args=flags)
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """Somebody's browser: cookies of its own, one page, and a note of everything that went wrong in it."""

    def __init__(self, browser, name, scripted=True, **settings):
        settings = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}} | settings
        self.name = f"{name} {'with' if scripted else 'without'} JavaScript"
        self.scripted = scripted
        self.browser = browser
        self.context = browser.new_context(java_script_enabled=scripted, base_url=ADDRESS, **settings)
        self.context.set_default_timeout(STEP_MILLISECONDS)
        self.complaints = []
        self.page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("requestfailed", self._lost)
        self.page.on("response", self._answered)

    def _heard(self, message):
        # A form that is refused answers 4xx, which the console repeats; _answered judges those by themselves.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(f"console on {self.page.url}: {message.text}")

    def _lost(self, request):
        # A page that is left, and a choice that is followed by another, break off what was under way.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.method} {request.url}: {request.failure}")

    def _answered(self, response):
        is_page = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not is_page):
            self.complaints.append(f"{response.request.method} {response.url} answered {response.status}")

    @contextlib.contextmanager
    def step(self, what):
        try:
            yield self.page
        except (Error, AssertionError, Failed) as error:
            PICTURES.mkdir(parents=True, exist_ok=True)
            picture = PICTURES / (re.sub(r"\W+", "-", f"{self.name} {what}") + ".png")
            with contextlib.suppress(Error):
                self.page.screenshot(path=picture, full_page=True)
            raise Failed(f"{self.name}: {what}\n  at {self.page.url}, picture in {picture}\n  {error}") from error

    def go(self, path):
        answer = self.page.goto(path)
        self.must(answer.status == 200, f"{path} answered {answer.status}")
        return self.page

    def must(self, is_so, otherwise):
        if not is_so:
            raise Failed(otherwise)

    def see(self, selector, text=None):
        """Waits until it is on the page; with a text, until it says so."""
        found = self.page.locator(selector).first
        expect(found).to_be_visible(timeout=STEP_MILLISECONDS)
        if text is not None:
            expect(found).to_contain_text(text, timeout=STEP_MILLISECONDS)
        return found

    def text(self, selector):
        return self.see(selector).inner_text()

    def end(self):
        self.context.close()
        if self.complaints:
            raise Failed(f"{self.name}: the browser complained:\n  " + "\n  ".join(self.complaints))


def ask(method, path, body=None, staff=False, **headers):
    """Asks the API beside the browser; answers the status and the JSON."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()} | {"Accept": "application/json"}
    if staff:
        headers["Authorization"] = f"Bearer {STAFF_KEY}"
    if body is not None:
        headers["Content-Type"] = "application/json"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(ADDRESS + path, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read() or "null")
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or "null")


def log_in(visit):
    """Comes in as the shop's owner: the first one by the link, from then on by address and password."""
    is_made = pathlib.Path(FOLDER) / "owner"
    wanted = ["email", "password"] if is_made.exists() else ["name", "email", "password"]
    with visit.step("log in as staff") as page:
        visit.go("/staff/login" if is_made.exists() else OWNER_LINK.removeprefix(ADDRESS))
        for field in wanted:
            page.locator(f"[name={field}]").fill(OWNER[field])
        page.locator("main form button").click()
        page.wait_for_url(re.compile(r"/staff$"))
        is_made.touch()


def register(visit, email="grace@example.org", name="Grace Hopper", password="seven green lamps in rain"):
    """Opens a customer's account and answers the mail; whoever visits is logged in then."""
    with visit.step("register") as page:
        visit.go("/account/register")
        for field, value in {"name": name, "email": email, "password": password}.items():
            page.locator(f"[name={field}]").fill(value)
        page.locator("main form button").click()
        visit.see(".notice.ok")
    link = mailed_link(visit, email, "/account/confirm")
    with visit.step("confirm the address by the link in the mail") as page:
        visit.go(link)
        page.locator("[name=password]").fill(password)
        page.locator("main form button").click()
        page.wait_for_url(re.compile(r"/account$"))


def mailed_link(visit, email, page_of_it):
    """Waits for a mail to that address with a link to that page; answers the link."""
    with visit.step(f"get a mail with a link to {page_of_it}") as page:
        for _ in range(STEP_MILLISECONDS // 500):
            visit.go("/mailbox")
            row = page.locator("main tr", has_text=email)
            for mail in [one.get_attribute("href") for one in row.locator("a").all()]:
                visit.go(f"{mail}/content")
                link = re.search(re.escape(page_of_it) + r"\?token=[0-9a-z.]+", page.content())
                if link:
                    return link[0]
            page.wait_for_timeout(500)
        raise Failed(f"no mail to {email} has such a link")


def note(order):
    """Remembers an order that a buyer was told of, for the checker; answers it."""
    status, told = ask("GET", f"/v1/orders/{order}", staff=True)
    if status != 200:
        raise Failed(f"order {order}: {status} {told}")
    with open(os.path.join(FOLDER, "buyers"), "a") as log:
        log.write(json.dumps({"order": order, "total": told["order"]["totals"]["total"]}) + "\n")
    return told["order"]


def travel(*journeys):
    try:
        with chromium() as browser:
            for journey in journeys:
                for scripted in (True, False):
                    visit = Visit(browser, journey.__name__, scripted)
                    journey(visit)
                    visit.end()
                    print(f"{visit.name}: arrived", flush=True)
    except Failed as error:
        print(error, flush=True)
        sys.exit(1)

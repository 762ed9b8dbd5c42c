"""Every main page on a phone and on a desk, light and dark, in both languages: nothing sticks out, nothing fails to
load, the page is light, and axe (https://www.deque.com/axe/) finds nothing against WCAG 2 A and AA."""
import os
import sys

import axe_playwright_python

from buying import add, address, delivery, pay, thanked
from visits import Failed, Visit, chromium, log_in, register

PAGE_BYTES = 100_000
AXE = os.path.join(os.path.dirname(axe_playwright_python.__file__), "axe.min.js")
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}, "resultTypes": ["violations"], "iframes": False,
}
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def furnished(visit):
    """Orders, fills a cart again as far as the pay page, and logs in: now every page has something to show."""
    add(visit, "floor-mats")
    visit.go("/checkout")
    address(visit)
    delivery(visit)
    pay(visit)
    order = thanked(visit)["id"]
    add(visit, "montis")
    add(visit, "roof-box")
    visit.go("/checkout")
    address(visit)
    delivery(visit)
    register(visit)
    log_in(visit)
    with visit.step("find the order's mail") as page:
        visit.go(f"/mailbox?order={order}")
        mail = page.locator("main a[href^='/mailbox/']").first.get_attribute("href")
    return [
        "/", "/?category=cars", "/?q=box", "/?q=nothing-like-it", "/products/brio", "/products/wall-box",
        "/products/montis?choice=glass-roof&choice=paint-red", "/cart", "/checkout", "/checkout/delivery",
        "/checkout/pay", f"/orders/{order}?thanks=1", f"/orders/{order}", "/mailbox", mail, "/parts", "/reference",
        "/reference/orders",
        "/staff", "/staff/orders", f"/staff/orders/{order}", "/staff/stock", "/staff/products", "/staff/jobs",
        "/staff/people", "/staff/roles", "/staff/keys", "/staff/audit", "/staff/account", "/staff/login",
        "/staff/second-factor/setup", "/account", "/account/login", "/account/register", "/account/forgot",
        "/account/addresses/new", "/account/closing",
    ]


def look(visit, path, axe):
    """What is wrong with one page."""
    page, wrong = visit.page, []
    answer = page.goto(path)
    if answer.status != 200:
        return [f"answered {answer.status}"]
    size = len(answer.body())
    if size >= PAGE_BYTES:
        wrong.append(f"weighs {size} bytes")
    wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if wide > inner:
        wrong.append(f"is {wide} wide in a window of {inner}: {page.evaluate(STICKING_OUT)}")
    broken = page.evaluate("[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)")
    if broken:
        wrong.append(f"shows no picture at {broken}")
    if axe:
        page.evaluate(axe)
        for found in page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]:
            places = "; ".join(node["html"][:140] for node in found["nodes"][:3])
            why = found["nodes"][0]["failureSummary"].replace("\n", " ")[:240]
            wrong.append(f"{found['id']} ({len(found['nodes'])}): {why} at {places}")
    wrong += visit.complaints
    visit.complaints.clear()
    return wrong


STICKING_OUT = """[...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1 || one.scrollWidth > one.clientWidth + 1)
  .slice(0, 3).map(one => one.outerHTML.slice(0, 120))"""


def main():
    with open(AXE) as file:
        axe = file.read()
    failures = 0
    with chromium() as browser:
        first = Visit(browser, "furnishing")
        paths = furnished(first)
        cookies = first.context.storage_state()
        first.end()
        for language, window, scheme, isJudged in [
            ("en-GB", PHONE, "light", True), ("en-GB", DESK, "dark", True),
            # axe runs only where the Content Security Policy is set aside; these two hold the pages to it.
            ("de-DE", PHONE, "dark", False), ("de-DE", DESK, "light", False),
        ]:
            visit = Visit(
                browser, "looks", locale=language, viewport=window, color_scheme=scheme, storage_state=cookies,
                bypass_csp=isJudged)
            for path in paths:
                for wrong in look(visit, path, axe if isJudged else None):
                    failures += 1
                    print(f"{path} in {language}, {window['width']} px, {scheme}: {wrong}", flush=True)
            visit.context.close()
            print(f"looked at {len(paths)} pages: {language}, {window['width']} px, {scheme}", flush=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        print(error)
        sys.exit(1)

"""Somebody without a mouse equips a car and orders it with Tab, Enter, Space and arrows; where the focus is shows."""
import re

from buying import ADA, thanked
from visits import CARDS, Failed, travel

TABS = 150

# What has the focus, and whether that can be seen: an outline of its own, of the face beside a hidden input, or of the
# tile around a link.
FOCUS = """() => {
  const held = document.activeElement;
  const drawn = (one) => one && getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
  const box = held.getBoundingClientRect();
  return {
    what: held.outerHTML.slice(0, 160),
    shows: drawn(held) || drawn(held.nextElementSibling) || drawn(held.closest(".tile")) || held.tagName === "IFRAME",
    inSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def reach(visit, selector):
    """Presses Tab until it has the focus; every stop on the way must show."""
    page = visit.page
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue
        focus = page.evaluate(FOCUS)
        visit.must(focus["shows"], f"the focus can't be seen on {focus['what']}")
        visit.must(focus["inSight"], f"out of sight: {focus['what']}")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise Failed(f"{TABS} times Tab don't lead to {selector}")


def press(visit, selector, key="Enter"):
    reach(visit, selector)
    visit.page.keyboard.press(key)


def by_keyboard(visit):
    page = visit.page
    with visit.step("skip to the content"):
        visit.go("/products/corso")
        press(visit, "a.skip")
        visit.must(page.evaluate("document.activeElement.id") == "main", "the content has the focus")
    with visit.step("choose a paint with the arrows and an extra with Space"):
        reach(visit, "#configure [value^=paint-]")
        page.keyboard.press("ArrowDown")
        visit.must(page.evaluate("document.activeElement.value") == "paint-grey", "the next paint is chosen")
        if visit.scripted:
            page.wait_for_url(re.compile("=paint-grey"))
            page.wait_for_function("document.activeElement.value === 'paint-grey'")
        press(visit, "#configure [value=sound]", "Space")
        if visit.scripted:
            page.wait_for_url(re.compile("=sound"))
            page.wait_for_function("document.activeElement.value === 'sound'")
    with visit.step("Enter on a choice shows it, and buys nothing"):
        press(visit, "#configure [value=sound]")
        page.wait_for_url(re.compile("/products/corso.*=sound"))
        visit.must(page.locator("#configure [value=sound]").is_checked(), "the choice is kept")
    with visit.step("put the car into the cart"):
        press(visit, "#add")
        page.wait_for_url("**/cart*")
        visit.see(".cart-line", "Slate grey")
        visit.see(".cart-line", "Concert sound")
    with visit.step("go to the checkout and give an address"):
        press(visit, "main a[href='/checkout'], main form[action='/checkout'] button")
        page.wait_for_url("**/checkout")
        for field in ("email", "name", "street", "postalCode", "city"):
            reach(visit, f"[name={field}]")
            page.keyboard.type(ADA[field])
        page.keyboard.press("Enter")
        page.wait_for_url("**/checkout/delivery")
    with visit.step("choose to collect it"):
        reach(visit, "[name=delivery]")
        for _ in range(6):
            if page.evaluate("document.activeElement.value").startswith("collect:"):
                break
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/checkout/pay")
    with visit.step("choose the card and pay"):
        reach(visit, "[name=card]")
        for _ in range(len(CARDS) + 6):
            if page.evaluate("document.activeElement.value") == CARDS["good"]:
                break
            page.keyboard.press("ArrowDown")
        press(visit, "button[name=pay]")
    thanked(visit)


travel(by_keyboard)

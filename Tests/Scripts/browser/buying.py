"""The steps of a buyer that several journeys share: cart, addresses, delivery, card, order page."""
import re

from playwright.sync_api import expect

from visits import CARDS, Failed, note

ADA = {
    "email": "ada@example.org", "name": "Ada Lovelace", "street": "Hauptstr. 1", "postalCode": "10115",
    "city": "Berlin",
}


def add(visit, product):
    """Opens a product's page and puts it into the cart as it is."""
    with visit.step(f"put {product} into the cart") as page:
        visit.go(f"/products/{product}")
        page.locator("#add").click()
        page.wait_for_url("**/cart*")
        visit.see(f".cart-line a[href*='/products/{product}']")


def address(visit, **changes):
    """From the cart to the step where delivery is chosen."""
    with visit.step("give name and address") as page:
        if not page.url.endswith("/checkout"):
            visit.go("/checkout")
        for field, value in (ADA | changes).items():
            page.locator(f"[name={field}]").fill(value)
        page.locator("[name=country]").select_option("DE")
        page.locator("main form button:not([name])").last.click()
        page.wait_for_url("**/checkout/delivery")


def delivery(visit, choice="ship"):
    """From the choice of delivery to the page where the order is paid."""
    with visit.step(f"choose delivery: {choice}") as page:
        page.locator(f"input[name=delivery][value='{choice}']").check(force=True)
        page.locator("main form button").last.click()
        page.wait_for_url("**/checkout/pay")


def pay(visit, card="good"):
    with visit.step(f"pay with a card: {card}") as page:
        page.locator(f"input[name=card][value='{CARDS[card]}']").check(force=True)
        page.locator("button[name=pay][value=card]").click()


def pay_at_the_bank(visit):
    """From the page where the order is paid to the bank's own."""
    with visit.step("order and pay at the bank's page") as page:
        page.locator("button[name=pay][value=hosted]").click()
        page.wait_for_url("**/sandbox/checkout/**")


def choose_at_the_bank(visit, card):
    with visit.step(f"choose a card at the bank: {card}") as page:
        page.locator(f"input[name=card][value='{CARDS[card]}']").check()
        page.locator("form button").click()


def thanked(visit):
    """Waits for the page that thanks; answers the order as staff sees it."""
    with visit.step("be thanked") as page:
        page.wait_for_url(re.compile(r"/orders/[a-z0-9_]+\?thanks=1"))
        order = note(order_id(page.url))
        visit.see("main", order["number"])
        visit.see(".timeline li")
        return order


def order_id(url):
    found = re.search(r"/orders/([A-Za-z0-9_]+)", url)
    if not found:
        raise Failed(f"{url} is no order's page")
    return found.group(1)


def to_the_bank(visit, outcome):
    """From the order that waits for the bank's word to the bank's page and back."""
    with visit.step(f"confirm at the bank: {outcome}") as page:
        # The page leads there by itself; its link is for whoever comes back to it.
        page.wait_for_url("**/sandbox/3ds/**")
        page.locator(f"button[value={outcome}]").click()
        page.wait_for_url(lambda url: "/sandbox/" not in url)


def mail(visit, order, kind, words):
    """Finds the order's mail of a kind in the mailbox, and reads it as HTML and as text."""
    with visit.step(f"read the mail: {kind}") as page:
        for _ in range(40):
            visit.go(f"/mailbox?order={order['id']}")
            link = page.locator("main a", has_text=re.compile(kind))
            if link.count():
                break
            page.wait_for_timeout(250)
        link.first.click()
        frame = page.frame_locator("iframe")
        for word in words:
            expect(frame.locator("body")).to_contain_text(word)
            visit.see("pre", word)

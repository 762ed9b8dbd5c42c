"""A buyer finds a car on the first page, equips it, adds a good, collects both at the dealer's and gets a mail."""
import re

from playwright.sync_api import expect

from buying import address, delivery, mail, pay, thanked
from visits import Visit, travel


def choose(visit, *options):
    """Chooses options on the car's page; without script its button brings the new price."""
    page = visit.page
    price = visit.text("[data-region=price] .price.large")
    for option in options:
        page.locator(f"#configure input[value='{option}']").check(force=True)
        if visit.scripted:
            page.wait_for_url(re.compile(rf"={option}\b"))
    if not visit.scripted:
        page.locator("#configure button.only-plain").first.click()
    for option in options:
        expect(page.locator(f"#configure input[value='{option}']")).to_be_checked()
    expect(page.locator("[data-region=price] .price.large")).not_to_have_text(price)


def pictures(visit):
    return [image.get_attribute("src") for image in visit.page.locator("[data-region=picture] img").all()]


def buy_a_car(visit):
    page = visit.page
    with visit.step("find the Montis on the first page"):
        visit.go("/")
        page.locator("main .tile a", has_text="Montis").or_(page.locator("main a[href*='/products/montis']")).first.click()
        page.wait_for_url("**/products/montis**")
        visit.see("h1", "Montis")
    with visit.step("see the price and the picture change with paint and wheels"):
        before = pictures(visit)
        visit.must(len(before) >= 2, f"a body and wheels lie in the pile: {before}")
        choose(visit, "paint-copper")
        painted = pictures(visit)
        visit.must(painted[0] != before[0] and painted[-1] == before[-1], f"{before} became {painted}")
        choose(visit, "wheels-19")
        rolling = pictures(visit)
        visit.must(rolling[0] == painted[0] and rolling[-1] != painted[-1], f"{painted} became {rolling}")
    with visit.step("see what is impossible, and why"):
        choose(visit, "glass-roof")
        rails = visit.see(".choice.impossible", "Roof rails")
        expect(rails.locator(".choice-why")).to_contain_text("The glass roof leaves no room for roof rails.")
    with visit.step("change the language, and keep what was chosen"):
        for link, name in [("Deutsch", "Panorama-Glasdach"), ("English", "Panoramic glass roof")]:
            page.locator("footer a", has_text=link).click()
            expect(page.locator(".choice", has_text=name).first).to_be_visible()
            for option in ["paint-copper", "wheels-19", "glass-roof"]:
                expect(page.locator(f"#configure input[value='{option}']")).to_be_checked()
    with visit.step("put the car into the cart"):
        price = visit.text("[data-region=price] .price.large")
        page.locator("#add").first.click()
        page.wait_for_url("**/cart*")
        line = visit.see(".cart-line", "Montis")
        for word in ["Copper", "19", "Panoramic glass roof", price]:
            expect(line).to_contain_text(word)
    with visit.step("add a roof box by way of the search"):
        page.locator("input[name=q]").first.fill("roof box")
        page.locator("input[name=q]").first.press("Enter")
        page.locator("main a", has_text="Roof box").first.click()
        page.wait_for_url("**/products/roof-box**")
        page.locator("#add").first.click()
        page.wait_for_url("**/cart*")
        expect(page.locator(".cart-line")).to_have_count(2)
        page.locator("main a[href='/checkout'], main form[action='/checkout'] button").first.click()
        page.wait_for_url("**/checkout")
    address(visit)
    delivery(visit, "collect:dealer-berlin")
    with visit.step("look over the order before paying"):
        for word in ["Montis", "Roof box", "Autohaus am Park"]:
            visit.see("main", word)
    pay(visit)
    order = thanked(visit)
    with visit.step("find the order again without the thanks"):
        visit.go(f"/orders/{order['id']}")
        for word in [order["number"], "Montis", "Roof box", "Autohaus am Park"]:
            visit.see("main", word)
    mail(visit, order, "confirm|order", [order["number"], "Montis", "Roof box"])
    with visit.step("open the order by the mail's link, on another device"):
        link = page.frame_locator("iframe").locator("a[target=_blank]").get_attribute("href")
        other = Visit(visit.browser, "another device", visit.scripted)
        other.go(link)
        other.see("h1", order["number"])
        other.must("secret" not in other.page.url, "the secret is out of sight")
        other.end()
    with visit.step("have an empty cart again"):
        visit.go("/cart")
        expect(page.locator(".cart-line")).to_have_count(0)


travel(buy_a_car)

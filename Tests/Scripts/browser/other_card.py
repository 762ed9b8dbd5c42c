"""A card is declined and another one pays; 3-D Secure is passed; it is failed, and another card pays; and all of it
on the bank's own page."""
from buying import add, address, choose_at_the_bank, delivery, mail, pay, pay_at_the_bank, thanked, to_the_bank
from visits import ask, travel


def fill(visit):
    add(visit, "floor-mats")
    visit.go("/checkout")
    address(visit)
    delivery(visit)


def declined_then_another(visit):
    fill(visit)
    pay(visit, "no funds")
    with visit.step("be told why the card was declined, and keep the cart"):
        visit.see(".notice.bad, .notice.warn, .fault")
        visit.must("thanks" not in visit.page.url, "the order was thanked for")
        visit.see("input[name=card]")
    pay(visit)
    thanked(visit)


def proved_at_the_bank(visit):
    fill(visit)
    pay(visit, "3-D Secure")
    to_the_bank(visit, "complete")
    order = thanked(visit)
    mail(visit, order, "confirm|order", [order["number"]])


def not_proved_then_another(visit):
    fill(visit)
    pay(visit, "3-D Secure")
    to_the_bank(visit, "fail")
    with visit.step("be told that the bank said no, and be offered another card"):
        visit.see(".notice.bad", "nothing was charged")
        visit.page.locator(".notice form button").click()
        visit.see("input[name=card]")
    pay(visit)
    order = thanked(visit)
    with visit.step("have paid once"):
        status, story = ask("GET", f"/v1/orders/{order['id']}/history", staff=True)
        visit.must(status == 200, f"{status} {story}")


def at_the_banks_page(visit):
    fill(visit)
    pay_at_the_bank(visit)
    choose_at_the_bank(visit, "no funds")
    with visit.step("be told at the bank why the card was declined"):
        visit.see("[role=alert]", "funds")
    choose_at_the_bank(visit, "3-D Secure")
    to_the_bank(visit, "complete")
    order = thanked(visit)
    mail(visit, order, "confirm|order", [order["number"]])


def back_from_the_banks_page(visit):
    fill(visit)
    pay_at_the_bank(visit)
    with visit.step("turn back to the shop, and rather pay with a card there") as page:
        page.locator("a").click()
        page.wait_for_url("**/orders/*")
        visit.see(".notice a.to-bank")
        page.locator(".notice form button").click()
        visit.see("input[name=card]")
    pay(visit)
    thanked(visit)


travel(declined_then_another, proved_at_the_bank, not_proved_then_another, at_the_banks_page, back_from_the_banks_page)

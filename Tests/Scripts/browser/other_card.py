"""A card is declined and another one pays; 3-D Secure is passed; it is failed, and another card pays."""
from buying import add, address, delivery, mail, pay, thanked, to_the_bank
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
        visit.page.locator("main a[href='/checkout/pay']").click()
        visit.see("input[name=card]")
    pay(visit)
    order = thanked(visit)
    with visit.step("have paid once"):
        status, story = ask("GET", f"/v1/orders/{order['id']}/history", staff=True)
        visit.must(status == 200, f"{status} {story}")


travel(declined_then_another, proved_at_the_bank, not_proved_then_another)

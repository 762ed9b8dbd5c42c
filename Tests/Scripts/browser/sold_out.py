"""While a buyer fills in addresses somebody else takes the last ones: the pay page says so, and nothing is charged."""
import uuid

from playwright.sync_api import expect

from buying import ADA, add, address, delivery, pay, thanked
from visits import CARDS, ask, travel

GOOD = "winter-wheels"


def take_all(visit):
    """Somebody else, through the API, orders all that can be had."""
    address = {field: ADA[field] for field in ("name", "street", "postalCode", "city")} | {"country": "DE"}
    while True:
        _, product = ask("GET", f"/v1/products/{GOOD}")
        left = product["availability"]["count"]
        if left == 0:
            return
        _, cart = ask("POST", "/v1/carts", {"currency": "EUR"})
        path = f"/v1/carts/{cart['id']}"
        for method, step, body in [
            ("POST", "lines", {"product": GOOD, "quantity": left}),
            ("PUT", "addresses", {"email": "grace@example.org", "invoiceAddress": address}),
            ("PUT", "delivery", {"method": "ship"}),
            ("POST", "order", {"payment": {"token": CARDS["good"]}}),
        ]:
            status, answer = ask(method, f"{path}/{step}", body, Idempotency_Key=str(uuid.uuid4()))
            visit.must(status in (200, 201), f"{step}: {status} {answer}")


def sold_out_in_the_cart(visit):
    ask("POST", "/v1/stock/receipts", {
        "item": GOOD, "place": "warehouse", "count": 3, "reference": f"sold-out-{uuid.uuid4()}"}, staff=True)
    add(visit, GOOD)
    add(visit, "first-aid")
    visit.go("/checkout")
    address(visit)
    delivery(visit)
    take_all(visit)
    pay(visit)
    with visit.step("be told which line is sold out, with nothing lost"):
        visit.see(".notice.bad", "not enough left")
        visit.see(".cart-line:has(.fault)", "Winter wheels")
        visit.must("/orders/" not in visit.page.url, "an order was placed")
    with visit.step("take the sold-out line out of the cart"):
        visit.go("/cart")
        line = visit.page.locator(".cart-line", has_text="Winter wheels")
        line.locator("button", has_text="Remove").click()
        expect(visit.page.locator(".cart-line")).to_have_count(1)
    visit.go("/checkout/pay")
    pay(visit)
    thanked(visit)


travel(sold_out_in_the_cart)

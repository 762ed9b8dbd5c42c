"""Staff ships a buyer's order and gives a line back; the buyer's own page shows both, and the bank took and gave."""
import time

from playwright.sync_api import expect

from buying import add, address, delivery, mail, pay, thanked
from visits import Failed, Visit, ask, log_in, travel


def settled(visit, order, is_so):
    """Waits until the bank has done what was asked of it."""
    for _ in range(60):
        _, told = ask("GET", f"/v1/orders/{order}", staff=True)
        _, refunds = ask("GET", f"/v1/orders/{order}/refunds", staff=True)
        if is_so(told, refunds["items"]):
            return
        time.sleep(0.25)
    raise Failed(f"{visit.name}: it didn't come to that: {told} {refunds}")


def ship_and_refund(buyer):
    add(buyer, "first-aid")
    add(buyer, "varia")
    buyer.go("/checkout")
    address(buyer)
    delivery(buyer)
    pay(buyer)
    order = thanked(buyer)
    staff = Visit(buyer.browser, "staff", buyer.scripted)
    log_in(staff)
    page = staff.page
    with staff.step("find the order among those to ship"):
        staff.go("/staff/orders?list=ship")
        page.locator("main a", has_text=order["number"]).first.click()
        page.wait_for_url(f"**/staff/orders/{order['id']}**")
        for word in [order["number"], "First-aid kit", "Varia Estate", "ada@example.org", "Hauptstr. 1"]:
            staff.see("main", word)
    # The car's price is taken when it leaves, and with it the rest.
    settled(staff, order["id"], lambda told, _: told["payment"]["state"] == "authorised")
    with staff.step("ship all of it"):
        form = page.locator("form:has(input[name=do][value=ship])")
        form.locator("[name=carrier]").fill("Spedition Nord")
        form.locator("[name=tracking]").fill("SN-4711")
        form.locator("button").click()
        staff.see(".notice.ok")
        staff.see("main", "SN-4711")
    settled(staff, order["id"], lambda told, _: told["payment"]["state"] == "captured")
    with staff.step("be told of a refund that names nothing"):
        staff.go(f"/staff/orders/{order['id']}")
        refund = page.locator("details:has(input[name=do][value=refund])")
        refund.locator("summary").click()
        refund.locator("[name=refundReason]").fill("A scratch.")
        refund.locator("button").click()
        staff.see(".notice.bad, .fault")
        expect(page.locator("[name=refundReason]")).to_have_value("A scratch.")
    with staff.step("give the first-aid kit back"):
        refund = page.locator("details:has(input[name=do][value=refund])")
        if refund.get_attribute("open") is None:
            refund.locator("summary").click()
        refund.get_by_label("First-aid kit").fill("1")
        refund.locator("button").click()
        staff.see(".notice.ok")
    settled(staff, order["id"], lambda _, refunds: [one["state"] for one in refunds] == ["made"])
    with staff.step("see it all in the order's story"):
        staff.go(f"/staff/orders/{order['id']}")
        for word in ["SN-4711", "A scratch.", "34.90"]:
            staff.see("main", word)
    staff.end()
    with buyer.step("see the parcel and the money given back"):
        buyer.go(f"/orders/{order['id']}")
        for word in ["Spedition Nord", "SN-4711", "34.90"]:
            buyer.see("main", word)
    mail(buyer, order, "way|shipped", [order["number"], "SN-4711"])


travel(ship_and_refund)

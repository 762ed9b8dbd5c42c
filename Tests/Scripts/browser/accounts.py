"""A customer opens an account, orders in it and finds the order there; a colleague is invited, joins by the mail's link and
sees what their role permits; both log out."""
import re

from buying import add, address, delivery, pay, thanked
from visits import Visit, log_in, mailed_link, register, travel


def accounts(buyer):
    name = "grace" if buyer.scripted else "emmy"
    register(buyer, email=f"{name}@example.org")
    with buyer.step("keep an address") as page:
        buyer.go("/account/addresses/new")
        for field, value in {"label": "At home", "name": "Grace Hopper", "street": "Ringweg 9", "postalCode": "10115",
                             "city": "Berlin"}.items():
            page.locator(f"[name={field}]").fill(value)
        page.locator("main form button").click()
        buyer.see(".notice.ok")
        buyer.see("main", "Ringweg 9")
    add(buyer, "floor-mats")
    with buyer.step("find the kept address at the checkout") as page:
        buyer.go("/checkout")
        buyer.must(page.locator("[name=street]").input_value() == "Ringweg 9", "the form has no kept address")
    address(buyer)
    delivery(buyer)
    pay(buyer)
    order = thanked(buyer)
    with buyer.step("see the order in the account and log out") as page:
        buyer.go("/account")
        buyer.see("main", order["number"])
        page.locator("form[action='/account/logout'] button").click()
        page.wait_for_url(re.compile(r"/$"))
        answer = page.goto("/account")
        buyer.must(page.url.endswith("/account/login?back=%2Faccount"), f"{page.url} answered {answer.status}")
    owner = Visit(buyer.browser, "owner", buyer.scripted)
    log_in(owner)
    colleague = f"walter-{name}@example.org"
    with owner.step("invite a colleague") as page:
        owner.go("/staff/people")
        form = page.locator("form:has(input[name=do][value=invite])")
        form.locator("[name=name]").fill("Walter Weber")
        form.locator("[name=email]").fill(colleague)
        form.locator("[name=role]").select_option("warehouse")
        form.locator("button").click()
        owner.see(".notice.ok")
    owner.end()
    staff = Visit(buyer.browser, "colleague", buyer.scripted)
    link = mailed_link(staff, colleague, "/staff/join")
    with staff.step("join by the link, and see what the role permits") as page:
        staff.go(link)
        page.locator("[name=password]").fill("three small clouds over sea")
        page.locator("main form button").click()
        page.wait_for_url(re.compile(r"/staff$"))
        staff.see("header", "Stock")
        staff.must("People" not in staff.text("header"), "the warehouse sees who works here")
        page.locator("form[action='/staff/logout'] button").click()
        page.wait_for_url("**/staff/login")
    staff.end()


if __name__ == "__main__":
    travel(accounts)

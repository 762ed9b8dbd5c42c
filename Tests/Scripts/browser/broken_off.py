"""A form whose sending was broken off can be sent once more: at once when its page is shown again, else after a while."""
from playwright.sync_api import expect

from visits import travel

PATIENCE_MILLISECONDS = 10_000


def broken_off(visit):
    page = visit.page
    page.clock.install()
    visit.go("/products/roof-box")
    button = page.locator("#add")
    if visit.scripted:
        page.route("**/cart/lines", lambda route: route.abort("aborted"))
        with visit.step("break it off, and come back to the page"):
            button.click()
            expect(button).to_have_attribute("aria-disabled", "true")
            page.evaluate("dispatchEvent(new Event('pageshow'))")
            expect(button).not_to_have_attribute("aria-disabled", "true")
        with visit.step("break it off, and wait"):
            button.click()
            expect(button).to_have_attribute("aria-disabled", "true")
            page.clock.fast_forward(PATIENCE_MILLISECONDS)
            expect(button).not_to_have_attribute("aria-disabled", "true")
        page.unroute("**/cart/lines")
    with visit.step("send it"):
        button.click()
        page.wait_for_url("**/cart*")
        visit.see(".cart-line", "Roof box")
        visit.must(page.locator(".cart-line input[name=quantity]").input_value() == "1", "it was sent once")


travel(broken_off)

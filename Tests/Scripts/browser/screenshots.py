"""Takes the pictures of the main pages that the documents show: on a desk and on a phone, as WebP."""
import base64
import pathlib
import sys

from buying import add, address, delivery, pay, thanked
from looks import DESK, PHONE
from visits import Failed, Visit, chromium, log_in, register

SIZE_LIMIT = 100_000
# Of a page that is longer than the window, so much is shown.
LONGEST = {390: 1500, 1280: 1300}
PLACE = pathlib.Path(__file__).parents[3] / "docs" / "screenshots"


def furnished(visit):
    """Orders a car and goods, and fills a cart again; answers the pages to take, by the names of their pictures."""
    equipped = "/products/montis?" + "&".join(
        f"choice={option}" for option in ["diesel-150", "paint-green", "wheels-19", "interior-leather", "glass-roof"])
    with visit.step("order a car") as page:
        visit.go(equipped)
        page.locator("#add").first.click()
        page.wait_for_url("**/cart*")
    add(visit, "roof-box")
    visit.go("/checkout")
    address(visit)
    delivery(visit, "collect:dealer-berlin")
    pay(visit)
    order = thanked(visit)["id"]
    with visit.step("fill the cart again") as page:
        visit.go("/products/brio?choice=paint-red&choice=wheels-19&choice=interior-leather")
        page.locator("#add").first.click()
        page.wait_for_url("**/cart*")
    add(visit, "charging-cable")
    visit.go("/checkout")
    address(visit)
    delivery(visit, "collect:dealer-berlin")
    register(visit)
    with visit.step("take the order into the account") as page:
        visit.go(f"/orders/{order}")
        page.locator("form[action$='/claim'] button").click()
        page.wait_for_url("**/account?done=claimed")
    log_in(visit)
    for name, email, role in [("Walter Weber", "walter@example.org", "warehouse"),
                              ("Sabine Sommer", "sabine@example.org", "sales")]:
        with visit.step(f"invite {name}") as page:
            visit.go("/staff/people")
            form = page.locator("form:has(input[name=do][value=invite])")
            form.locator("[name=name]").fill(name)
            form.locator("[name=email]").fill(email)
            form.locator("[name=role]").select_option(role)
            form.locator("button").click()
            page.wait_for_url("**/staff/people?done=invite")
    with visit.step("find the order's mail") as page:
        visit.go(f"/mailbox?order={order}")
        mail = page.locator("main a[href^='/mailbox/']").first.get_attribute("href")
    return {
        "shop": "/", "search": "/?q=box", "car": equipped, "cart": "/cart", "addresses": "/checkout",
        "delivery": "/checkout/delivery", "pay": "/checkout/pay", "thanks": f"/orders/{order}?thanks=1",
        "mail": mail, "staff-today": "/staff", "staff-orders": "/staff/orders",
        "staff-order": f"/staff/orders/{order}", "staff-stock": "/staff/stock", "staff-products": "/staff/products",
        "staff-people": "/staff/people", "staff-roles": "/staff/roles", "staff-audit": "/staff/audit",
        "account": "/account", "login": "/account/login", "parts": "/parts",
    }


def take(visit, path, file):
    page = visit.page
    visit.go(path)
    page.wait_for_load_state("networkidle")
    width = page.viewport_size["width"]
    height = min(page.evaluate("document.documentElement.scrollHeight"), LONGEST[width])
    lens = visit.context.new_cdp_session(page)
    for quality in (80, 60, 40):
        picture = base64.b64decode(lens.send("Page.captureScreenshot", {
            "format": "webp", "quality": quality, "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1},
        })["data"])
        if len(picture) < SIZE_LIMIT:
            break
    else:
        raise Failed(f"{path}: {len(picture)} bytes")
    file.write_bytes(picture)
    print(f"{file.name}: {len(picture) // 1024} KB", flush=True)


def main():
    PLACE.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        first = Visit(browser, "furnishing")
        pages = furnished(first)
        cookies = first.context.storage_state()
        first.end()
        for window, scheme, wanted in [
            (DESK, "light", pages), (PHONE, "light", pages), (DESK, "dark", {"car-dark": pages["car"]}),
        ]:
            visit = Visit(browser, "screenshots", viewport=window, color_scheme=scheme, storage_state=cookies)
            for name, path in wanted.items():
                with visit.step(f"take {name}"):
                    take(visit, path, PLACE / f"{name}-{window['width']}.webp")
            visit.end()


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        print(error)
        sys.exit(1)

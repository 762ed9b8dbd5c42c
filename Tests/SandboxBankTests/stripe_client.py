"""Pays at the sandbox bank with Stripe's own client, as a shop would at Stripe.

Usage: stripe_client.py BANK_URL SECRET_KEY WEBHOOK_PORT WEBHOOK_SECRET
Ends with "all well" and exit code 0, or says which step went wrong.
"""

import http.server
import sys
import threading
import time
import urllib.request

import stripe

bank, secret, hook_port, hook_secret = sys.argv[1:5]
stripe.api_base = bank
stripe.api_key = secret
stripe.max_network_retries = 0


def expect(what, condition):
    if not condition:
        sys.exit(f"wrong: {what}")


def refused(kind, what, call):
    try:
        call()
    except kind as error:
        return error
    sys.exit(f"wrong: {what} was not refused")


def held(**more):
    return stripe.PaymentIntent.create(
        amount=1250, currency="eur", payment_method="pm_card_visa", payment_method_types=["card"], confirm=True,
        capture_method="manual", return_url="http://shop/back", **more)


def creates_confirms_captures_refunds():
    card = stripe.PaymentMethod.create(
        type="card", card={"number": "4242424242424242", "exp_month": 12, "exp_year": 2034, "cvc": "123"})
    expect("the token's card", card.card.last4 == "4242" and card.card.brand == "visa")
    expect("the token is found", stripe.PaymentMethod.retrieve(card.id).id == card.id)

    intent = stripe.PaymentIntent.create(
        amount=1250, currency="eur", capture_method="manual", description="Roof box",
        metadata={"order": "K7Q2", "attempt": "a1"})
    expect("a wish without a card", intent.status == "requires_payment_method")
    intent = stripe.PaymentIntent.confirm(intent.id, payment_method=card.id, expand=["latest_charge"])
    expect("the money is held", intent.status == "requires_capture" and intent.amount_capturable == 1250)
    expect("the charge is shown", intent.latest_charge.paid and not intent.latest_charge.captured)
    intent = stripe.PaymentIntent.capture(intent.id, amount_to_capture=1000)
    expect("a part is captured", intent.status == "succeeded" and intent.amount_received == 1000)
    expect("metadata", stripe.PaymentIntent.retrieve(intent.id).metadata["order"] == "K7Q2")

    refund = stripe.Refund.create(payment_intent=intent.id, amount=400, metadata={"line": "1"})
    expect("a part is refunded", refund.status == "succeeded" and refund.amount == 400)
    error = refused(stripe.InvalidRequestError, "a refund of too much",
                    lambda: stripe.Refund.create(payment_intent=intent.id, amount=601))
    expect("the parameter is named", error.param == "amount" and error.http_status == 400)
    expect("the rest is refunded", stripe.Refund.create(payment_intent=intent.id).amount == 600)
    expect("refunds are listed", len(stripe.Refund.list(payment_intent=intent.id).data) == 2)
    expect("the refund is found", stripe.Refund.retrieve(refund.id).charge == intent.latest_charge)
    expect("the charge is refunded", stripe.Charge.retrieve(intent.latest_charge).refunded)


def cancels():
    intent = stripe.PaymentIntent.cancel(held().id, cancellation_reason="abandoned")
    expect("cancelled", intent.status == "canceled" and intent.amount_capturable == 0)
    error = refused(stripe.InvalidRequestError, "a capture after cancelling",
                    lambda: stripe.PaymentIntent.capture(intent.id))
    expect("why", error.code == "payment_intent_unexpected_state")


def is_declined():
    for card, code, decline_code in [
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
    ]:
        error = refused(stripe.CardError, card, lambda: stripe.PaymentIntent.create(
            amount=500, currency="usd", payment_method=card, confirm=True))
        expect(f"{card}'s code", error.code == code and error.error.decline_code == decline_code)
        intent = stripe.PaymentIntent.retrieve(error.error.payment_intent.id)
        expect(f"{card}'s payment", intent.status == "requires_payment_method")
        expect(f"{card}'s reason", intent.last_payment_error.decline_code == decline_code)
        intent = stripe.PaymentIntent.confirm(intent.id, payment_method="pm_card_visa")
        expect("another card pays", intent.status == "succeeded")
    error = refused(stripe.CardError, "a card that is no test card", lambda: stripe.PaymentMethod.create(
        type="card", card={"number": "4111111111111111", "exp_month": 12, "exp_year": 2034, "cvc": "123"}))
    expect("declined", error.code == "card_declined")


class StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def asks_for_3d_secure():
    for outcome, status in [("complete", "requires_capture"), ("fail", "requires_payment_method")]:
        intent = stripe.PaymentIntent.create(
            amount=1250, currency="eur", payment_method="pm_card_threeDSecure2Required", confirm=True,
            capture_method="manual", return_url="http://shop/back?order=1")
        expect("action is required", intent.status == "requires_action")
        page = intent.next_action.redirect_to_url.url
        expect("the page is at the bank", page.startswith(bank))
        html = urllib.request.urlopen(page).read().decode()
        expect("two buttons", ">Complete<" in html and ">Fail<" in html)
        try:
            urllib.request.build_opener(StayHere).open(page, data=f"outcome={outcome}".encode())
            sys.exit("wrong: the buyer is not sent back")
        except urllib.error.HTTPError as redirect:
            expect("back to the shop", redirect.code == 303 and redirect.headers["Location"].startswith(
                f"http://shop/back?order=1&payment_intent={intent.id}"))
        expect(f"after {outcome}", stripe.PaymentIntent.retrieve(intent.id).status == status)


def press(url, fields):
    """Where a form at the bank leads the buyer's browser."""
    try:
        urllib.request.build_opener(StayHere).open(url, data=fields.encode())
    except urllib.error.HTTPError as redirect:
        expect("the browser is sent on", redirect.code == 303)
        return redirect.headers["Location"]
    sys.exit("wrong: the browser is not sent on")


def pays_at_the_banks_page():
    end = int(time.time()) + 3600

    def session(**more):
        return stripe.checkout.Session.create(
            mode="payment", line_items=[{"quantity": 1, "price_data": {
                "currency": "eur", "unit_amount": 1250, "product_data": {"name": "Order K7Q2"}}}],
            payment_intent_data={"capture_method": "manual", "metadata": {"order": "K7Q2"}},
            client_reference_id="K7Q2", metadata={"attempt": "a1"}, success_url="http://shop/back",
            cancel_url="http://shop/cart", expires_at=end, **more)

    made = session(idempotency_key="page-1")
    expect("one page for one key", session(idempotency_key="page-1").id == made.id)
    expect("an open page", made.status == "open" and made.amount_total == 1250 and made.payment_intent is None)
    expect("the price stands there", b"12.50 EUR" in urllib.request.urlopen(made.url).read())
    expect("declined: the page again", press(made.url, "card=pm_card_chargeDeclined") == made.url)
    expect("it says why", b"was declined" in urllib.request.urlopen(made.url).read())
    expect("still open", stripe.checkout.Session.retrieve(made.id).status == "open")
    proof = press(made.url, "card=pm_card_threeDSecure2Required")
    expect("proved: the page again", press(proof, "outcome=complete").startswith(made.url))
    expect("and on", press(made.url, "card=pm_card_visa") == "http://shop/back")
    done = stripe.checkout.Session.retrieve(made.id, expand=["payment_intent"])
    expect("done", done.status == "complete" and done.url is None and done.payment_status == "unpaid")
    expect("held", done.payment_intent.status == "requires_capture" and done.payment_intent.metadata["order"] == "K7Q2")
    stripe.PaymentIntent.capture(done.payment_intent.id)
    expect("paid", stripe.checkout.Session.retrieve(made.id).payment_status == "paid")
    refused(stripe.InvalidRequestError, "closing a page that is done",
            lambda: stripe.checkout.Session.expire(made.id))

    left = session()
    proof = press(left.url, "card=pm_card_threeDSecure2Required")
    payment = proof.rsplit("/", 1)[1]
    refused(stripe.InvalidRequestError, "cancelling a payment of an open page",
            lambda: stripe.PaymentIntent.cancel(payment))
    expect("closed", stripe.checkout.Session.expire(left.id).status == "expired")
    expect("with its payment", stripe.PaymentIntent.retrieve(payment).status == "canceled")
    pages = stripe.checkout.Session.list(limit=2, expand=["data.payment_intent"]).data
    expect("the newest first", [page.id for page in pages] == [left.id, made.id])


def keeps_keys():
    first = held(idempotency_key="key-1")
    expect("the same key, the same payment", held(idempotency_key="key-1").id == first.id)
    refused(stripe.IdempotencyError, "a key used for something else",
            lambda: stripe.PaymentIntent.create(amount=1, currency="eur", idempotency_key="key-1"))
    ids, errors = set(), []

    def pay():
        try:
            ids.add(held(idempotency_key="key-2").id)
        except stripe.StripeError as error:
            errors.append(error.http_status)

    threads = [threading.Thread(target=pay) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expect("one payment for one key", len(ids) == 1 and set(errors) <= {409})


def lists():
    made = [held(description=str(number)).id for number in range(5)]
    page = stripe.PaymentIntent.list(limit=2)
    expect("the newest first", [intent.id for intent in page.data] == made[:-3:-1] and page.has_more)
    read = []
    for intent in page.auto_paging_iter():
        read.append(intent.id)
        if len(read) == 5:
            break
    expect("page by page", read == made[::-1])
    expect("none before time", stripe.PaymentIntent.list(created={"lt": 1000}).data == [])


def lets_nobody_else_in():
    refused(stripe.AuthenticationError, "a wrong key",
            lambda: stripe.PaymentIntent.list(api_key="sk_test_wrong"))
    refused(stripe.InvalidRequestError, "an unknown payment", lambda: stripe.PaymentIntent.retrieve("pi_unknown"))


def survives_faults():
    def fault(fields):
        request = urllib.request.Request(f"{bank}/sandbox/faults", data=fields.encode(),
                                         headers={"Authorization": f"Bearer {secret}"})
        urllib.request.urlopen(request).read()

    fault("kind=replyLost&on=create")
    refused(stripe.APIConnectionError, "a lost reply", lambda: held(idempotency_key="key-3"))
    before = len(stripe.PaymentIntent.list(limit=100).data)
    expect("the payment was made", held(idempotency_key="key-3").status == "requires_capture")
    expect("once", len(stripe.PaymentIntent.list(limit=100).data) == before)
    fault("kind=errorBefore&on=capture")
    intent = held()
    refused(stripe.APIError, "an error before", lambda: stripe.PaymentIntent.capture(intent.id))
    expect("then it works", stripe.PaymentIntent.capture(intent.id).status == "succeeded")
    fault("kind=tooManyRequests&on=refund")
    refused(stripe.RateLimitError, "too many", lambda: stripe.Refund.create(payment_intent=intent.id))
    stripe.Refund.create(payment_intent=intent.id)


class Shop(http.server.BaseHTTPRequestHandler):
    """Takes the bank's events as Stripe's documentation says a shop should; the first is refused."""

    heard, refusals = [], 1

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            event = stripe.Webhook.construct_event(body, self.headers["Stripe-Signature"], hook_secret)
            Shop.heard.append(event)
            self.send_response(503 if len(Shop.heard) <= Shop.refusals else 200)
        except stripe.SignatureVerificationError:
            self.send_response(400)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def tells_the_shop():
    deadline = time.monotonic() + 30
    paid = [intent.id for intent in stripe.PaymentIntent.list(limit=100).auto_paging_iter()
            if intent.status == "succeeded"]
    while time.monotonic() < deadline:
        told = {event.data.object.id for event in Shop.heard if event.type == "payment_intent.succeeded"}
        ids = [event.id for event in Shop.heard]
        if told == set(paid) and len(ids) > len(set(ids)):
            break
        time.sleep(0.05)
    expect("told of every payment", told == set(paid))
    expect("told again of what was refused", len(ids) == len(set(ids)) + Shop.refusals)
    kinds = {event.type for event in Shop.heard}
    for kind in ["amount_capturable_updated", "payment_failed", "canceled", "requires_action"]:
        expect(f"told of {kind}", f"payment_intent.{kind}" in kinds)
    expect("told of pages", {"checkout.session.completed", "checkout.session.expired"} <= kinds)
    expect("told of refunds", {"charge.refunded", "refund.created"} <= kinds)


threading.Thread(target=http.server.ThreadingHTTPServer(("127.0.0.1", int(hook_port)), Shop).serve_forever,
                 daemon=True).start()
for step in [creates_confirms_captures_refunds, cancels, is_declined, asks_for_3d_secure, pays_at_the_banks_page,
             keeps_keys, lists, lets_nobody_else_in, survives_faults, tells_the_shop]:
    step()
    print(step.__name__.replace("_", " "), flush=True)
print("all well")

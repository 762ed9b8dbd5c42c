"""Places an order at a shop that speaks TLS on this machine, and waits for its sandbox bank to tell of it:
order_over_tls.py PORT. Says how the order was answered, and how many of the bank's events the shop took."""
import http.client
import json
import re
import ssl
import sys
import time

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


def ask(method, path, body=None, **headers):
    connection = http.client.HTTPSConnection("127.0.0.1", int(sys.argv[1]), context=context, timeout=30)
    if body is not None:
        body = json.dumps(body)
        headers["Content-Type"] = "application/json"
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer, answer.read().decode()


cart, _ = ask("POST", "/v1/carts", {
    "currency": "EUR", "lines": [{"product": "floor-mats", "quantity": 1}], "delivery": {"method": "ship"},
    "addresses": {"email": "ada@example.org", "invoiceAddress": {
        "name": "Ada Lovelace", "street": "Hauptstr. 1", "postalCode": "10115", "city": "Berlin", "country": "DE"}}})
order, _ = ask("POST", cart.headers["Location"] + "/order", {"payment": {"token": "pm_card_visa"}},
               **{"Idempotency-Key": "tls"})
events = 0
for _ in range(100):
    _, metrics = ask("GET", "/metrics")
    found = re.findall(r'_count\{route="POST /v1/bank-events",status="(\d+)"\} (\d+)', metrics)
    events = sum(int(count) for status, count in found if status.startswith("2"))
    if events:
        break
    time.sleep(0.1)
print(json.dumps({"order": order.status, "events": events}), flush=True)

"""Buyers who order floor mats again and again, and ask with the same key until there is an answer."""

import collections
import http.client
import json
import threading
import time

HOME = {"name": "Ada Lovelace", "street": "Hauptstraße 1", "postalCode": "10115", "city": "Berlin", "country": "DE"}

# Seconds: between two attempts, between two orders of one buyer, and for an answer.
PAUSE, BROWSING, PATIENCE = 0.1, 0.2, 15

# What is asked again: the same key is under way, too much to do, or the way to a server or from it to its database is
# broken.
AGAIN = {202, 409, 429, 502, 503, 504}


class Buyers:
    def __init__(self, address, count):
        self.address = address
        self.lock = threading.Lock()
        self.told = []  # (when, line of the buyers' log)
        self.unexpected = collections.Counter()
        self.lost_answers = 0
        self.closed = threading.Event()
        self.threads = [
            threading.Thread(target=self._buy, args=(f"buyer-{number}",), daemon=True) for number in range(count)]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self, seconds):
        """What was begun is brought to its end first. Whether all buyers went home in time."""
        self.closed.set()
        deadline = time.monotonic() + seconds
        for thread in self.threads:
            thread.join(max(0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self.threads)

    def write(self, path):
        with self.lock:
            lines = [line for _, line in self.told]
        with open(path, "w") as log:
            log.writelines(json.dumps(line) + "\n" for line in lines)

    # Times

    def count(self, begin, end):
        """Orders acknowledged in between."""
        return len({line["order"] for when, line in self._told() if begin <= when < end})

    def longest_pause(self, begin, end):
        """The longest time in between in which nobody was told of an order."""
        times = [begin, *(when for when, _ in self._told() if begin <= when < end), end]
        return max(later - earlier for earlier, later in zip(times, times[1:]))

    def _told(self):
        with self.lock:
            return list(self.told)

    # One buyer

    def _buy(self, name):
        visit = Visit(self)
        number = 0
        while not self.closed.wait(BROWSING):
            number += 1
            cart = self._fill(visit, name)
            if cart:
                self._order(visit, cart, f"{name}-{number}")

    def _fill(self, visit, name):
        """A cart ready to be ordered; none when the shop went away meanwhile."""
        status, opened = visit.ask("POST", "/v1/carts", {"currency": "EUR"})
        if status != 201:
            return time.sleep(PAUSE)
        cart = opened["id"]
        for method, step, body in [
            ("POST", "lines", {"product": "floor-mats", "quantity": 1}),
            ("PUT", "addresses", {"email": f"{name}@example.org", "invoiceAddress": HOME}),
            ("PUT", "delivery", {"method": "ship"}),
        ]:
            status, _ = visit.ask(method, f"/v1/carts/{cart}/{step}", body)
            if status not in (200, 201):
                return time.sleep(PAUSE)
        return cart

    def _order(self, visit, cart, key):
        """Every fourth one is asked for once more, as by a client whose answer was lost."""
        left = 2 if int(key.rsplit("-", 1)[1]) % 4 == 0 else 1
        while left > 0:
            status, body = visit.ask("POST", f"/v1/carts/{cart}/order", {"payment": {"token": "pm_card_visa"}}, key)
            if status == 201:
                order = body["order"]
                line = {"order": order["id"], "total": order["totals"]["total"], "cart": cart, "key": key}
                with self.lock:
                    self.told.append((time.monotonic(), line))
                left -= 1
            elif status is None or status in AGAIN or status >= 500:
                time.sleep(PAUSE)
            else:
                return


class Visit:
    """One buyer's connection, made anew when it breaks."""

    def __init__(self, buyers):
        self.buyers = buyers
        self.connection = None

    def ask(self, method, path, body, key=None):
        """The status and the JSON; none when no answer came."""
        headers = {"Content-Type": "application/json"} | ({"Idempotency-Key": key} if key else {})
        try:
            if not self.connection:
                self.connection = http.client.HTTPConnection(self.buyers.address, timeout=PATIENCE)
            self.connection.request(method, path, json.dumps(body), headers)
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            with self.buyers.lock:
                self.buyers.lost_answers += 1
            return None, None
        if answer.status not in {200, 201} | AGAIN:
            step = path.rsplit("/", 1)[1]
            with self.buyers.lock:
                self.buyers.unexpected[f"{method} {step}: {answer.status} {text[:200].decode(errors='replace')}"] += 1
        return answer.status, json.loads(text) if answer.status in (200, 201) else None

#!/usr/bin/env python3
"""Writes baskets.json: 200 baskets with what they come to, and some that are refused.

Reckoned from docs/money.md alone, without a look at the Swift.

Run it in this folder: python3 make.py [FILE]. The same file comes out every time.
"""
import json
import os
import sys
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

LIMIT = 10**14
BASKETS = 200


class Refused(Exception):
    pass


# The steps of docs/money.md

def half_even(numerator, denominator):
    with localcontext() as exact:
        exact.prec = 80  # no tie is missed: denominators have 9 digits at most
        return int((Decimal(numerator) / Decimal(denominator)).to_integral_value(rounding=ROUND_HALF_EVEN))


def millionths(rate):
    return int(Decimal(rate) * 10000)


def share(amount, weights):
    whole = sum(weights)
    if whole == 0:
        return [amount] + [0] * (len(weights) - 1)
    shares = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % whole), i))
    for place in by_remainder[:amount - sum(shares)]:
        shares[place] += 1
    return shares


def rate_of(shop, tax_class, country, day):
    dated = [r for r in shop["taxRates"]
             if r["taxClass"] == tax_class and r["country"] == country and r["validFrom"] <= day]
    if not dated:
        raise Refused("no-tax-rate")
    return Decimal(max(dated, key=lambda r: r["validFrom"])["rate"])


def tax_on(shop, amount, rate):
    """Net and tax of an amount as the shop writes it."""
    part = millionths(rate)
    if shop["pricesIncludeTax"]:
        tax = half_even(amount * part, 10**6 + part)
        return amount - tax, tax
    return amount, half_even(amount * part, 10**6)


def applies(discount, basket, goods):
    return (discount["currency"] == basket["currency"]
            and (discount.get("validFrom") or "0000-01-01") <= basket["day"]
            and basket["day"] <= (discount.get("validUntil") or "9999-12-31")
            and goods >= discount.get("minimum", 0))


def is_eligible(discount, line):
    if "product" in discount:
        return line["product"] == discount["product"]
    if "category" in discount:
        return line.get("category") == discount["category"]
    return True


def delivery_of(shop, basket, rests):
    """Label and price; None when nothing is delivered."""
    if basket["isCollected"] or not basket["lines"]:
        return None
    for zone in shop["zones"]:
        if basket["country"] not in zone["countries"]:
            continue
        for tariff in zone["tariffs"]:
            if tariff["currency"] != basket["currency"]:
                continue
            if tariff["basis"] == "weight":
                measure = sum(line["weightGrams"] * line["quantity"] for line in basket["lines"])
            else:
                measure = sum(rests)
            for step in tariff["steps"]:
                if step.get("upTo") is None or measure <= step["upTo"]:
                    return zone["name"], step["price"]
    raise Refused("not-delivered-there")


def entry(kind, label, amount, included=False, line=None):
    return {"kind": kind, "label": label, "amount": amount, "included": included, "line": line}


def total(shop, basket):
    lines, included = basket["lines"], shop["pricesIncludeTax"]
    amounts, rates, goods = [], [], 0
    for line in lines:
        unit = sum(part["amount"] for part in line["unit"])
        if unit < 0:
            raise Refused("price-below-zero")
        amounts.append(unit * line["quantity"])
        goods += amounts[-1]
        if goods > LIMIT:
            raise Refused("basket-too-large")
        rates.append(rate_of(shop, line["taxClass"], basket["country"], basket["day"]))

    rests, taken = list(amounts), []
    reductions = [[] for _ in lines]
    for discount in sorted(shop["discounts"], key=lambda d: d["id"].encode()):
        if not applies(discount, basket, goods):
            continue
        eligible = [i for i, line in enumerate(lines) if is_eligible(discount, line)]
        worth = sum(rests[i] for i in eligible)
        if "rate" in discount:
            amount = half_even(worth * millionths(discount["rate"]), 10**6)
        else:
            amount = min(discount["amount"], worth)
        if amount == 0:
            continue
        for i, part in zip(eligible, share(amount, [rests[i] for i in eligible])):
            rests[i] -= part
            if part:
                reductions[i].append((discount["label"], part))
        taken.append((discount["label"], amount))

    delivery = delivery_of(shop, basket, rests)
    distinct = sorted(set(rates))
    line_taxes = [tax_on(shop, rest, rate) for rest, rate in zip(rests, rates)]
    delivery_taxes = []
    if delivery:
        weights = [sum(rest for rest, r in zip(rests, rates) if r == rate) for rate in distinct]
        shares = share(delivery[1], weights)
        delivery_taxes = [(rate, *tax_on(shop, part, rate)) for rate, part in zip(distinct, shares)]
    taxes = []
    for rate in distinct:
        parts = [t for t, r in zip(line_taxes, rates) if r == rate] + [t[1:] for t in delivery_taxes if t[0] == rate]
        taxes.append((rate, sum(p[0] for p in parts), sum(p[1] for p in parts)))

    discount, tax = sum(t[1] for t in taken), sum(t[2] for t in taxes)
    price = delivery[1] if delivery else 0
    whole = goods - discount + price + (0 if included else tax)
    if whole > LIMIT:
        raise Refused("basket-too-large")
    assert whole == sum(t[1] + t[2] for t in taxes)
    assert whole == sum(n + t for n, t in line_taxes) + sum(t[1] + t[2] for t in delivery_taxes)

    def goods_entries(i):
        return [entry(part["kind"], part["label"], part["amount"] * lines[i]["quantity"], line=i)
                for part in lines[i]["unit"]]

    def tax_line(parts):
        return {"rate": text(parts[0]), "net": parts[1], "tax": parts[2]}

    return {
        "lines": [{
            "amount": amounts[i], "discount": amounts[i] - rests[i], "rate": text(rates[i]),
            "net": line_taxes[i][0], "tax": line_taxes[i][1], "gross": sum(line_taxes[i]),
            "trace": goods_entries(i) + [entry("discount", label, -part, line=i) for label, part in reductions[i]]
            + [entry("tax", None, line_taxes[i][1], included, i)],
        } for i in range(len(lines))],
        "goods": goods, "discount": discount, "delivery": price, "tax": tax, "total": whole,
        "taxes": [tax_line(t) for t in taxes], "deliveryTaxes": [tax_line(t) for t in delivery_taxes],
        "trace": [e for i in range(len(lines)) for e in goods_entries(i)]
        + [entry("discount", label, -amount) for label, amount in taken]
        + ([entry("delivery", *delivery)] if delivery else [])
        + [entry("tax", None, t[2], included) for t in taxes],
    }


def text(rate):
    plain = format(rate, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


# The shops

def rates(table):
    return [{"taxClass": c, "country": k, "rate": r, "validFrom": d} for c, k, r, d in table]


EUROPE = rates([
    ("standard", "DE", "19", "2007-01-01"), ("reduced", "DE", "7", "1983-07-01"),
    ("standard", "DE", "16", "2020-07-01"), ("reduced", "DE", "5", "2020-07-01"),
    ("standard", "DE", "19", "2021-01-01"), ("reduced", "DE", "7", "2021-01-01"),
    ("zero", "DE", "0", "2023-01-01"),
    ("standard", "AT", "20", "1984-01-01"), ("reduced", "AT", "10", "1984-01-01"), ("zero", "AT", "0", "1984-01-01"),
    ("standard", "CH", "7.7", "2018-01-01"), ("standard", "CH", "8.1", "2024-01-01"),
    ("reduced", "CH", "2.5", "2018-01-01"), ("reduced", "CH", "2.6", "2024-01-01"), ("zero", "CH", "0", "2018-01-01"),
    ("standard", "JP", "10", "2019-10-01"), ("reduced", "JP", "8", "2014-04-01"),
    ("standard", "KW", "0", "2000-01-01"), ("reduced", "KW", "0", "2000-01-01"),
])
# Rates at which halves are common: x / 2, 3x / 8, x / 20, x / 1600.
HALVES = rates([
    ("standard", "DE", "100", "2000-01-01"), ("reduced", "DE", "60", "2000-01-01"),
    ("zero", "DE", "0.0625", "2000-01-01"),
    ("standard", "AT", "5", "2000-01-01"), ("reduced", "AT", "2.5", "2000-01-01"), ("zero", "AT", "0", "2000-01-01"),
    ("standard", "CH", "60", "2000-01-01"), ("reduced", "CH", "60", "2000-01-01"), ("zero", "CH", "100", "2000-01-01"),
])


def tariff(currency, basis, *steps):
    return {"currency": currency, "basis": basis, "steps": [{"upTo": upto, "price": price} for upto, price in steps]}


ZONES = [
    {"id": "germany", "name": "Delivery within Germany", "countries": ["DE"], "tariffs": [
        tariff("EUR", "weight", (1000, 399), (5000, 599), (31500, 1299), (None, 14900)),
        tariff("JPY", "weight", (5000, 900), (31500, 2501)),
        tariff("KWD", "value", (0, 0), (10000, 2505), (None, 1115)),
    ]},
    {"id": "alps", "name": "Delivery to the Alps", "countries": ["AT", "CH"], "tariffs": [
        tariff("EUR", "value", (2500, 995), (9999, 495), (None, 0)),
        tariff("JPY", "value", (100000, 1501), (None, 0)),
        tariff("KWD", "weight", (2000, 3333), (20000, 6667)),
    ]},
    {"id": "overseas", "name": "Delivery overseas", "countries": ["JP", "KW"], "tariffs": [
        tariff("EUR", "weight", (20000, 4999), (70000, 12345)),
        tariff("JPY", "value", (None, 3001)),
    ]},
]
DISCOUNTS = [
    {"id": "welcome", "label": "Welcome", "currency": "EUR", "amount": 500, "minimum": 5000},
    {"id": "spring-9", "label": "Spring, everything", "currency": "EUR", "rate": "5",
     "validFrom": "2024-03-01", "validUntil": "2024-05-31"},
    # "1" comes before "9": byte by byte, not as a number.
    {"id": "spring-10", "label": "Spring, boxes", "currency": "EUR", "rate": "12.5", "category": "boxes",
     "validFrom": "2024-03-01", "validUntil": "2024-05-31"},
    {"id": "mats-off", "label": "Mats for less", "currency": "EUR", "amount": 777, "product": "mats"},
    {"id": "old-stock", "label": "Old stock", "currency": "EUR", "rate": "33.3333", "category": "old",
     "validUntil": "2023-12-31"},
    {"id": "yen-days", "label": "Yen days", "currency": "JPY", "rate": "7.5", "minimum": 10000},
    {"id": "yen-coupon", "label": "Yen coupon", "currency": "JPY", "amount": 301, "category": "boxes"},
    {"id": "dinar", "label": "Dinar days", "currency": "KWD", "rate": "2.5"},
    {"id": "dinar-extra", "label": "Dinar extra", "currency": "KWD", "amount": 1001, "minimum": 20000},
]
HALF_DISCOUNTS = [
    {"id": "half", "label": "Half price", "currency": "EUR", "rate": "50", "product": "mats"},
    {"id": "tenth", "label": "A tenth off", "currency": "EUR", "rate": "10", "validFrom": "2024-01-01"},
    {"id": "one-off", "label": "One off", "currency": "EUR", "amount": 1, "minimum": 3},
    {"id": "gift", "label": "A gift", "currency": "JPY", "rate": "100", "category": "boxes"},
    {"id": "generous", "label": "Generous", "currency": "KWD", "amount": 1000000},
]
SHOPS = {
    "gross": {"pricesIncludeTax": True, "taxRates": EUROPE, "zones": ZONES, "discounts": DISCOUNTS},
    "net": {"pricesIncludeTax": False, "taxRates": EUROPE, "zones": ZONES, "discounts": DISCOUNTS},
    "halves-gross": {"pricesIncludeTax": True, "taxRates": HALVES, "zones": ZONES, "discounts": HALF_DISCOUNTS},
    "halves-net": {"pricesIncludeTax": False, "taxRates": HALVES, "zones": ZONES, "discounts": HALF_DISCOUNTS},
}


# The baskets

class Chance:
    """SplitMix64 (https://prng.di.unimi.it/splitmix64.c): the same in every version of Python."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
        return (mixed ^ (mixed >> 31)) % bound

    def pick(self, things):
        return things[self.below(len(things))]


GOODS = [("roof-box", "boxes"), ("wall-box", "boxes"), ("mats", None), ("child-seat", "seats"), ("estate", "cars"),
         ("radio", "old")]
DAYS = ["2019-12-31", "2020-06-30", "2020-07-01", "2020-12-31", "2021-01-01", "2023-12-31", "2024-01-01", "2024-02-29",
        "2024-03-01", "2024-05-31", "2024-06-01", "2026-11-23"]


def line(base, quantity=1, tax_class="standard", product="roof-box", options=(), weight=0, category=None):
    unit = [{"kind": "base", "label": "Price", "amount": base}]
    unit += [{"kind": "option", "label": f"Option {i}", "amount": amount} for i, amount in enumerate(options)]
    made = {"product": product, "unit": unit, "quantity": quantity, "taxClass": tax_class, "weightGrams": weight}
    if category:
        made["category"] = category
    return made


def basket(shop, lines, currency="EUR", country="DE", collected=False, day="2026-11-23"):
    return {"shop": shop, "lines": lines, "currency": currency, "country": country, "isCollected": collected,
            "day": day}


def chosen_baskets():
    yield basket("gross", [])
    yield basket("net", [], collected=True)
    yield basket("gross", [line(11900)])
    yield basket("net", [line(10000)])
    # Just below and at a discount's minimum.
    yield basket("gross", [line(4999)])
    yield basket("gross", [line(5000)])
    # A discount larger than the goods; nothing is left to weigh delivery by.
    yield basket("gross", [line(500, product="mats"), line(0, tax_class="reduced")])
    yield basket("halves-gross", [line(9, 3, "reduced"), line(7, 1, "standard")], currency="KWD")
    yield basket("halves-net", [line(1000, 2, category="boxes"), line(10, 1, "reduced", category="boxes")], "JPY")
    # Halves: 1/2, 3/2, 5/2 of tax and of discount.
    for amount in (1, 3, 5, 7):
        yield basket("halves-gross", [line(amount)], collected=True)
        yield basket("halves-net", [line(amount * 10)], country="AT", collected=True)
        yield basket("halves-net", [line(amount, product="mats"), line(amount * 5)], day="2024-01-01")
    # Two classes with one rate are one tax line.
    yield basket("halves-gross", [line(999, 3), line(55, 1, "reduced"), line(1, 1, "zero")], country="CH")
    # The edges of steps.
    for weight in (1000, 1001, 31500, 31501):
        yield basket("gross", [line(4200, 1, weight=weight)])
    for value in (2500, 2501, 9999, 10000):
        yield basket("gross", [line(value, product="radio")], country="AT", day="2020-07-01")
    # Refused.
    yield basket("gross", [line(1000, options=(-1001,))])
    yield basket("gross", [line(1000, tax_class="luxury")])
    yield basket("net", [line(1000)], country="US")
    yield basket("gross", [line(1000, tax_class="zero")], day="2022-12-31")
    yield basket("gross", [line(1000, weight=31501)], currency="JPY")
    yield basket("gross", [line(1000, weight=100)], currency="KWD", country="JP")
    yield basket("gross", [line(10**14, 2)])
    yield basket("gross", [line(10**14 // 2), line(10**14 // 2 + 1)])
    yield basket("net", [line(10**14)])
    yield basket("gross", [line(10**14)], country="JP", collected=True)
    yield basket("gross", [line(10**14)], currency="USD", country="KW", collected=True)


def chance_line(chance):
    product, category = chance.pick(GOODS)
    top = chance.pick([20, 300, 10000, 300000, 8000000, 10**10])
    base = chance.below(top)
    options = [chance.below(max(1, top // 10)) for _ in range(chance.pick([0, 0, 1, 4]))]
    if options and chance.below(3) == 0:
        options[0] = -min(base, options[0])
    quantity = chance.pick([1, 1, 2, 3, 7, 10, 999])
    tax_class = chance.pick(["standard", "standard", "reduced", "zero"])
    weight = chance.pick([0, 50, 333, 1000, 2499, 12000])
    return line(base, quantity, tax_class, product, options, weight, category)


def baskets():
    """First the chosen ones, then as many as it takes."""
    yield from chosen_baskets()
    chance = Chance(20261123)
    while True:
        yield basket(
            chance.pick(["gross", "gross", "net", "net", "halves-gross", "halves-net"]),
            [chance_line(chance) for _ in range(1 + chance.below(chance.pick([1, 3, 8])))],
            chance.pick(["EUR", "EUR", "EUR", "JPY", "KWD"]),
            chance.pick(["DE", "DE", "DE", "AT", "AT", "CH", "CH", "JP"]),
            chance.below(4) == 0, chance.pick(DAYS))


def main():
    lines, priced = [], 0
    for number, made in enumerate(baskets()):
        made["number"] = number
        try:
            made["expected"] = total(SHOPS[made["shop"]], made)
            priced += 1
        except Refused as refused:
            made["refusal"] = str(refused)
        lines.append(json.dumps(made, separators=(",", ":")))
        if priced == BASKETS:
            break
    out = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "baskets.json")
    with open(out, "w", encoding="utf-8") as file:
        shops = json.dumps(SHOPS, separators=(",", ":"))
        file.write('{"shops":' + shops + ',\n"baskets":[\n' + ",\n".join(lines) + "\n]}\n")


main()

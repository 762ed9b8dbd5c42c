import Values

/// Turns a test card into a token. The number is compared here and let go; the security code is only counted.
struct SavePaymentMethod: Errand {
    private let card: Result<TestCard, StripeError>
    private let expiryMonth: Int
    private let expiryYear: Int

    init(_ form: Form) throws(StripeError) {
        try form.allow(["type", "card", "billing_details", "metadata", "allow_redisplay"])
        guard try form.required("type") == "card" else { throw .invalid("type", "This bank takes cards only.") }
        let number = try form.required("card[number]").utf8.filter {
            $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-")
        }
        guard let month = try form.integer("card[exp_month]") else { throw .missing("card[exp_month]") }
        guard let year = try form.integer("card[exp_year]") else { throw .missing("card[exp_year]") }
        expiryMonth = Int(clamping: month)
        expiryYear = Int(clamping: (0...99).contains(year) ? 2000 + year : year)
        card = Self.card(number)
        let code = try form.text("card[cvc]")?.utf8
        if let code, !((3...4).contains(code.count) && code.allSatisfy(isDigit)) {
            throw Self.wrong("invalid_cvc", "Your card's security code is invalid.", param: "cvc")
        }
    }

    func carryOut(in books: Books, during visit: Visit) throws(StripeError) -> Change {
        let card = try card.get()
        let today = visit.now.day.civil
        guard (1...12).contains(expiryMonth) else {
            throw Self.wrong("invalid_expiry_month", "Your card's expiration month is invalid.", param: "exp_month")
        }
        guard (today.year...today.year + 50).contains(expiryYear) else {
            throw Self.wrong("invalid_expiry_year", "Your card's expiration year is invalid.", param: "exp_year")
        }
        guard (expiryYear, expiryMonth) >= (today.year, today.month) else {
            throw Self.wrong("invalid_expiry_month", "Your card's expiration month is invalid.", param: "exp_month")
        }
        let method = PaymentMethod(
            id: visit.newID("pm"), card: card, expiryMonth: expiryMonth, expiryYear: expiryYear,
            created: Stamp(visit.now))
        var change = Change(answering: method.json)
        change.method = method
        return change
    }

    private static func card(_ number: [UInt8]) -> Result<TestCard, StripeError> {
        guard (12...19).contains(number.count), number.allSatisfy(isDigit),
              TestCard.hasValidCheckDigit(number.map { $0 - UInt8(ascii: "0") }) else {
            return .failure(wrong("incorrect_number", "Your card number is incorrect.", param: "number"))
        }
        guard let card = TestCard(number: String(decoding: number, as: UTF8.self)) else {
            var refusal = wrong("card_declined", "Your card was declined. Your request was in test mode, but used a "
                + "non test card.", param: nil)
            refusal.declineCode = "test_mode_live_card"
            return .failure(refusal)
        }
        return .success(card)
    }

    private static func wrong(_ code: String, _ message: String, param: String?) -> StripeError {
        StripeError(402, .card, code, message, param: param)
    }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

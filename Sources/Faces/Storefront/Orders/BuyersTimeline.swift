import Values
import Web

/// What happened to an order, as far as its buyer cares, in their words.
struct BuyersTimeline {
    private let history: [JSON]
    private let language: Language

    init(_ history: JSON, _ visit: Visit) {
        self.history = history["items"]?.array ?? []
        language = visit.language
    }

    /// Oldest first. What several lines of an order go through together is one step.
    var steps: [[String: Any]] {
        var steps: [[String: Any]] = []
        var last = ""
        for step in history {
            let name = "happened \(step["kind"]?.string ?? "") \(step["to"]?.string ?? "")"
            // Steps without a word are the shop's own affair.
            guard let text = Words.all(in: language)[name],
                  let at = step["at"]?.string.flatMap({ Instant($0) }) else { continue }
            let seen = "\(name) \(at)"
            guard seen != last else { continue }
            last = seen
            steps.append(["stepTime": Readable(language).time(at), "stepText": text])
        }
        return steps
    }
}

extension Storefront {
    /// What stands on an order's page.
    static let orderWords: [String: Texts] = [
        "orderUnknown": Texts(
            en: "There is no such order, or this browser may not see it. The link in your confirmation mail opens it.",
            de: "Diese Bestellung gibt es nicht, oder dieser Browser darf sie nicht sehen. Der Link in Ihrer "
                + "Bestätigungsmail öffnet sie."),
        "order": Texts(en: "Order", de: "Bestellung"),
        "thanks": Texts(en: "Thank you for your order", de: "Vielen Dank für Ihre Bestellung"),
        "thanksMail": Texts(
            en: "A confirmation is on its way to %.", de: "Eine Bestätigung ist unterwegs an %."),
        "orderState": Texts(en: "State", de: "Stand"),
        "orderedAt": Texts(en: "Ordered", de: "Bestellt"),
        "payment": Texts(en: "Payment", de: "Zahlung"),
        "refundedSoFar": Texts(en: "Given back", de: "Erstattet"),
        "parcels": Texts(en: "Parcels", de: "Sendungen"),
        "tracking": Texts(en: "Tracking number", de: "Sendungsnummer"),
        "arrived": Texts(en: "Delivered", de: "Zugestellt"),
        "whatHappened": Texts(en: "What happened so far", de: "Was bisher geschah"),
        "readTheMail": Texts(en: "Read the mail", de: "Die Mail lesen"),
        "bankWaits": Texts(
            en: "The bank is waiting for you. The order is placed once the payment is confirmed there.",
            de: "Die Bank wartet auf Sie. Die Bestellung ist erteilt, sobald die Zahlung dort bestätigt ist."),
        "toBank": Texts(en: "Continue to the bank", de: "Weiter zur Bank"),
        "bankSilent": Texts(
            en: "Your bank has not answered yet. You need do nothing: this page looks again by itself, and you are "
                + "charged once at most.",
            de: "Ihre Bank hat noch nicht geantwortet. Sie müssen nichts tun: Diese Seite sieht von selbst wieder "
                + "nach, und abgebucht wird höchstens einmal."),
        "lookAgain": Texts(en: "Look again", de: "Noch einmal nachsehen"),
        "notPaid": Texts(
            en: "The payment did not work, and nothing was charged. Your cart is as it was.",
            de: "Die Zahlung hat nicht geklappt, und es wurde nichts abgebucht. Ihr Warenkorb ist, wie er war."),
        "otherCard": Texts(en: "Pay with another card", de: "Mit einer anderen Karte bezahlen"),
        "orderIs pending": Texts(en: "waiting for the bank", de: "wartet auf die Bank"),
        "orderIs placed": Texts(en: "placed", de: "erteilt"),
        "orderIs closed": Texts(en: "complete", de: "abgeschlossen"),
        "orderIs cancelled": Texts(en: "cancelled", de: "storniert"),
        "orderIs failed": Texts(en: "not paid", de: "nicht bezahlt"),
        "paymentIs authorised": Texts(en: "set aside at your bank", de: "bei Ihrer Bank zurückgelegt"),
        "paymentIs capturing": Texts(en: "set aside at your bank", de: "bei Ihrer Bank zurückgelegt"),
        "paymentIs captured": Texts(en: "paid", de: "bezahlt"),
        "paymentIs partly_refunded": Texts(en: "paid, a part given back", de: "bezahlt, ein Teil erstattet"),
        "paymentIs refunded": Texts(en: "given back", de: "erstattet"),
        "paymentIs voided": Texts(en: "released", de: "freigegeben"),
        "happened order pending": Texts(en: "Order received", de: "Bestellung eingegangen"),
        "happened order placed": Texts(en: "Order placed", de: "Bestellung erteilt"),
        "happened order closed": Texts(en: "Order complete", de: "Bestellung abgeschlossen"),
        "happened order cancelled": Texts(en: "Order cancelled", de: "Bestellung storniert"),
        "happened order failed": Texts(en: "Payment failed", de: "Zahlung gescheitert"),
        "happened payment requires_action": Texts(
            en: "The bank waited for you to confirm", de: "Die Bank wartete auf Ihre Bestätigung"),
        "happened payment captured": Texts(en: "Paid", de: "Bezahlt"),
        "happened payment voided": Texts(en: "Amount released", de: "Betrag freigegeben"),
        "happened refund made": Texts(en: "Money given back", de: "Geld erstattet"),
        "happened fulfilment partly_shipped": Texts(en: "Partly shipped", de: "Teilweise versandt"),
        "happened fulfilment shipped": Texts(en: "Shipped", de: "Versandt"),
        "happened fulfilment delivered": Texts(en: "Delivered", de: "Zugestellt"),
        "happened fulfilment ready_for_pickup": Texts(en: "Ready for pickup", de: "Abholbereit"),
        "happened fulfilment handed_over": Texts(en: "Handed over", de: "Übergeben"),
    ]
}

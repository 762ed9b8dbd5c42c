import Values
import Web

/// What a request asks of the bank, read from its method and path.
enum Operation {
    /// Changes the books; the faults named may strike.
    case change(on: Set<Fault.Target>, (Form) throws(StripeError) -> any Errand)
    case look((Form, Books, Visit) throws(StripeError) -> JSON)
    case authentication(ID<PaymentIntent>)
    case faults
    case fault(ID<Fault>)

    /// Nil when the bank has nothing there.
    init?(_ head: Request.Head) {
        let path = head.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        switch (path.first, path.count) {
        case ("v1", 2...4): self.init(head.method, Array(path.dropFirst()))
        case ("sandbox", 2...3): self.init(sandbox: Array(path.dropFirst()))
        default: return nil
        }
    }

    private init?(_ method: Method, _ path: [Substring]) {
        let id = path.count > 1 ? String(path[1]) : ""
        switch (method, path[0], path.count, path.last) {
        case (.post, "payment_methods", 1, _): self = .change(on: []) { form throws(StripeError) in try SavePaymentMethod(form) }
        case (.get, "payment_methods", 2, _): self = .look { form, books, visit throws(StripeError) in try books.method(id, form, visit) }
        case (.post, "payment_intents", 1, _):
            self = .change(on: [.create]) { form throws(StripeError) in try CreateIntent(form) }
        case (.get, "payment_intents", 1, _): self = .look { form, books, _ throws(StripeError) in try books.listIntents(form) }
        case (.get, "payment_intents", 2, _): self = .look { form, books, _ throws(StripeError) in try books.intent(id, form) }
        case (.post, "payment_intents", 3, let verb?):
            guard let intent = ID<PaymentIntent>(id) else { return nil }
            self.init(verb, intent)
        case (.post, "refunds", 1, _): self = .change(on: [.refund]) { form throws(StripeError) in try CreateRefund(form) }
        case (.get, "refunds", 1, _): self = .look { form, books, _ throws(StripeError) in try books.listRefunds(form) }
        case (.get, "refunds", 2, _): self = .look { form, books, _ throws(StripeError) in try books.refund(id, form) }
        case (.get, "charges", 1, _): self = .look { form, books, _ throws(StripeError) in try books.listCharges(form) }
        case (.get, "charges", 2, _): self = .look { form, books, _ throws(StripeError) in try books.charge(id, form) }
        default: return nil
        }
    }

    private init?(_ verb: Substring, _ id: ID<PaymentIntent>) {
        switch verb {
        case "confirm": self = .change(on: [.confirm]) { form throws(StripeError) in try ConfirmIntent(id, form) }
        case "capture": self = .change(on: [.capture]) { form throws(StripeError) in try CaptureIntent(id, form) }
        case "cancel": self = .change(on: [.cancel]) { form throws(StripeError) in try CancelIntent(id, form) }
        default: return nil
        }
    }

    private init?(sandbox path: [Substring]) {
        switch (path[0], path.count) {
        case ("faults", 1): self = .faults
        case ("faults", 2):
            guard let id = ID<Fault>(String(path[1])) else { return nil }
            self = .fault(id)
        case ("3ds", 2):
            guard let id = ID<PaymentIntent>(String(path[1])) else { return nil }
            self = .authentication(id)
        default: return nil
        }
    }
}

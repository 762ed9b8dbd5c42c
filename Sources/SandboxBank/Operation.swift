import Values
import Web

/// What a request asks of the bank, read from its method and path.
enum Operation {
    case change(Wish)
    case look(Question)
    case visit(any VisitedPage)
    case faults
    case fault(ID<Fault>)

    /// Something that changes the books.
    enum Wish {
        case savePaymentMethod
        case createIntent
        case confirm(ID<PaymentIntent>), capture(ID<PaymentIntent>), cancel(ID<PaymentIntent>)
        case createRefund
        case createSession, expire(ID<CheckoutSession>)
    }

    /// Something the books are asked; the texts are ids as they stand in the path.
    enum Question {
        case paymentMethod(String)
        case intents, intent(String)
        case refunds, refund(String)
        case charges, charge(String)
        case sessions, session(String)
    }

    /// Nil when the bank has nothing there.
    init?(_ head: Request.Head) {
        let path = head.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        switch (path.first, head.method, path.count) {
        case ("v1", .get, 2...4):
            guard let question = Question(Array(path.dropFirst())) else { return nil }
            self = .look(question)
        case ("v1", .post, 2...5):
            guard let wish = Wish(Array(path.dropFirst())) else { return nil }
            self = .change(wish)
        case ("sandbox", _, 2...3): self.init(sandbox: Array(path.dropFirst()))
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
            self = .visit(AuthenticationPage.Place(id: id))
        case ("checkout", 2):
            guard let id = ID<CheckoutSession>(String(path[1])) else { return nil }
            self = .visit(CheckoutPage.Place(id: id))
        default: return nil
        }
    }
}

extension Operation.Question {
    init?(_ path: [Substring]) {
        let id = path.count > 1 ? String(path[1]) : ""
        switch (path[0], path.count) {
        case ("payment_methods", 2): self = .paymentMethod(id)
        case ("payment_intents", 1): self = .intents
        case ("payment_intents", 2): self = .intent(id)
        case ("refunds", 1): self = .refunds
        case ("refunds", 2): self = .refund(id)
        case ("charges", 1): self = .charges
        case ("charges", 2): self = .charge(id)
        case ("checkout", 2...3) where id == "sessions":
            self = path.count == 2 ? .sessions : .session(String(path[2]))
        default: return nil
        }
    }
}

extension Operation.Wish {
    init?(_ path: [Substring]) {
        switch (path[0], path.count) {
        case ("payment_methods", 1): self = .savePaymentMethod
        case ("payment_intents", 1): self = .createIntent
        case ("payment_intents", 3):
            guard let id = ID<PaymentIntent>(String(path[1])) else { return nil }
            switch path[2] {
            case "confirm": self = .confirm(id)
            case "capture": self = .capture(id)
            case "cancel": self = .cancel(id)
            default: return nil
            }
        case ("refunds", 1): self = .createRefund
        case ("checkout", 2) where path[1] == "sessions": self = .createSession
        case ("checkout", 4) where path[1] == "sessions" && path[3] == "expire":
            guard let id = ID<CheckoutSession>(String(path[2])) else { return nil }
            self = .expire(id)
        default: return nil
        }
    }

    func errand(_ form: Form) throws(StripeError) -> any Errand {
        switch self {
        case .savePaymentMethod: try SavePaymentMethod(form)
        case .createIntent: try CreateIntent(form)
        case .confirm(let id): try ConfirmIntent(id, form)
        case .capture(let id): try CaptureIntent(id, form)
        case .cancel(let id): try CancelIntent(id, form)
        case .createRefund: try CreateRefund(form)
        case .createSession: try CreateSession(form)
        case .expire(let id): try ExpireSession(id, form)
        }
    }

    /// Which faults may strike.
    func targets(_ form: Form) -> Set<Fault.Target> {
        switch self {
        case .savePaymentMethod: []
        case .createIntent: form["confirm"] == "true" ? [.create, .confirm] : [.create]
        case .confirm: [.confirm]
        case .capture: [.capture]
        case .cancel, .expire: [.cancel]
        case .createRefund: [.refund]
        case .createSession: [.create]
        }
    }
}

import Values

extension SandboxBank {
    /// What moved at the bank, for whoever checks the shop's own books against it.
    package struct Ledger: Sendable {
        package let payments: [Payment]
        package let refunds: [Repayment]

        /// A payment intent.
        package struct Payment: Sendable {
            package let id: String
            /// Stripe's word: `requires_capture`, `succeeded`, ….
            package let status: String
            package let price: Money
            /// Authorised and not yet captured; nothing once it was captured or given back.
            package let capturable: Money
            package let captured: Money
            /// Of what was captured.
            package let refunded: Money
            package let capturedAt: Instant?
            package let created: Instant
            package let metadata: [String: String]

            /// Whether a card has paid, or is held to pay.
            package var holdsMoney: Bool { capturable.amount > 0 || captured.amount > 0 }
        }

        package struct Repayment: Sendable {
            package let id: String
            /// The payment's id.
            package let payment: String
            package let amount: Money
            package let created: Instant
            package let metadata: [String: String]
        }

        /// Reads a bank's store, which may be in use meanwhile. Throws `FileJournal.Failure`.
        package static func read(file path: String) throws -> Ledger {
            var books = Books()
            for entry in try FileJournal.entries(in: path) { books.apply(entry) }
            return Ledger(books)
        }

        init(_ books: Books) {
            payments = books.intents.records.map(Payment.init)
            refunds = books.refunds.records.map {
                Repayment(id: $0.id.text, payment: $0.intent.text, amount: $0.amount, created: $0.created.instant,
                          metadata: $0.metadata)
            }
        }
    }
}

extension SandboxBank.Ledger.Payment {
    init(_ intent: PaymentIntent) {
        self.init(
            id: intent.id.text, status: intent.state.rawValue, price: intent.price, capturable: intent.capturable,
            captured: intent.received, refunded: intent.refunded, capturedAt: intent.authorised?.capturedAt?.instant,
            created: intent.created.instant, metadata: intent.metadata)
    }
}

import Logging
import Trade
import Values
import Web

/// The card bank behind Stripe's HTTP API, or behind the sandbox bank, which speaks the same.
/// (https://docs.stripe.com/api/payment_intents)
package struct StripeGateway: CardBank {
    /// Where the bank is, and the secrets we share with it. They stay out of descriptions and logs.
    package struct Account: Sendable, CustomStringConvertible, CustomReflectable {
        /// Without a slash at the end: `https://api.stripe.com`.
        package let url: String
        package let secretKey: String
        /// Signs the bank's events: `whsec_…`.
        package let eventSecret: String

        package init(url: String, secretKey: String, eventSecret: String) {
            self.url = url
            self.secretKey = secretKey
            self.eventSecret = eventSecret
        }

        package var description: String { "account at \(url)" }
        package var customMirror: Mirror { Mirror(self, children: ["url": url]) }
    }

    /// The version of Stripe's API whose answers are read here.
    private static let apiVersion = "2024-06-20"

    /// How many intents `find` looks through, a hundred to a page, before it says that it doesn't know.
    private static let pageLimit = 50

    private let account: Account
    private let transport: CurlTransport
    private let log: Logger

    package init(_ account: Account, over transport: CurlTransport, log: Logger) {
        self.account = account
        self.transport = transport
        self.log = log
    }

    package func authorise(_ request: Authorisation) async throws(BankFailure) -> BankIntent {
        guard case .card(let token) = request.means else {
            return try await call(.post, "/v1/checkout/sessions", .hostedPage(request), key: request.attempt.text)
                .session()
        }
        let form = FormBody([
            "amount": String(request.amount.amount), "currency": request.amount.currency.code.lowercased(),
            "payment_method": token, "payment_method_types[]": "card", "confirm": "true",
            "capture_method": "manual", "return_url": request.returnURL,
            "metadata[order]": request.order.text, "metadata[attempt]": request.attempt.text,
        ])
        let reply = try await call(.post, "/v1/payment_intents", form, key: request.attempt.text)
        return try reply.intent()
    }

    package func retrieve(_ intent: BankIntent.ID) async throws(BankFailure) -> BankIntent {
        guard !intent.isPage else {
            return try await call(.get, path(intent) + "?" + FormBody(["expand[]": "payment_intent"]).text).session()
        }
        return try await call(.get, path(intent)).intent()
    }

    package func find(
        _ attempt: ID<PaymentAttempt>, by means: PaymentMeans, since: Instant
    ) async throws(BankFailure) -> BankIntent? {
        guard means == .hosted else {
            return try await find(attempt, in: "/v1/payment_intents", FormBody([:]), since).map {
                (found) throws(BankFailure) in try StripeReply.intent(found)
            }
        }
        let expanding = FormBody(["expand[]": "data.payment_intent"])
        return try await find(attempt, in: "/v1/checkout/sessions", expanding, since).map {
            (found) throws(BankFailure) in try StripeReply.session(found)
        }
    }

    private func find(
        _ attempt: ID<PaymentAttempt>, in list: String, _ expanding: FormBody, _ since: Instant
    ) async throws(BankFailure) -> JSON? {
        var last: String?
        for _ in 0..<Self.pageLimit {
            var query = FormBody(["limit": "100", "created[gte]": String(since.seconds)]).text
            if !expanding.text.isEmpty { query += "&" + expanding.text }
            if let last { query += "&" + FormBody(["starting_after": last]).text }
            let page = try await call(.get, "\(list)?\(query)").page()
            if let found = page.items.first(where: { $0["metadata"]?["attempt"]?.string == attempt.text }) {
                return found
            }
            guard page.hasMore, let end = page.items.last?["id"]?.string else { return nil }
            last = end
        }
        throw .unknown("more than \(Self.pageLimit) pages of payments since \(since)")
    }

    package func capture(
        _ intent: BankIntent.ID, _ amount: Money, key: String
    ) async throws(BankFailure) -> BankIntent {
        let form = FormBody(["amount_to_capture": String(amount.amount)])
        return try await call(.post, path(intent) + "/capture", form, key: key).intent()
    }

    package func void(_ intent: BankIntent.ID, key: String) async throws(BankFailure) -> BankIntent {
        // A page and the payment made on it are two things to let go, so they are two keys.
        guard !intent.isPage else {
            return try await call(.post, path(intent) + "/expire", FormBody([:]), key: "\(key)-page").session()
        }
        return try await call(.post, path(intent) + "/cancel", FormBody([:]), key: key).intent()
    }

    package func refund(_ intent: BankIntent.ID, _ amount: Money, key: String) async throws(BankFailure) -> String {
        let form = FormBody(["payment_intent": intent.text, "amount": String(amount.amount)])
        return try await call(.post, "/v1/refunds", form, key: key).refund()
    }

    package func event(_ body: [UInt8], signature: String, at now: Instant) throws(BankFailure) -> BankEvent {
        try StripeEvent.read(body, signature: signature, secret: account.eventSecret, at: now)
    }

    private func path(_ intent: BankIntent.ID) -> String {
        "/v1/\(intent.isPage ? "checkout/sessions" : "payment_intents")/\(Percent.encoded(intent.text))"
    }

    func call(
        _ method: Method, _ path: String, _ form: FormBody? = nil, key: String? = nil
    ) async throws(BankFailure) -> StripeReply {
        var headers: Headers = [
            "Authorization": "Bearer \(account.secretKey)", "Stripe-Version": Self.apiVersion,
        ]
        if form != nil { headers.add("Content-Type", "application/x-www-form-urlencoded") }
        if let key { headers.add("Idempotency-Key", key) }
        let request = OutgoingRequest(
            method, account.url + path, headers: headers, body: form?.bytes ?? [], timeout: PaymentAttempt.answerLimit)
        do {
            return try StripeReply(try await answer(request))
        } catch {
            // The path names intents alone; tokens and keys stand in the body and the header.
            log.warning("the bank gave no usable answer", metadata: ["call": "\(request)", "failure": "\(error)"])
            throw error
        }
    }

    private func answer(_ request: OutgoingRequest) async throws(BankFailure) -> IncomingResponse {
        do throws(TransportFailure) {
            return try await transport.send(request)
        } catch {
            switch error {
            case .neverSent(let reason): throw .notSent(reason)
            case .unknown(let reason): throw .unknown(reason)
            }
        }
    }
}

/// The sandbox bank's till for test cards. No other bank is ever handed a card number.
package struct SandboxTokens: TestCards {
    private let gateway: StripeGateway
    package let offered: [OfferedTestCard]

    package init(_ gateway: StripeGateway, offered: [OfferedTestCard] = []) {
        self.gateway = gateway
        self.offered = offered
    }

    package func token(_ card: TestCard) async throws(BankFailure) -> String {
        let form = FormBody([
            "type": "card", "card[number]": card.number, "card[exp_month]": String(card.expiryMonth),
            "card[exp_year]": String(card.expiryYear), "card[cvc]": card.cvc,
        ])
        return try await gateway.call(.post, "/v1/payment_methods", form).name()
    }
}

/// Percent-encoding of one part of a path.
enum Percent {
    static func encoded(_ text: String) -> String { String(FormBody(["": text]).text.dropFirst()) }
}

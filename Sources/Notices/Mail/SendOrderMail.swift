import People
import Storage
import Trade
import Values

/// Asks for one mail to an order's buyer.
struct SendOrderMail: Job {
    static let kind = "notices.order-mail"

    let order: ID<Order>
    let mail: Mail.Kind
    /// Which of several: the shipment, the refund; nil where there is only one.
    let reference: String?

    init(_ mail: Mail.Kind, _ order: ID<Order>, reference: String? = nil) {
        self.order = order
        self.mail = mail
        self.reference = reference
    }

    /// One job at a time for one mail, however often it is asked for.
    var key: String { "\(order).\(mail.rawValue)\(reference.map { ".\($0)" } ?? "")" }
}

/// Writes and sends the mails that orders ask for, each once; after a crash perhaps twice, with the same Message-ID.
struct OrderMailing: JobHandler {
    let shop: Shop
    let carrier: any MailCarrier
    let letterhead: Letterhead

    func run(_ work: SendOrderMail) async throws -> LastWrite? {
        let letter = try await shop.read { db -> OrderLetter? in
            try MailSentTable.isSent(work.mail, about: .order(work.order), work.reference, in: db)
                ? nil : try OrderLetter(work, in: db)
        }
        guard let letter else { return nil }
        let mail = try letter.mail(letterhead, at: shop.now)
        shop.pass(.mailBegun)
        // Who bought has been forgotten: there is nobody to write to.
        let keep = letter.email == Erased.email ? nil : try await carrier.send(mail)
        shop.pass(.mailSent)
        // By a unique key.
        return LastWrite(.readCommitted) { db in
            try keep?(db)
            try MailSentTable.note(mail, work.reference, in: db)
        }
    }
}

import People
import Storage
import Trade
import Values
import Web

/// What the shop tells its buyers, and whoever has an account.
package enum Notices {
    package static let migrations = [
        MailboxTable.migration, MailSentTable.migration, MailboxTable.accounts, MailboxTable.aged,
    ]

    package static let invariants = [MailInvariants.confirmations]

    package static func endpoints(_ shop: Shop) -> [any Endpoint] {
        [ListMails(shop: shop), ReadMail(shop: shop)]
    }

    package static let personalData: [any PersonalData] = [MailData()]

    /// Every piece of news about an order that its buyer gets a mail about.
    package static let subscriptions = [
        Subscription(OrderPlaced.self) { try ask(.confirmation, $0.order, at: $1, in: $2) },
        Subscription(OrderShipped.self) { try ask(.shipped, $0.order, $0.shipment.text, at: $1, in: $2) },
        Subscription(OrderReadyForPickup.self) { try ask(.readyForPickup, $0.order, at: $1, in: $2) },
        Subscription(OrderHandedOver.self) { try ask(.handedOver, $0.order, at: $1, in: $2) },
        Subscription(OrderCancelled.self) { try ask(.cancelled, $0.order, at: $1, in: $2) },
        Subscription(OrderRefunded.self) { try ask(.refunded, $0.order, $0.refund.text, at: $1, in: $2) },
        Subscription(OrderErased.self) { news, _, db in try MailData.erase(news.order, in: db) },
        Subscription(AccountLetterAsked.self) { news, now, db in
            let job = SendAccountMail(news, at: now)
            try job.enqueue(key: job.key, about: "mails of account \(news.account)", at: now, in: db)
        },
    ]

    /// `carrier` is the `Mailbox` or a mail server.
    package static func handlers(
        _ shop: Shop, carrier: any MailCarrier, letterhead: Letterhead, accounts: AccountSecrets
    ) -> [any JobHandler] {
        [
            OrderMailing(shop: shop, carrier: carrier, letterhead: letterhead),
            AccountMailing(shop: shop, carrier: carrier, letterhead: letterhead, secrets: accounts),
        ]
    }

    private static func ask(
        _ mail: Mail.Kind, _ order: ID<Order>, _ reference: String? = nil, at now: Instant, in db: any Transaction
    ) throws {
        let job = SendOrderMail(mail, order, reference: reference)
        try job.enqueue(key: job.key, about: "mails of \(order)", at: now, in: db)
    }
}

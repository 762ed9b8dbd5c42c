import Offer
import People
import Storage
import Values
import Web

/// What the room Trade brings to the house.
package enum Trade {
    package static let migrations = [History.migration] + Cart.migrations + Order.migrations
        + PaymentAttempt.migrations + ClientKey.migrations + [Ledger.migration] + Refund.migrations
        + Fulfilment.migrations
        + [
            OrderListTable.migration, OrderListTable.owners, OrderListTable.leaner, OrderDataTable.migration,
            OrderDataTable.aged,
        ]

    /// Where the bank tells what became of payments.
    package static let bankEvents = ReceiveBankEvent.route

    /// `cards` only with the sandbox bank.
    package static func endpoints(_ checkout: Checkout, cards: (any TestCards)?) -> [any Endpoint] {
        let shop = checkout.shop
        let secrets = checkout.secrets
        let orders: [any Endpoint] = [
            PlaceOrder(checkout: checkout), ReadOrder(shop: shop, secrets: secrets),
            ReadOrderHistory(shop: shop, secrets: secrets), ListOrders(shop: shop),
            ListOwnOrders(shop: shop), ClaimOrder(shop: shop, secrets: secrets),
            EraseOrder(shop: shop, secrets: secrets), ReadDay(shop: shop),
            RefundOrder(shop: shop), ListRefunds(shop: shop), ListPayments(shop: shop),
            ReturnFromBank(checkout: checkout), GiveUpPayment(checkout: checkout),
            ReceiveBankEvent(checkout: checkout), ReadPaymentMethods(cards: cards),
        ]
        return Cart.endpoints(shop) + orders + Fulfilment.endpoints(shop, secrets)
            + (cards.map { [MakePaymentToken(cards: $0)] } ?? [])
    }

    package static let personalData: [any PersonalData] = [OrderData(), OrderFileData()]

    /// Captures and refunds that the bank is asked for at a time.
    static let bankJobs = 32

    package static func handlers(_ checkout: Checkout) -> [any JobHandler] {
        let turns = Turns(bankJobs)
        return [
            CaptureHandler(shop: checkout.shop, bank: checkout.bank, turns: turns),
            UnwindHandler(shop: checkout.shop, settlement: checkout.settlement),
            RefundHandler(shop: checkout.shop, bank: checkout.bank, turns: turns),
        ]
    }

    /// What goes on by the clock: the sweeper, and forgetting clients' keys that are long answered.
    package static func periodics(_ checkout: Checkout) -> [Periodic] {
        let shop = checkout.shop
        return [
            Periodic("sweep", every: Sweep.interval) { try await Sweep(checkout).pass() },
            Periodic("forget-configurations", every: .hours(1)) {
                try await SavedConfiguration.forgetOld(in: shop)
            },
            Periodic("forget-client-keys", every: .hours(1)) {
                try await ClientKey.forgetOld(in: shop)
            },
        ]
    }
}

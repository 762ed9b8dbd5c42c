import Trade
import Values

/// What a mail tells its buyer about an order. All texts are already in the buyer's language; amounts are not yet
/// written out.
package struct OrderLetter: Sendable {
    package let kind: Mail.Kind
    package let language: Language
    package let order: ID<Order>
    /// The order's number as people read it out.
    package let number: String
    /// Tells two letters of a kind about one order apart.
    package let reference: String?
    package let placedAt: Instant
    package let email: EmailAddress
    package let invoiceAddress: PostalAddress
    package let delivery: Delivery
    package let lines: [Line]
    /// What stands between the lines and the total, apart from delivery and tax: discounts.
    package let adjustments: [Amount]
    package let taxes: [Tax]
    /// Whether the lines' amounts contain the taxes, or these come on top.
    package let includesTax: Bool
    package let total: Money
    package let parcel: Parcel?
    package let refunded: Money?

    /// One thing bought.
    package struct Line: Sendable {
        package let name: String
        package let options: [(group: String, name: String)]
        package let quantity: Int
        package let unitPrice: Money
        package let total: Money

        package init(
            name: String, options: [(group: String, name: String)] = [], quantity: Int, unitPrice: Money, total: Money
        ) {
            self.name = name
            self.options = options
            self.quantity = quantity
            self.unitPrice = unitPrice
            self.total = total
        }
    }

    /// An amount with its reason.
    package struct Amount: Sendable {
        package let reason: String
        package let amount: Money

        package init(_ reason: String, _ amount: Money) {
            self.reason = reason
            self.amount = amount
        }
    }

    /// The tax at one rate.
    package struct Tax: Sendable {
        package let rate: Percentage
        package let amount: Money

        package init(_ rate: Percentage, _ amount: Money) {
            self.rate = rate
            self.amount = amount
        }
    }

    /// How the goods reach the buyer.
    package struct Delivery: Sendable {
        package let way: Way
        package let amount: Money

        package enum Way: Sendable {
            case shipped(to: PostalAddress)
            /// At this place, whose address lines are as its staff wrote them.
            case collected(at: String, lines: [String])
        }

        package init(_ way: Way, _ amount: Money) {
            self.way = way
            self.amount = amount
        }
    }

    /// What is on its way.
    package struct Parcel: Sendable {
        package let carrier: String
        package let tracking: String?
        package let contents: [(name: String, quantity: Int)]

        package init(carrier: String, tracking: String?, contents: [(name: String, quantity: Int)]) {
            self.carrier = carrier
            self.tracking = tracking
            self.contents = contents
        }
    }

    package init(
        _ kind: Mail.Kind, language: Language, order: ID<Order>, number: String, reference: String? = nil,
        placedAt: Instant, email: EmailAddress, invoiceAddress: PostalAddress, delivery: Delivery, lines: [Line],
        adjustments: [Amount] = [], taxes: [Tax], includesTax: Bool, total: Money, parcel: Parcel? = nil,
        refunded: Money? = nil
    ) {
        self.kind = kind
        self.language = language
        self.order = order
        self.number = number
        self.reference = reference
        self.placedAt = placedAt
        self.email = email
        self.invoiceAddress = invoiceAddress
        self.delivery = delivery
        self.lines = lines
        self.adjustments = adjustments
        self.taxes = taxes
        self.includesTax = includesTax
        self.total = total
        self.parcel = parcel
        self.refunded = refunded
    }
}

extension OrderLetter {
    /// The letter as a mail under the shop's letterhead, dated `now`.
    package func mail(_ letterhead: Letterhead, at now: Instant) throws -> Mail {
        let page = LetterPage(self, letterhead)
        // A name that can't stand in a header is no reason to keep the mail back.
        let name = HeaderText.isOneLine(invoiceAddress.name) ? invoiceAddress.name : nil
        return try Mail(
            MessageID(.order(order), kind, reference, at: letterhead.domain), about: .order(order), kind: kind,
            from: Correspondent(name: letterhead.shopName, letterhead.address), to: Correspondent(name: name, email),
            subject: page.subject, text: page.text, html: page.html, language: language, date: now)
    }
}

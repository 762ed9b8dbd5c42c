import Storage
import Values

/// Something taken off automatically, made by staff. It counts for baskets of one currency.
package struct Discount: Hashable, Sendable {
    package let id: ID<Discount>
    package let label: Texts
    package let currency: Currency
    package let effect: Effect
    package let eligible: Eligible
    /// What the whole basket's goods must come to at least, before discounts.
    package let minimum: Money?
    /// The first day; nil: always has been.
    package let validFrom: Day?
    /// The last day; nil: until further notice.
    package let validUntil: Day?
    /// Counts edits, for `ETag`.
    package let version: Int

    /// Enough for a season's offers; keeps a basket's sum short.
    package static let countLimit = 200

    package enum Effect: Hashable, Sendable {
        /// Above zero.
        case percentage(Percentage)
        /// At most what the eligible lines come to; above zero.
        case amount(Money)
    }

    /// The lines it is taken from.
    package enum Eligible: Hashable, Sendable {
        case all
        case product(ID<Product>)
        case category(ID<Category>)
    }

    package enum Refusal: Error, Equatable {
        case unknown(ID<Discount>)
        case taken(ID<Discount>)
        case tooMany(limit: Int)
        /// The product or category it is for doesn't exist.
        case unknownGoods
        /// Amount and minimum are in another currency than the discount.
        case otherCurrency(Currency)
        case takesNothing
        case endsBeforeItBegins
    }

    /// Throws `Refusal.otherCurrency`, `.takesNothing` or `.endsBeforeItBegins`.
    package init(
        id: ID<Discount>, label: Texts, currency: Currency, effect: Effect, eligible: Eligible = .all,
        minimum: Money? = nil, validFrom: Day? = nil, validUntil: Day? = nil, version: Int = 1
    ) throws(Refusal) {
        switch effect {
        case .percentage(let rate): guard rate > .zero else { throw .takesNothing }
        case .amount(let amount):
            guard amount.currency == currency else { throw .otherCurrency(amount.currency) }
            guard amount.amount > 0 else { throw .takesNothing }
        }
        if let minimum, minimum.currency != currency { throw .otherCurrency(minimum.currency) }
        if let validFrom, let validUntil, validUntil < validFrom { throw .endsBeforeItBegins }
        self.id = id
        self.label = label
        self.currency = currency
        self.effect = effect
        self.eligible = eligible
        self.minimum = minimum
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.version = version
    }

    package func isValid(on day: Day) -> Bool {
        (validFrom.map { $0 <= day } ?? true) && (validUntil.map { day <= $0 } ?? true)
    }

    package func takes(_ line: Basket.Line) -> Bool {
        switch eligible {
        case .all: true
        case .product(let product): line.product == product
        case .category(let category): line.category == category
        }
    }
}

/// How discounts are kept.
extension Discount {
    package static func find(_ id: ID<Discount>, in db: any Transaction) throws -> Discount? {
        try db.first(DiscountTable.find, ["discount": id], DiscountTable.discount)
    }

    /// Throws `Refusal.unknown` when there is no such discount.
    package static func known(_ id: ID<Discount>, in db: any Transaction) throws -> Discount {
        guard let discount = try find(id, in: db) else { throw Refusal.unknown(id) }
        return discount
    }

    static func page(after: ID<Discount>?, limit: Int, in db: any Transaction) throws -> [Discount] {
        try db.all(
            DiscountTable.page, ["after": after?.text ?? "", "limit": limit], DiscountTable.discount)
    }

    static func inForce(on day: Day, _ currency: Currency, in db: any Transaction) throws -> [Discount] {
        try db.all(DiscountTable.inForce, ["currency": currency, "day": day], DiscountTable.discount)
    }

    /// Throws `Refusal.taken`, `.tooMany` or `.unknownGoods`.
    package func add(at: Instant, in db: any Transaction) throws {
        guard try db.value(DiscountTable.count, as: Int.self) ?? 0 < Self.countLimit else {
            throw Refusal.tooMany(limit: Self.countLimit)
        }
        guard try write(DiscountTable.add, at: at, in: db) == 1 else { throw Refusal.taken(id) }
    }

    /// Puts this in the place of the discount of that identifier. Throws `Refusal.unknown` or `.unknownGoods`.
    package func save(at: Instant, in db: any Transaction) throws {
        guard try write(DiscountTable.edit, at: at, in: db) == 1 else { throw Refusal.unknown(id) }
    }

    static func remove(_ id: ID<Discount>, in db: any Transaction) throws {
        try db.run(DiscountTable.remove, ["discount": id])
    }

    private func write(_ statement: Statement, at: Instant, in db: any Transaction) throws -> Int {
        let rate: Percentage? = if case .percentage(let rate) = effect { rate } else { nil }
        let amount: Int64? = if case .amount(let amount) = effect { amount.amount } else { nil }
        let product: ID<Product>? = if case .product(let product) = eligible { product } else { nil }
        let category: ID<Category>? = if case .category(let category) = eligible { category } else { nil }
        do {
            return try db.run(statement, [
                "discount": id, "en": label.en, "de": label.de, "currency": currency, "rate": rate, "amount": amount,
                "product": product, "category": category, "minimum": minimum?.amount, "from": validFrom,
                "until": validUntil, "at": at,
            ])
        } catch StorageFailure.constraint(.foreignKey, _) {
            throw Refusal.unknownGoods
        }
    }
}

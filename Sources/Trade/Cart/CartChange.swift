import Values

extension Cart {
    /// Something that was agreed and no longer holds.
    package struct Change: Codable, Hashable, Sendable {
        package let line: ID<Line>
        package let kind: Kind
        /// With `price_changed`: what was agreed for one unit, and what it costs now.
        package let priceAgreed: Money?
        package let priceNow: Money?
        /// With `model_changed`: the configuration model it was chosen from, and the one in force now.
        package let modelAgreed: Int?
        package let modelNow: Int?
        /// With `withdrawn`: why it can't be had like this any more.
        package let reason: String?

        package enum Kind: String, CaseIterable, Codable, Sendable {
            case priceChanged = "price_changed"
            case modelChanged = "model_changed"
            case withdrawn
        }

        private init(
            _ line: ID<Line>, _ kind: Kind, prices: (Money, Money)? = nil, models: (Int?, Int?)? = nil,
            reason: String? = nil
        ) {
            self.line = line
            self.kind = kind
            priceAgreed = prices?.0
            priceNow = prices?.1
            modelAgreed = models?.0
            modelNow = models?.1
            self.reason = reason
        }

        static func price(_ line: ID<Line>, from agreed: Money, to now: Money) -> Change {
            Change(line, .priceChanged, prices: (agreed, now))
        }

        static func model(_ line: ID<Line>, from agreed: Int?, to now: Int?) -> Change {
            Change(line, .modelChanged, models: (agreed, now))
        }

        static func withdrawn(_ line: ID<Line>, why reason: String) -> Change {
            Change(line, .withdrawn, reason: reason)
        }

        /// As a problem's member, written as in the cart's own view.
        var json: JSON {
            func money(_ money: Money) -> JSON {
                ["amount": .integer(money.amount), "currency": .string(money.currency.code)]
            }
            let members: [(String, JSON?)] = [
                ("line", .string(line.text)), ("kind", .string(kind.rawValue)), ("priceAgreed", priceAgreed.map(money)),
                ("priceNow", priceNow.map(money)), ("modelAgreed", modelAgreed.map { .integer(Int64($0)) }),
                ("modelNow", modelNow.map { .integer(Int64($0)) }), ("reason", reason.map(JSON.string)),
            ]
            return .object(.init(members.compactMap { name, value in value.map { .init(name: name, value: $0) } }))
        }
    }
}

extension Cart.Change: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(json) }
}

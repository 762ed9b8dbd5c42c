import Offer
import Values
import Web

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
        /// With `model_changed`: choices that weren't taken and are now, and the other way round; as `oak`,
        /// `length=180`.
        package let added: [String]?
        package let removed: [String]?
        /// With `withdrawn`: why it can't be had like this any more.
        package let reason: String?
        /// With `withdrawn`: the rules that stand in the way, in their own words.
        package let rules: [Texts]?

        package enum Kind: String, CaseIterable, Codable, Sendable {
            case priceChanged = "price_changed"
            case modelChanged = "model_changed"
            case withdrawn
        }

        private init(
            _ line: ID<Line>, _ kind: Kind, prices: (Money, Money)? = nil, models: (Int?, Int?)? = nil,
            choices: (added: [String], removed: [String])? = nil, reason: String? = nil, rules: [Texts]? = nil
        ) {
            self.line = line
            self.kind = kind
            priceAgreed = prices?.0
            priceNow = prices?.1
            modelAgreed = models?.0
            modelNow = models?.1
            added = choices?.added
            removed = choices?.removed
            self.reason = reason
            self.rules = rules
        }

        static func price(_ line: ID<Line>, from agreed: Money, to now: Money) -> Change {
            Change(line, .priceChanged, prices: (agreed, now))
        }

        /// What the newer version comes to with the same choices.
        static func model(_ line: Line, to now: Configuration) -> Change {
            let (before, after) = (line.choices.texts, now.choices.texts)
            return Change(
                line.id, .modelChanged, models: (line.modelVersion, now.modelVersion),
                choices: (after.filter { !before.contains($0) }, before.filter { !after.contains($0) }))
        }

        static func withdrawn(_ line: ID<Line>, why refusal: Configuration.Refusal) -> Change {
            let rules: [Texts]? = if case .broken(_, let rules) = refusal { rules.map(\.message) } else { nil }
            return Change(line, .withdrawn, reason: refusal.problem.title, rules: rules)
        }

        /// As a problem's member, written as in the cart's own view.
        var json: JSON {
            func words(_ texts: Texts) -> JSON {
                var object: JSON.Object = ["en": .string(texts.en)]
                if let de = texts.de { object["de"] = .string(de) }
                return .object(object)
            }
            func money(_ money: Money) -> JSON {
                ["amount": .integer(money.amount), "currency": .string(money.currency.code)]
            }
            let members: [(String, JSON?)] = [
                ("line", .string(line.text)), ("kind", .string(kind.rawValue)), ("priceAgreed", priceAgreed.map(money)),
                ("priceNow", priceNow.map(money)), ("modelAgreed", modelAgreed.map { .integer(Int64($0)) }),
                ("modelNow", modelNow.map { .integer(Int64($0)) }), ("added",
                    added.map { .array($0.map(JSON.string)) }),
                ("removed", removed.map { .array($0.map(JSON.string)) }), ("reason", reason.map(JSON.string)),
                ("rules", rules.map { .array($0.map(words)) }),
            ]
            return .object(.init(members.compactMap { name, value in value.map { .init(name: name, value: $0) } }))
        }
    }
}

extension Cart.Change: JSONWritable {
    package func write(to writer: inout JSONWriter) { writer.value(json) }
}

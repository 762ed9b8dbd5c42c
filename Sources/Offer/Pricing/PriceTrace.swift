import Values

/// Every amount that makes up a price, in order, each with its reason. What is not `included` in another entry adds up
/// to the price.
package struct PriceTrace: Hashable, Sendable {
    package let entries: [Entry]

    package struct Entry: Hashable, Sendable {
        package let kind: Kind
        package let label: Texts
        /// Below zero for what is taken off.
        package let amount: Money
        /// True for tax that the entries before it contain already.
        package let included: Bool
        /// The basket's line it belongs to, counted from 0; nil when it belongs to all of them.
        package let line: Int?

        package init(_ kind: Kind, _ label: Texts, _ amount: Money, included: Bool = false, line: Int? = nil) {
            self.kind = kind
            self.label = label
            self.amount = amount
            self.included = included
            self.line = line
        }
    }

    package enum Kind: String, CaseIterable, Codable, Sendable {
        case base, option
        /// What a condition costs: a pair of options, a parameter's units, a market.
        case effect
        /// What a pack takes off its options' own prices, or adds.
        case pack
        case discount, delivery, tax
    }

    package init(_ entries: [Entry]) { self.entries = entries }
}

// A cart of three lines has a hundred entries and more.

extension PriceTrace: JSONReadable, JSONWritable {
    private enum Key: String, CodingKey { case entries }

    package init?(json: JSON) {
        guard case .object(let object) = json, let entries = object["entries"]?.values(Entry.self) else { return nil }
        self.init(entries)
    }

    package init(containersOf decoder: any Decoder) throws {
        entries = try decoder.container(keyedBy: Key.self).decode([Entry].self, forKey: .entries)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("entries", entries)
        writer.endObject()
    }
}

extension PriceTrace.Entry: JSONReadable, JSONWritable {
    private enum Key: String, CodingKey { case kind, label, amount, included, line }

    package init?(json: JSON) {
        guard case .object(let object) = json, case .string(let name)? = object["kind"],
              let kind = PriceTrace.Kind(rawValue: name), let label = object["label"].flatMap(Texts.init(json:)),
              let amount = object["amount"].flatMap(Money.init(json:)), case .bool(let included)? = object["included"]
        else { return nil }
        switch object["line"] {
        case nil: self.init(kind, label, amount, included: included)
        case .integer(let line): self.init(kind, label, amount, included: included, line: Int(line))
        default: return nil
        }
    }

    package init(containersOf decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        kind = try container.decode(PriceTrace.Kind.self, forKey: .kind)
        label = try container.decode(Texts.self, forKey: .label)
        amount = try container.decode(Money.self, forKey: .amount)
        included = try container.decode(Bool.self, forKey: .included)
        line = try container.decodeIfPresent(Int.self, forKey: .line)
    }

    package func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("kind", kind.rawValue)
        writer.member("label", label)
        writer.member("amount", amount)
        writer.member("included", included)
        writer.member("line", line)
        writer.endObject()
    }
}

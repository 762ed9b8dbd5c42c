import Values

/// What is needed from stock, summed per item: two lines that share a component ask for it once.
package struct Demand: Sendable, Hashable {
    private var counts: [ID<Item>: Int]

    package init() { counts = [:] }

    /// Counts below 1 add nothing.
    package mutating func add(_ item: ID<Item>, _ count: Int) {
        guard count > 0 else { return }
        counts[item, default: 0] += count
    }

    package static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.counts.merge(right.counts, uniquingKeysWith: +)
        return sum
    }

    package static func += (left: inout Self, right: Self) { left = left + right }

    package func times(_ quantity: Quantity) -> Demand {
        var product = self
        product.counts = counts.mapValues { $0 * quantity.count }
        return product
    }

    package var isEmpty: Bool { counts.isEmpty }

    package var items: [ID<Item>] { counts.keys.sorted() }

    /// 0 for an item that isn't needed.
    package func count(of item: ID<Item>) -> Int { counts[item, default: 0] }

    /// In the order of the items' keys, in which rows are locked.
    package var sorted: [(item: ID<Item>, count: Int)] {
        counts.sorted { $0.key < $1.key }.map { (item: $0.key, count: $0.value) }
    }
}

extension Demand: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (ID<Item>, Int)...) {
        self.init()
        for (item, count) in elements { add(item, count) }
    }
}

/// In JSON a list in key order: `[{"item": "tow-bar", "count": 1}]`.
extension Demand: Codable {
    private struct Entry: Codable {
        let item: ID<Item>
        let count: Int
    }

    package init(from decoder: any Decoder) throws {
        self.init()
        for entry in try decoder.singleValueContainer().decode([Entry].self) { add(entry.item, entry.count) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(sorted.map { Entry(item: $0.item, count: $0.count) })
    }
}

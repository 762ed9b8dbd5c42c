import Storage
import Values
import Web

/// Lists what lies where.
struct ListStock: Endpoint {
    static let route = Route(.get, "/v1/stock", .stockRead)
    static let summary = """
        Lists what is on hand, reserved and available, by item and place or the least available first; of one item or \
        place, with a text in the item's identifier or names, or only of items that are short.
        """

    struct Input: Decodable, Sendable {
        let item: ID<Item>?
        let place: ID<Place>?
        let search: ShortText?
        /// Only items of which less than `Stock.shortBelow` are available over all places.
        let short: Bool?
        let shortestFirst: Bool?
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<StockView> {
        let after = try input.page.after.map(Cursor.init)
        let shortestFirst = input.shortestFirst ?? false
        return try await shop.read { db in
            let rows = try db.all(StockTable.page, [
                "item": input.item, "place": input.place, "text": input.search.map(Self.pattern),
                "short": input.short == true ? Stock.shortBelow : nil, "shortest": shortestFirst,
                "afterCount": after?.count ?? -1, "afterItem": after?.item.text ?? "",
                "afterPlace": after?.place.text ?? "", "limit": input.page.limit + 1,
            ]) { row in
                StockView(
                    item: try row["item"], Texts(en: try row["name_en"], de: try row["name_de"]),
                    place: try row["place"], try row["place_name"], onHand: try row["on_hand"],
                    reserved: try row["reserved"])
            }
            return input.page.page(
                rows, cursor: { Cursor($0, shortestFirst: shortestFirst).text }, show: { $0 })
        }
    }

    /// For LIKE, to which `%` and `_` mean more than themselves.
    private static func pattern(_ search: ShortText) -> String {
        "%" + search.text.lowercased().replacing(/[!%_]/) { "!\($0.output)" } + "%"
    }

    /// `0.tow-bar.warehouse`: what is available where that comes first, item and place. No part can have a dot.
    private struct Cursor {
        let count: Int
        let item: ID<Item>
        let place: ID<Place>

        init(_ row: StockView, shortestFirst: Bool) {
            count = shortestFirst ? row.available : 0
            item = row.item
            place = row.place
        }

        var text: String { "\(count).\(item).\(place)" }

        init(_ text: String) throws {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3, let count = Int(parts[0]), let item = ID<Item>(parts[1]),
                  let place = ID<Place>(parts[2]) else { throw PageRequest.badCursor }
            self.count = count
            self.item = item
            self.place = place
        }
    }
}

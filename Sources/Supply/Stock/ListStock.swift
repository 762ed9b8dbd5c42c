import Storage
import Values
import Web

/// Lists what lies where.
struct ListStock: Endpoint {
    static let route = Route(.get, "/v1/stock", .stockRead)
    static let summary = "Lists what is on hand, reserved and available, by item and place."

    struct Input: Decodable, Sendable {
        let item: ID<Item>?
        let place: ID<Place>?
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<StockView> {
        let after = try input.page.after.map(Cursor.init)
        return try await shop.read { db in
            let rows = try db.all(StockTable.page, [
                "afterItem": after?.item.text ?? "", "afterPlace": after?.place.text ?? "", "item": input.item,
                "place": input.place, "limit": input.page.limit + 1,
            ]) { row in
                StockView(
                    item: try row["item"], place: try row["place"], onHand: try row["on_hand"],
                    reserved: try row["reserved"])
            }
            return input.page.page(rows, cursor: { "\($0.item).\($0.place)" }, show: { $0 })
        }
    }

    /// `tow-bar.warehouse`: neither part can have a dot.
    private struct Cursor {
        let item: ID<Item>
        let place: ID<Place>

        init(_ text: String) throws {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let item = ID<Item>(parts[0]), let place = ID<Place>(parts[1]) else {
                throw PageRequest.badCursor
            }
            self.item = item
            self.place = place
        }
    }
}

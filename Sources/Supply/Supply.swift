import Storage
import Web

/// What the shop has and where: items, places, stock and its ledger.
package enum Supply {
    package static let migrations = [ItemTable.migration, PlaceTable.migration, StockTable.migration]

    package static let invariants = [Stock.balances]

    package static func endpoints(_ shop: Shop) -> [any Endpoint] {
        [
            CreateItem(shop: shop), ReadItem(shop: shop), EditItem(shop: shop), ListItems(shop: shop),
            CreatePlace(shop: shop), ReadPlace(shop: shop), EditPlace(shop: shop), ListPlaces(shop: shop),
            ListStock(shop: shop), ReceiveStock(shop: shop), AdjustStock(shop: shop), ListMovements(shop: shop),
        ]
    }
}

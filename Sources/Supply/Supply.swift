import Storage
import Web

/// What the shop has and where: items, places, stock and its ledger.
package enum Supply {
    package static let migrations = [ItemTable.migration, PlaceTable.migration, StockTable.migration]
}

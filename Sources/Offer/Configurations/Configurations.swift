import Storage
import Web

/// Selections under way that the shop keeps for buyers.
package enum Configurations {
    package static let migrations = [SavedConfiguration.migration]

    package static func endpoints(_ shop: Shop, _ reasoners: Reasoners) -> [any Endpoint] {
        let desk = ConfigurationDesk(shop: shop, reasoners: reasoners)
        return [
            StartConfiguration(desk: desk), ReadConfiguration(desk: desk), MakeChoice(desk: desk),
            DropChoice(desk: desk), UndoChoice(desk: desk), CompleteConfiguration(desk: desk),
            ShareConfiguration(desk: desk), MoveConfiguration(desk: desk),
        ]
    }
}

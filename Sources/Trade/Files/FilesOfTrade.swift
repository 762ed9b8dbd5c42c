import Files
import People
import Storage
import Values
import Web

extension Trade {
    /// What may be asked of the files of carts and orders, and of exports.
    package static func endpoints(_ cabinet: FileCabinet, _ secrets: OrderSecrets) -> [any Endpoint] {
        [
            AddArtwork(cabinet: cabinet), ListArtwork(cabinet: cabinet), ReadArtwork(cabinet: cabinet),
            RemoveArtwork(cabinet: cabinet), AddDocument(cabinet: cabinet, secrets: secrets),
            RemoveDocument(cabinet: cabinet, secrets: secrets), ListOrderFiles(cabinet: cabinet, secrets: secrets),
            ReadOrderFile(cabinet: cabinet, secrets: secrets), LinkOrderFile(cabinet: cabinet, secrets: secrets),
            RevokeOrderFileLinks(cabinet: cabinet, secrets: secrets), MakeExport(cabinet: cabinet),
            ListExports(cabinet: cabinet), ReadExport(cabinet: cabinet), LinkExport(cabinet: cabinet),
            RemoveExport(cabinet: cabinet),
        ]
    }

    /// What is kept no longer than it is needed: files of carts that nobody ordered, exports.
    package static func periodics(_ cabinet: FileCabinet) -> [Periodic] {
        let shop = cabinet.shop
        return [
            Periodic("forget-unordered-files", every: Artwork.sweepInterval) {
                try await Artwork.forgetUnordered(in: shop)
            },
            Periodic("forget-exports", every: Artwork.sweepInterval) {
                let before = shop.now - OrderExport.keep
                try await shop.write { db in try StoredFile.removeOld(.export, before: before, in: db) }
            },
        ]
    }
}

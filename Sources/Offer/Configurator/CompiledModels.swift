import Storage
import Synchronization
import Values

/// Published models, compiled once and kept in memory: they never change.
///
/// Kept by the hash of their documents, so that what a transaction published and then undid, or another shop in the
/// same program, can't be taken for this one's.
enum CompiledModels {
    /// A shop's whole range with a few versions of each car; one takes some 100 kB.
    static let limit = 256

    private struct Shelf {
        var models: [[UInt8]: (model: CompiledModel, lastUse: UInt64)] = [:]
        var uses: UInt64 = 0

        mutating func find(_ digest: [UInt8]) -> CompiledModel? {
            guard let kept = models[digest] else { return nil }
            keep(kept.model, digest)
            return kept.model
        }

        mutating func keep(_ model: CompiledModel, _ digest: [UInt8]) {
            uses += 1
            models[digest] = (model, uses)
            guard models.count > CompiledModels.limit else { return }
            if let oldest = models.min(by: { $0.value.lastUse < $1.value.lastUse }) { models[oldest.key] = nil }
        }
    }

    private static let shelf = Mutex(Shelf())

    /// How many are kept at this moment.
    static var count: Int { shelf.withLock { $0.models.count } }

    /// A published version, the latest when `version` is nil; nil when there is none.
    static func find(
        _ product: ID<Product>, version: Int?, in db: any Transaction
    ) throws -> (version: Int, model: CompiledModel)? {
        let found = try db.first(
            version == nil ? ModelTable.latest : ModelTable.digest,
            version.map { ["product": product, "version": $0] } ?? ["product": product]
        ) { row in
            (version: try row.get("version", as: Int.self), digest: try row.get("digest", as: [UInt8].self))
        }
        guard let found else { return nil }
        if let kept = shelf.withLock({ $0.find(found.digest) }) { return (found.version, kept) }
        let published = try ConfigurationModel.published(product, found.version, in: db).model
        let model = CompiledModel(published.document, digest: found.digest)
        shelf.withLock { $0.keep(model, found.digest) }
        return (found.version, model)
    }
}

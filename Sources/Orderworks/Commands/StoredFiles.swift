import Files
import FilesOnDisk
import Foundation
import Storage
import Trade
import Values
import Web

/// The files of a shop, held against the database: each must be there, with the bytes that it is named by, and what the
/// shop wrote itself has no card data.
struct StoredFiles {
    let folder: DataFolder
    /// Where they lie; nil for the data folder.
    let store: (any FileStore)?

    private static let pageSize = 200
    /// Complaints; more files than that are not looked for.
    private static let complaintLimit = 1000
    private static let readBytes = 1024 * 1024
    /// What card data may stand across two parts that are read: no number is longer.
    private static let overlapBytes = 64

    /// What was found: whether all are whole, and where card data stands.
    typealias Found = (whole: Invariant.Verdict, cards: [String])

    func verdicts(_ database: any Database) async throws -> Found {
        let store = self.store ?? inFolder
        var (complaints, cards): ([String], [String]) = ([], [])
        var after: ID<FileContent>?
        while complaints.count < Self.complaintLimit {
            let cursor = after
            let page = try await database.read { db in
                try Files.kept(after: cursor, limit: Self.pageSize, in: db)
            }
            guard let store else {
                let why = "the files lie elsewhere, in object storage: name it as for serve, with --s3-url"
                return (page.isEmpty ? .holds : .notChecked(why), [])
            }
            for kept in page {
                let seen = try await look(kept, store)
                if seen.hasCards { cards.append("\(kept.content), an export") }
                guard let fault = seen.fault else { continue }
                // A server may run beside this, and its sweep remove what nobody has any more.
                let content = kept.content
                if try await database.read({ db in try Files.isKept(content, in: db) }) {
                    complaints.append("\(content): \(fault)")
                }
            }
            guard page.count == Self.pageSize else { break }
            after = page.last?.content
        }
        return (.init(complaints), cards)
    }

    private var inFolder: DiskStore? {
        let path = folder.files + "/kept"
        return FileManager.default.fileExists(atPath: path) ? DiskStore(existing: path) : nil
    }

    private func look(
        _ kept: Files.Kept, _ store: any FileStore
    ) async throws -> (fault: String?, hasCards: Bool) {
        do {
            let source = try await store.open(kept.content, count: kept.count)
            var digest = Digest.Running()
            var (place, hasCards) = (0, false)
            var tail: ArraySlice<UInt8> = []
            while place < kept.count {
                let bytes = try await source.bytes(from: place, most: min(Self.readBytes, kept.count - place))
                guard !bytes.isEmpty else { return ("it is shorter than it was", hasCards) }
                digest.add(bytes)
                place += bytes.count
                guard kept.isOurs else { continue }
                hasCards = hasCards || !CardData.offsets(in: tail + bytes).isEmpty
                tail = bytes.suffix(Self.overlapBytes)
            }
            return (FileContent.name(digest.value) == kept.content ? nil : "its bytes are others", hasCards)
        } catch is FileMissing {
            return ("it is missing, or of another length", false)
        }
    }
}

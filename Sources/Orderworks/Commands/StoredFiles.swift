import Files
import FilesOnDisk
import Foundation
import Storage
import Values
import Web

/// The files of a shop, held against the database: each must be there, with the bytes that it is named by.
struct StoredFiles {
    let folder: DataFolder

    private static let pageSize = 200
    /// Complaints; more files than that are not looked for.
    private static let complaintLimit = 1000
    private static let readBytes = 1024 * 1024

    private typealias Kept = (content: ID<FileContent>, count: Int)

    func verdict(_ database: any Database) async throws -> Invariant.Verdict {
        let path = folder.files + "/kept"
        let isHere = FileManager.default.fileExists(atPath: path)
        let store = isHere ? try DiskStore(folder: path) : nil
        var complaints: [String] = []
        var after: ID<FileContent>?
        while complaints.count < Self.complaintLimit {
            let cursor = after
            let page = try await database.read { db in
                try Files.kept(after: cursor, limit: Self.pageSize, in: db)
            }
            guard let store else {
                return page.isEmpty ? .holds : .notChecked("the files lie elsewhere, in object storage")
            }
            for kept in page {
                guard let fault = try await fault(kept, store) else { continue }
                // A server may run beside this, and its sweep remove what nobody has any more.
                let content = kept.content
                if try await database.read({ db in try Files.isKept(content, in: db) }) {
                    complaints.append("\(content): \(fault)")
                }
            }
            guard page.count == Self.pageSize else { break }
            after = page.last?.content
        }
        return .init(complaints)
    }

    private func fault(_ kept: Kept, _ store: DiskStore) async throws -> String? {
        do {
            let source = try await store.open(kept.content, count: kept.count)
            var digest = Digest.Running()
            var place = 0
            while place < kept.count {
                let bytes = try await source.bytes(from: place, most: min(Self.readBytes, kept.count - place))
                guard !bytes.isEmpty else { return "it is shorter than it was" }
                digest.add(bytes)
                place += bytes.count
            }
            return FileContent.name(digest.value) == kept.content ? nil : "its bytes are others"
        } catch is FileMissing {
            return "it is missing, or of another length"
        }
    }
}

import Values
import Web

extension StoredFile.Refusal: Web.Refusal {
    package static let catalogue = [
        Self.unknown, .notTaken(FileKind.sent), .broken(.png, "more after its end"), .misnamed(.pdf), .empty,
        .tooMany(limit: 10), .tooLarge(limitBytes: 1024), .storeFull, .linkVoid,
    ].map(\.problem)

    package var problem: Problem {
        switch self {
        case .unknown: Problem(404, "unknown-file", "There is no such file.")
        case .notTaken(let kinds):
            Problem(422, "file-kind-not-taken",
                    "These bytes are none of \(kinds.map(\.mediaType).joined(separator: ", ")).",
                    ["mediaTypes": .array(kinds.map { .string($0.mediaType) })])
        case .broken(let kind, let reason):
            Problem(422, "file-broken", "This is no whole \(kind.mediaType): \(reason).",
                    ["mediaType": .string(kind.mediaType), "reason": .string(reason)])
        case .misnamed(let kind):
            Problem(422, "file-misnamed", "A \(kind.mediaType) is called otherwise.",
                    faults: [.init("query:name", "must end in .\(kind.endings.joined(separator: " or ."))")])
        case .empty: Problem(422, "file-empty", "The file has no bytes.")
        case .tooMany(let limit):
            Problem(409, "too-many-files", "There may be \(limit) files at most.", ["limit": .integer(Int64(limit))])
        case .tooLarge(let limitBytes):
            Problem(409, "files-too-large", "All files together may have \(limitBytes) bytes at most.",
                    ["limitBytes": .integer(Int64(limitBytes))])
        case .storeFull: Problem(507, "store-full", "The shop has no room for more files.")
        case .linkVoid: Problem(404, "link-void", "This link is not good, or no longer.")
        }
    }
}

/// A file as its owner and staff see it.
package struct FileView: View, Equatable {
    package let id: ID<StoredFile>
    package let name: String
    package let mediaType: String
    package let bytes: Int
    package let purpose: StoredFile.Purpose
    /// The cart's line that an artwork is for.
    package let line: String?
    /// SHA-256, in hexadecimal.
    package let sha256: String
    package let addedAt: Instant

    package init(_ file: StoredFile) {
        id = file.id
        name = file.name.text
        mediaType = file.kind.mediaType
        bytes = file.count
        purpose = file.purpose
        line = file.part.isEmpty ? nil : file.part
        sha256 = file.content.text
        addedAt = file.addedAt
    }
}

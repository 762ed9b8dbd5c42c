import Files
import Glibc
import Synchronization
import Values
import Web

/// Files in a folder, each named by its content's hash in one of 256 folders below it.
///
/// A content is put in its place by renaming a file whose bytes have reached the disk, and the folder is flushed after
/// that: a power cut leaves it whole or not there.
package struct DiskStore: FileStore {
    private let folder: String
    private let work = DiskWork()
    private let shelves = Shelves()
    private let telling: @Sendable (DiskStep) -> Void

    /// - Parameter telling: hears of each step between which the power may be cut.
    package init(folder: String, telling: @escaping @Sendable (DiskStep) -> Void = { _ in }) throws {
        self.init(existing: folder, telling: telling)
        for path in [DiskFolder.above(folder), folder] { try DiskFolder.make(path, telling: telling) }
    }

    /// To look into: nothing is made, nor flushed.
    package init(existing folder: String, telling: @escaping @Sendable (DiskStep) -> Void = { _ in }) {
        self.folder = folder
        self.telling = telling
    }

    package func keep(_ draft: any FileDraft, as content: ID<FileContent>) async throws {
        guard let draft = draft as? DiskDraft else { preconditionFailure("drafts of a disk's store lie on the disk") }
        let (shelf, place) = try (shelf(content), path(content))
        let (shelves, telling) = (shelves, telling)
        try await work.run {
            // Also one that stands there: who made it may not have come to the flush.
            if !shelves.has(shelf) {
                try DiskFolder.make(shelf, telling: telling)
                shelves.add(shelf)
            }
            guard rename(draft.path, place) == 0 else { throw DiskFailure("can't rename to", place) }
            draft.leave()
            telling(.put(place))
            try DiskFolder.flush(shelf, telling: telling)
        }
    }

    package func open(_ content: ID<FileContent>, count: Int) async throws -> any ByteSource {
        let place = try path(content)
        let work = work
        return try await work.run {
            let file: OpenFile
            do {
                file = try OpenFile(place, O_RDONLY)
            } catch let failure as DiskFailure where failure.code == ENOENT {
                throw FileMissing(content)
            }
            guard try Int(file.status().st_size) == count else { throw FileMissing(content) }
            return DiskSource(file, count: count, work)
        }
    }

    package func remove(_ content: ID<FileContent>) async throws {
        let (shelf, place) = try (shelf(content), path(content))
        let telling = telling
        try await work.run {
            if unlink(place) == 0 {
                telling(.removed(place))
            } else if errno != ENOENT {
                throw DiskFailure("can't remove", place)
            }
            // Before its row goes, also when somebody removed it before who may not have come to this: a content that
            // came back would be nobody's.
            if access(shelf, F_OK) == 0 { try DiskFolder.flush(shelf, telling: telling) }
        }
    }

    private func shelf(_ content: ID<FileContent>) throws -> String { "\(folder)/\(content.text.prefix(2))" }

    /// Only a hash becomes a path: no name that somebody chose ever does.
    private func path(_ content: ID<FileContent>) throws -> String {
        guard content.text.utf8.count == 64, Digest.bytes(hex: content.text) != nil else { throw FileMissing(content) }
        return try "\(shelf(content))/\(content.text)"
    }
}

/// A file in its place, read part by part.
private struct DiskSource: FileSource {
    let file: OpenFile
    let count: Int
    let work: DiskWork

    init(_ file: OpenFile, count: Int, _ work: DiskWork) {
        self.file = file
        self.count = count
        self.work = work
        // Read from the first byte to the last, most of the time.
        posix_fadvise(file.number, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    var descriptor: Int32 { file.number }

    func bytes(from offset: Int, most: Int) async throws -> [UInt8] {
        let file = file
        return try await work.run { try file.read(from: offset, most: most) }
    }

    func load(_ range: Range<Int>) async throws {
        // The system reads ahead from the first to the last: when both are there, so are those between them.
        guard !range.isEmpty, !file.isInMemory(range.lowerBound) || !file.isInMemory(range.upperBound - 1) else {
            return
        }
        let file = file
        try await work.run { try file.load(range) }
    }
}

/// What a store does to its disk, in order: what is in a folder outlives a power cut once that folder is flushed.
package enum DiskStep: Equatable, Sendable {
    case made(String)
    case put(String)
    case removed(String)
    case flushed(String)
}

/// The folders of a store that are known to outlive a power cut.
private final class Shelves: Sendable {
    private let known = Mutex<Set<String>>([])

    func has(_ shelf: String) -> Bool { known.withLock { $0.contains(shelf) } }
    func add(_ shelf: String) { known.withLock { _ = $0.insert(shelf) } }
}

/// Folders readable by their owner alone.
enum DiskFolder {
    /// Made with all above it; each flushed into the one above, also when it was there.
    static func make(_ path: String, telling: (DiskStep) -> Void = { _ in }) throws {
        var isMade = mkdir(path, 0o700) == 0
        if !isMade, errno == ENOENT, above(path) != path {
            try make(above(path), telling: telling)
            isMade = mkdir(path, 0o700) == 0
        }
        guard isMade || errno == EEXIST else { throw DiskFailure("can't make", path) }
        if isMade { telling(.made(path)) }
        try flush(above(path), telling: telling)
    }

    static func flush(_ path: String, telling: (DiskStep) -> Void) throws {
        // Whoever runs the shop may have put a link there, such as to a disk of its own.
        try OpenFile(path + "/.", O_RDONLY | O_DIRECTORY).flush()
        telling(.flushed(path))
    }

    static func above(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func names(in path: String) throws -> [String] {
        guard let listing = opendir(path) else { throw DiskFailure("can't list", path) }
        defer { closedir(listing) }
        var names: [String] = []
        while let entry = readdir(listing) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

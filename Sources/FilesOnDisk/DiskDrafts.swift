import Files
import Glibc
import Synchronization
import Values

/// The folder in which files grow until they are whole.
package struct DiskDrafts: FileDrafts {
    private let folder: String
    private let reserveBytes: UInt64
    private let work: DiskWork

    /// - Parameter reserveBytes: how much of the disk stays free for the shop's database.
    package init(folder: String, reserveBytes: UInt64 = 256 * 1024 * 1024) throws {
        self.folder = folder
        self.reserveBytes = reserveBytes
        work = DiskWork()
        for path in [DiskFolder.above(folder), folder] { try DiskFolder.make(path) }
    }

    package func begin() async throws -> any FileDraft {
        let (folder, reserve) = (folder, reserveBytes)
        let path = "\(folder)/\(Self.name())"
        let file = try await work.run {
            let file = try OpenFile(path, O_RDWR | O_CREAT | O_EXCL)
            do { try file.checkRoom(reserveBytes: reserve) } catch {
                unlink(path)
                throw error
            }
            return file
        }
        return DiskDraft(file, work, reserveBytes: reserve)
    }

    package func sweep(olderThan span: Instant.Span) async throws {
        let folder = folder
        try await work.run {
            for name in try DiskFolder.names(in: folder) {
                var status = stat()
                let path = "\(folder)/\(name)"
                guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                      Int64(time(nil) - status.st_mtim.tv_sec) * 1000 > span.milliseconds else { continue }
                unlink(path)
            }
        }
    }

    private static func name() -> String {
        var chance = SystemRandomNumberGenerator()
        return String(chance.next(), radix: 36) + String(chance.next(), radix: 36)
    }
}

/// A file that grows in the folder of drafts.
final class DiskDraft: FileDraft {
    private let file: OpenFile
    private let work: DiskWork
    private let reserveBytes: UInt64
    private let state = Mutex(State())

    /// How much is written between two looks at how much is free.
    private static let lookBytes = 16 * 1024 * 1024

    private struct State {
        var digest = Digest.Running()
        var count = 0
        /// Whether it still stands in the folder of drafts.
        var isDraft = true
    }

    init(_ file: OpenFile, _ work: DiskWork, reserveBytes: UInt64) {
        self.file = file
        self.work = work
        self.reserveBytes = reserveBytes
    }

    var path: String { file.path }
    var count: Int { state.withLock(\.count) }

    func append(_ bytes: [UInt8]) async throws {
        let file = file
        try await work.run { [self] in
            do {
                try file.write(bytes)
            } catch let failure as DiskFailure where failure.code == ENOSPC || failure.code == EDQUOT {
                throw StoredFile.Refusal.storeFull
            }
            let (before, count) = state.withLock { state in
                state.digest.add(bytes)
                state.count += bytes.count
                return (state.count - bytes.count, state.count)
            }
            guard before / Self.lookBytes != count / Self.lookBytes else { return }
            try file.checkRoom(reserveBytes: reserveBytes)
        }
    }

    func finish() async throws -> [UInt8] {
        let file = file
        try await work.run { try file.flush() }
        return state.withLock { $0.digest.value }
    }

    func bytes(from offset: Int, most: Int) async throws -> [UInt8] {
        let file = file
        return try await work.run { try file.read(from: offset, most: most) }
    }

    func discard() async {
        let isDraft = state.withLock { state in
            defer { state.isDraft = false }
            return state.isDraft
        }
        if isDraft { _ = try? await work.run { [path] in unlink(path) } }
    }

    /// It stands in the store now.
    func leave() { state.withLock { $0.isDraft = false } }
}

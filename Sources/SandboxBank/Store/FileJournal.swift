import Dispatch
import Glibc
import Synchronization

/// Lines in a file that is only ever appended to. Those that come while others are being synced are synced together,
/// and what nobody waits for with the next that somebody does.
package final class FileJournal: Journal {
    private let file: Int32
    private let path: String
    private let writer = DispatchQueue(label: "sandbox-bank.journal")
    private let state = Mutex(State())

    /// Whoever waits until all lines up to a number are synced.
    private typealias Waiter = (number: Int, continuation: CheckedContinuation<Void, any Error>)

    private struct State {
        var pending: [UInt8] = []
        var appended = 0
        var synced = 0
        var isWriting = false
        var failure: Failure?
        var waiting: [Waiter] = []

        func isAwaited(through number: Int) -> Bool { waiting.contains { $0.number <= number } }

        /// Whether the caller has to start the writer.
        mutating func begin() -> Bool {
            defer { isWriting = true }
            return !isWriting
        }

        /// What is to be written, and up to which line it reaches; nil, and the writer rests, when there is nothing
        /// and nobody waits for what was written without a sync.
        mutating func next() -> (batch: [UInt8], through: Int)? {
            guard !pending.isEmpty || isAwaited(through: appended) else {
                isWriting = false
                return nil
            }
            defer { pending = [] }
            return (pending, appended)
        }
    }

    package enum Failure: Error, CustomStringConvertible {
        case cannotOpen(String, reason: String)
        case inUse(String)
        case cannotWrite(String, reason: String)
        case cannotRead(String, reason: String)
        case damaged(String, line: Int)

        package var description: String {
            switch self {
            case .cannotOpen(let path, let reason): "the bank's store \(path) can't be opened: \(reason)"
            case .inUse(let path): "the bank's store \(path) is in use by another program"
            case .cannotWrite(let path, let reason): "the bank's store \(path) can't be written: \(reason)"
            case .cannotRead(let path, let reason): "the bank's store \(path) can't be read: \(reason)"
            case .damaged(let path, let line): "the bank's store \(path) is damaged at line \(line)"
            }
        }
    }

    /// Opens the file, or begins it, and holds it against other banks until it is closed. A last line torn by a crash
    /// is cut off: nobody was answered for it.
    package init(path: String) throws {
        self.path = path
        file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Failure.cannotOpen(path, reason: systemError()) }
        do {
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else { throw Failure.inUse(path) }
            try cutTornLine()
            try syncDirectory()
        } catch {
            close(file)
            throw error
        }
    }

    deinit { close(file) }

    package var last: Int { state.withLock { $0.appended } }

    package func append(_ line: [UInt8]) -> Int {
        let (number, starts) = state.withLock { state in
            state.pending += line
            state.pending.append(newline)
            state.appended += 1
            return (state.appended, state.begin())
        }
        if starts { writer.async { self.writePending() } }
        return number
    }

    package func durable(through number: Int) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            let (settled, starts): (Result<Void, any Error>?, Bool) = state.withLock { state in
                if let failure = state.failure { return (.failure(failure), false) }
                if state.synced >= number { return (.success(()), false) }
                state.waiting.append((number, continuation))
                return (nil, state.begin())
            }
            if let settled { continuation.resume(with: settled) }
            if starts { writer.async { self.writePending() } }
        }
    }

    private func writePending() {
        while let (batch, through) = state.withLock({ state in state.next() }) {
            var failure = write(batch) ? nil : Failure.cannotWrite(path, reason: systemError())
            // Whoever began to wait while it was written is served by this sync, too.
            let isAwaited = state.withLock { $0.isAwaited(through: through) }
            if failure == nil, isAwaited, fdatasync(file) != 0 {
                failure = Failure.cannotWrite(path, reason: systemError())
            }
            let (answered, verdict) = state.withLock { [failed = failure] state -> ([Waiter], Failure?) in
                // What a failed sync left on disk is anybody's guess, so one failure is for good.
                state.failure = state.failure ?? failed
                if state.failure == nil, isAwaited { state.synced = through }
                guard isAwaited || state.failure != nil else { return ([], state.failure) }
                let answered = state.waiting.filter { $0.number <= through }
                state.waiting.removeAll { $0.number <= through }
                return (answered, state.failure)
            }
            for (_, continuation) in answered {
                if let verdict { continuation.resume(throwing: verdict) } else { continuation.resume() }
            }
        }
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }

    private func cutTornLine() throws {
        let size = lseek(file, 0, SEEK_END)
        var end = size
        var byte: UInt8 = 0
        while end > 0, pread(file, &byte, 1, end - 1) == 1, byte != newline { end -= 1 }
        guard end < size else { return }
        guard ftruncate(file, end) == 0, fdatasync(file) == 0 else {
            throw Failure.cannotWrite(path, reason: systemError())
        }
    }

    /// A new file's name is safe only when its directory is synced.
    private func syncDirectory() throws {
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let handle = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard handle >= 0, fsync(handle) == 0 else { throw Failure.cannotOpen(path, reason: systemError()) }
        close(handle)
    }
}

extension FileJournal {
    /// The entries of a bank's file, which may be in use; a torn last line is left out.
    static func entries(in path: String) throws -> [Entry] {
        let bytes = try contents(of: path)
        guard let end = bytes.lastIndex(of: newline) else { return [] }
        return try bytes[..<end].split(separator: newline, omittingEmptySubsequences: false).enumerated().map {
            do {
                return try Entry(line: Array($1))
            } catch {
                throw Failure.damaged(path, line: $0 + 1)
            }
        }
    }

    private static func contents(of path: String) throws -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Failure.cannotOpen(path, reason: systemError()) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(file, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure.cannotRead(path, reason: systemError()) }
            guard count > 0 else { return bytes }
            bytes += block[..<count]
        }
    }
}

private let newline = UInt8(ascii: "\n")

private func systemError() -> String { String(cString: strerror(errno)) }

import Foundation
import Storage
import Synchronization

/// Keeps a second program from writing the same database: an advisory lock that ends with the process.
///
/// It stands in a file of its own, because closing any other handle of a database file would drop SQLite's locks.
final class Lock: Sendable {
    private let descriptor: Mutex<Int32?>

    init(beside path: String) throws {
        let file = path + ".lock"
        let opened = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw StorageFailure.medium("\(file): \(String(cString: strerror(errno)))") }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            close(opened)
            throw StorageFailure.inUse(path)
        }
        descriptor = Mutex(opened)
    }

    deinit { release() }

    func release() {
        descriptor.withLock { opened in
            if let opened { close(opened) }
            opened = nil
        }
    }
}

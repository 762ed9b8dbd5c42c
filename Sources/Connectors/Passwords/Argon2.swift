import CSodium
import CZxcvbn
import Foundation
import People
import Synchronization

/// Argon2id by libsodium, and guessing by zxcvbn, on few threads of their own: somebody who logs in a thousand times a
/// second waits in line, and orders go on.
package final class Argon2: PasswordHashing {
    /// What one hash costs. OWASP's Password Storage Cheat Sheet asks for 19 MiB and two passes at least.
    package struct Cost: Sendable {
        let memoryBytes: Int
        let passes: UInt64

        package init(memoryBytes: Int, passes: UInt64) {
            self.memoryBytes = memoryBytes
            self.passes = passes
        }

        package static let usual = Cost(memoryBytes: 19 * 1024 * 1024, passes: 2)
        /// libsodium's least, for tests of what isn't hashing.
        package static let least = Cost(memoryBytes: 8 * 1024, passes: 1)
    }

    package let decoy: String
    private let cost: Cost
    private let lineLimit: Int
    private let queue = OperationQueue()
    private let waiting = Mutex(0)

    /// A password that falls to fewer guesses than ten to the eighth is weak: zxcvbn's own mark for "safe from attacks
    /// over the network" (Wheeler, USENIX Security 2016).
    private static let leastBits = 26.6
    /// zxcvbn takes longer than in proportion; what stands behind this makes no password weaker.
    private static let judgedLength = 100

    /// - Parameters:
    ///   - workers: how many are hashed at the same time, each with the memory that one costs.
    ///   - lineLimit: how many may wait; further ones are told that the shop is busy.
    package init(_ cost: Cost = .usual, workers: Int = 1, lineLimit: Int = 64) {
        precondition(sodium_init() >= 0, "libsodium can't be initialised")
        self.cost = cost
        self.lineLimit = lineLimit
        queue.maxConcurrentOperationCount = workers
        queue.name = "passwords"
        var nobodys = [UInt8](repeating: 0, count: 32)
        randombytes_buf(&nobodys, nobodys.count)
        decoy = Self.hash(nobodys.map { UInt8($0 & 127 | 1) }, cost) ?? ""
        precondition(!decoy.isEmpty, "there is no memory for a single password's hash")
    }

    package func hash(_ password: Password) async throws -> String {
        let (text, cost) = (Array(password.secret.utf8), cost)
        guard let hash = try await inLine({ Self.hash(text, cost) }) else { throw PasswordsBusy() }
        return hash
    }

    package func verify(_ password: Password, against hash: String) async throws -> PasswordVerdict {
        let (text, cost) = (password.secret.utf8.map { CChar(bitPattern: $0) }, cost)
        return try await inLine {
            let isRight = crypto_pwhash_str_verify(hash, text, UInt64(text.count)) == 0
            let isOutdated = crypto_pwhash_str_needs_rehash(hash, cost.passes, cost.memoryBytes) != 0
            return PasswordVerdict(isRight: isRight, isOutdated: isOutdated)
        }
    }

    package func isWeak(_ password: Password, known: [String]) async throws -> Bool {
        let text = String(password.secret.prefix(Self.judgedLength))
        if CommonPasswords.unknownToZxcvbn.contains(password.secret.lowercased()) { return true }
        let words = known.filter { !$0.isEmpty }.map { String($0.prefix(Self.judgedLength)).lowercased() }
        return try await inLine {
            let copies = words.map { strdup($0) }
            defer { for copy in copies { free(copy) } }
            var dictionary: [UnsafePointer<CChar>?] = copies.map { $0.map { UnsafePointer($0) } } + [nil]
            return ZxcvbnMatch(text, &dictionary, nil) < Self.leastBits
        }
    }

    private static func hash(_ text: [UInt8], _ cost: Cost) -> String? {
        var output = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let password = text.map { CChar(bitPattern: $0) }
        let result = crypto_pwhash_str(&output, password, UInt64(password.count), cost.passes, cost.memoryBytes)
        guard result == 0 else { return nil }
        return String(decoding: output.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func inLine<Answer: Sendable>(_ work: @escaping @Sendable () -> Answer) async throws -> Answer {
        let isIn = waiting.withLock { count in
            guard count < lineLimit else { return false }
            count += 1
            return true
        }
        guard isIn else { throw PasswordsBusy() }
        return await withCheckedContinuation { continuation in
            queue.addOperation { [self] in
                let answer = work()
                waiting.withLock { $0 -= 1 }
                continuation.resume(returning: answer)
            }
        }
    }
}

import Connectors
import Foundation
import People
import Testbed
import Testing

@Suite("Passwords")
struct Argon2Tests {
    private let right = Password("four sheep on a roof")!

    @Test("are hashed by Argon2id with 19 MiB and two passes, each time with another salt")
    func hashed() async throws {
        let argon2 = Argon2()
        let (first, second) = (try await argon2.hash(right), try await argon2.hash(right))
        #expect(first.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(first != second)
        #expect(try await argon2.verify(right, against: first) == .init(isRight: true, isOutdated: false))
        let wrong = Password("four sheep on a root")!
        #expect(try await argon2.verify(wrong, against: first) == .init(isRight: false, isOutdated: false))
        #expect(try await !argon2.verify(right, against: argon2.decoy).isRight)
        #expect(try await !argon2.verify(right, against: "no hash").isRight)
    }

    @Test("of a lesser cost are told, so that they are hashed anew")
    func outdated() async throws {
        let old = try await Argon2(.least).hash(right)
        #expect(try await Argon2().verify(right, against: old) == .init(isRight: true, isOutdated: true))
    }

    @Test("that fall to few guesses are weak", arguments: [
        ("password", true), ("P@ssw0rd1", true), ("qwertzuiop", true), ("1234567890", true), ("lovelace1815", true),
        ("correct horse battery staple", false), ("four sheep on a roof", false), ("dX7#q!pL0z", false),
        (String(repeating: "ab", count: 100), true),
    ])
    func weak(text: String, isWeak: Bool) async throws {
        let judged = try await Argon2(.least).isWeak(Password(text)!, known: ["Ada Lovelace", "lovelace1815"])
        #expect(judged == isWeak)
    }

    /// ASVS 5.0.0, 6.2.4. The list is of 10 million passwords from breaches, most used first: the first 3000 that have
    /// eight characters or more (Burnett's, as zxcvbn-python 4.5.0 carries it).
    @Test("that are the commonest 3000 are weak, every one")
    func commonest() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "CommonPasswords.txt")
        let common = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(Set(common).count == 3000 && common.allSatisfy { $0.count >= Password.lengthMinimum })
        let argon2 = Argon2(.least)
        var strong: [String] = []
        for text in common where try await !argon2.isWeak(Password(text)!, known: []) { strong.append(text) }
        #expect(strong == [])
    }

    @Test("in too long a line are refused, and those in it are done")
    func bounded() async throws {
        let argon2 = Argon2(.init(memoryBytes: 4 * 1024 * 1024, passes: 3), workers: 1, lineLimit: 4)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<40 {
                group.addTask { (try? await argon2.hash(right)) != nil }
            }
            return await group.reduce(into: (done: 0, refused: 0)) { sums, isDone in
                if isDone { sums.done += 1 } else { sums.refused += 1 }
            }
        }
        #expect(outcomes.done >= 4 && outcomes.refused > 0)
        #expect(outcomes.done + outcomes.refused == 40)
    }
}

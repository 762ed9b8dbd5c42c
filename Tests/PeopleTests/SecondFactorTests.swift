import Storage
import Testbed
import Testing
import Values
import Web

@testable import People

@Suite("Second factors")
struct SecondFactorTests {
    private static let shown: JSON = ["password": .string(PeopleShop.password)]

    /// Codes of a seed as an authenticator program makes them.
    private func code(_ seed: JSON?, _ people: PeopleShop, steps: Int64 = 0) throws -> String {
        let text = try #require(seed?.string)
        return TOTPOracle.code(base32: text, at: people.time.now.seconds + steps * 30)
    }

    @Test("codes are those of RFC 6238", arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130"),
    ])
    func vectors(second: Int64, code: String) {
        #expect(TOTP.code(Array("12345678901234567890".utf8), step: second / 30) == code)
        #expect(TOTPOracle.code(base32: TOTP.written(Array("12345678901234567890".utf8)), at: second) == code)
    }

    @Test("staff set up a second factor before anything opens, and show it from then on")
    func enrolment() async throws {
        let people = try await PeopleShop(requiresSecondFactor: true)
        let half = people.client(try await people.owner())
        #expect(try await half.get("/v1/account").status == 403)
        #expect(try await half.get("/v1/keys").status == 403)
        let seed = try await half.post("/v1/account/second-factor").json
        #expect(seed["address"]?.string?.hasPrefix("otpauth://totp/Test:olga%40example.org?secret=") == true)
        #expect(try await half.post("/v1/account/second-factor/confirmation", ["code": "000000"]).status == 422)
        let confirmed = try await half.post("/v1/account/second-factor/confirmation", [
            "code": .string(try code(seed["seed"], people)),
        ])
        let codes = (confirmed.json["codes"]?.array ?? []).compactMap(\.string)
        #expect(Set(codes).count == 10)
        let whole = people.client(try #require(confirmed.json["session"]?["token"]?.string))
        #expect(try await whole.get("/v1/keys").status == 200)
        #expect(try await half.get("/v1/account").status == 401)
        #expect(people.letters().last?.letter == .secondFactorChanged)

        let begun = try await people.logIn("olga@example.org", at: "/v1/staff/sessions").json
        #expect(begun["next"] == "second_factor")
        let waiting = people.client(try #require(begun["token"]?.string))
        #expect(try await waiting.get("/v1/keys").status == 403)
        #expect(try await waiting.post("/v1/account/second-factor").problem == "second-factor-set")
        func show(_ code: String) async throws -> TestAnswer {
            try await waiting.post("/v1/session/second-factor", ["code": .string(code)])
        }
        #expect(try await show(try code(seed["seed"], people)).problem == "wrong-code", "it was used to confirm")
        people.time.advance(by: .seconds(30))
        let shown = try await show(try code(seed["seed"], people))
        #expect(shown.status == 201)
        #expect(try await people.client(shown.json["token"]?.string).get("/v1/keys").status == 200)
        #expect(try await waiting.get("/v1/caller").status == 401)
        #expect(try await people.client(shown.json["token"]?.string)
            .post("/v1/account/second-factor/removal", ["password": .string(PeopleShop.password)]).problem
            == "second-factor-required")
    }

    @Test("whoever sits down at an open browser sets up no second factor without the password")
    func openBrowser() async throws {
        let people = try await PeopleShop()
        let mine = people.client(try await people.customer())
        #expect(try await mine.post("/v1/account/second-factor").problem == "wrong-password")
        #expect(try await mine.post("/v1/account/second-factor", ["password": "something else"]).problem
            == "wrong-password")
        #expect(try await mine.post("/v1/account/second-factor", Self.shown).status == 200)
    }

    @Test("a recovery code opens once, however it is typed; codes by the clock don't open twice")
    func recovery() async throws {
        let people = try await PeopleShop()
        let mine = people.client(try await people.customer())
        let seed = try await mine.post("/v1/account/second-factor", Self.shown).json
        let confirmed = try await mine.post("/v1/account/second-factor/confirmation", [
            "code": .string(try code(seed["seed"], people)),
        ]).json
        let paper = try #require(confirmed["codes"]?[3]?.string)
        func half() async throws -> TestClient {
            people.client(try #require(try await people.logIn().json["token"]?.string))
        }
        let typed = paper.uppercased().replacing("-", with: " ")
        #expect(try await half().post("/v1/session/second-factor", ["code": .string(typed)]).status == 201)
        #expect(try await half().post("/v1/session/second-factor", ["code": .string(paper)]).problem == "wrong-code")
        people.time.advance(by: .seconds(60))
        let now = try code(seed["seed"], people)
        #expect(try await half().post("/v1/session/second-factor", ["code": .string(now)]).status == 201)
        #expect(try await half().post("/v1/session/second-factor", ["code": .string(now)]).problem == "wrong-code")
        people.time.advance(by: .seconds(90))
        let late = try code(seed["seed"], people, steps: -1)
        #expect(try await half().post("/v1/session/second-factor", ["code": .string(late)]).status == 201)
        #expect(try await half().post("/v1/session/second-factor", [
            "code": .string(try code(seed["seed"], people, steps: 5)),
        ]).problem == "wrong-code")
    }

    @Test("guessing codes gets slower too")
    func guessing() async throws {
        let people = try await PeopleShop()
        let mine = people.client(try await people.customer())
        let seed = try await mine.post("/v1/account/second-factor", Self.shown).json
        _ = try await mine.post("/v1/account/second-factor/confirmation", [
            "code": .string(try code(seed["seed"], people)),
        ])
        let half = people.client(try #require(try await people.logIn().json["token"]?.string))
        var answers: [Int] = []
        for _ in 0..<8 {
            answers.append(try await half.post("/v1/session/second-factor", ["code": "000000"]).status)
        }
        #expect(answers.suffix(2) == [429, 429])
    }

    @Test("a lost second factor is taken away by whoever runs the staff")
    func lost() async throws {
        let people = try await PeopleShop()
        let owner = try await people.owner()
        let clerk = people.client(try await people.staff("sales", by: owner))
        let seed = try await clerk.post("/v1/account/second-factor", Self.shown).json
        _ = try await clerk.post("/v1/account/second-factor/confirmation", [
            "code": .string(try code(seed["seed"], people)),
        ])
        let staff = try await people.client(owner).get("/v1/staff").json["items"]?.array ?? []
        let id = try #require(staff.first { $0["role"] == "sales" }?["id"]?.string)
        #expect(staff.first { $0["role"] == "sales" }?["hasSecondFactor"] == true)
        #expect(try await people.client(owner).delete("/v1/staff/\(id)/second-factor").status == 204)
        let begun = try await people.logIn("sales@example.org", at: "/v1/staff/sessions").json
        #expect(begun["next"] == "none")
    }
}

/// RFC 6238 once more, by the parts of it that libsodium and this file have: what the shop's codes are held against.
enum TOTPOracle {
    static func code(base32 text: String, at second: Int64) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (bytes, rest, count) = ([UInt8](), UInt(0), 0)
        for letter in text {
            rest = rest << 5 | UInt(alphabet.firstIndex(of: letter)!)
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: rest >> UInt(count)))
            }
        }
        let step = UInt64(second / 30)
        let message = (0..<8).reversed().map { UInt8(truncatingIfNeeded: step >> ($0 * 8)) }
        let hash = hmac(message, key: bytes)
        let offset = Int(hash[19] & 15)
        let number = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    private static func hmac(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        let block = key + [UInt8](repeating: 0, count: 64 - key.count)
        return sha1(block.map { $0 ^ 0x5C } + sha1(block.map { $0 ^ 0x36 } + message))
    }

    /// FIPS 180-4, section 6.1.
    private static func sha1(_ message: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        var padded = message + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        padded += (0..<8).reversed().map { UInt8(truncatingIfNeeded: (message.count * 8) >> ($0 * 8)) }
        for start in stride(from: 0, to: padded.count, by: 64) {
            var words = (0..<16).map { place in
                (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(padded[start + place * 4 + $1]) }
            }
            func rotated(_ word: UInt32, _ by: UInt32) -> UInt32 { word << by | word >> (32 - by) }
            for place in 16..<80 {
                words.append(rotated(words[place - 3] ^ words[place - 8] ^ words[place - 14] ^ words[place - 16], 1))
            }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for place in 0..<80 {
                let (f, k): (UInt32, UInt32) = switch place {
                case 0..<20: (b & c | ~b & d, 0x5A82_7999)
                case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
                case 40..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
                default: (b ^ c ^ d, 0xCA62_C1D6)
                }
                (a, b, c, d, e) = (rotated(a, 5) &+ f &+ e &+ k &+ words[place], a, rotated(b, 30), c, d)
            }
            state = zip(state, [a, b, c, d, e]).map { $0 &+ $1 }
        }
        return state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
    }
}

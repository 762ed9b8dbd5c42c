import Faces
import Notices
import Storage
import Testbed
import Testing
import Values
import Web

@testable import Orderworks
@testable import People

/// People who work at a shop in a test: they come in as everybody does, by the owner's link and by invitations.
struct TestStaff {
    private let wiring: Wiring

    init(_ wiring: Wiring) { self.wiring = wiring }

    static let ownerEmail = "olga@example.org"
    static let password = "nine blue parcels go north"

    /// Where somebody invited as `name` gets their mail.
    static func email(of name: String) -> String {
        "\(name.split(separator: " ")[0].lowercased())@example.org"
    }

    /// Makes the first owner; answers the text of a session.
    func owner() async throws -> String {
        let token = try #require(try await wiring.people.ownerToken())
        return try await wholeSession(try await TestClient(wiring.api).post("/v1/owner", [
            "token": .string(token), "email": .string(Self.ownerEmail), "name": "Olga Owner",
            "password": .string(Self.password),
        ]))
    }

    /// Invites somebody, who joins by the link in the mail; answers the text of a session.
    func join(
        _ name: String, as role: String, at place: String? = nil, invitedBy owner: String
    ) async throws -> String {
        let token = try await invite(name, as: role, at: place, by: owner)
        return try await wholeSession(try await TestClient(wiring.api).post("/v1/staff/invitations/acceptance", [
            "token": .string(token), "password": .string(Self.password),
        ]))
    }

    /// What the link in an invitation's mail ends in.
    func invite(_ name: String, as role: String, at place: String? = nil, by owner: String) async throws -> String {
        let api = TestClient(wiring.api).with("Authorization", "Bearer \(owner)")
        var body: JSON.Object = [
            "email": .string(Self.email(of: name)), "name": .string(name), "role": .string(role),
        ]
        if let place { body["place"] = .string(place) }
        let invited = try await api.post("/v1/staff", .object(body))
        try #require(invited.status == 201, "\(invited.text)")
        return try await mailedToken(to: Self.email(of: name))
    }

    /// The token of the newest link that was mailed to an address, once all mails are sent.
    func mailedToken(to email: String) async throws -> String {
        try await wiring.worker.drain()
        let box = TestClient(
            try API(endpoints: Notices.endpoints(wiring.shop), authenticator: MailReader(), log: .quiet))
        let mails = try await box.get("/v1/mails?limit=100").json["items"]?.array ?? []
        let mail = try #require(mails.first { $0["to"]?.string == email }, "no mail to \(email)")
        let text = try await box.get("/v1/mails/\(mail["id"]?.string ?? "")").text
        return String(try #require(text.firstMatch(of: /token=([0-9a-z.]+)/)).1)
    }

    /// The session that somebody was given, with a second factor set up where the shop wants one.
    private func wholeSession(_ answer: TestAnswer) async throws -> String {
        try #require(answer.status == 201, "\(answer.text)")
        let session = try #require(answer.json["token"]?.string)
        guard answer.json["next"] == "enrolment" else { return session }
        let api = TestClient(wiring.api).with("Authorization", "Bearer \(session)")
        let seed = try #require(try await api.post("/v1/account/second-factor").json["seed"]?.string)
        let confirmed = try await api.post(
            "/v1/account/second-factor/confirmation", ["code": .string(code(seed))])
        return try #require(confirmed.json["session"]?["token"]?.string, "\(confirmed.text)")
    }

    /// What an authenticator program shows now that was given that seed, as it is typed in.
    func code(_ seed: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        var (bytes, rest, count) = ([UInt8](), UInt32(0), 0)
        for digit in seed.utf8 {
            guard let value = alphabet.firstIndex(of: digit) else { continue }
            rest = rest << 5 | UInt32(value)
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: rest >> UInt32(count)))
            }
        }
        return TOTP.code(bytes, step: wiring.shop.now.seconds / TOTP.stepSeconds)
    }
}

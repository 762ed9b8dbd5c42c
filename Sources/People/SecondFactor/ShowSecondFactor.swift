import Storage
import Values
import Web

/// Completes a session that waits for the second factor.
struct ShowSecondFactor: Endpoint {
    static let route = Route(.post, "/v1/session/second-factor", .sessionComplete)
    static let summary = """
        Shows a code of the authenticator program, or a recovery code, which is used up; answers a session that opens \
        everything, in the place of the one that asked.
        """
    static let refusals: [any Web.Refusal.Type] = [SecondFactor.Refusal.self, Tries.TooMany.self]

    struct Input: Decodable, Sendable {
        let code: TypedCode
        let device: DeviceText?
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Created<FreshSessionView> {
        let (account, session) = try caller.loggedIn()
        let (shop, now) = (ports.shop, ports.shop.now)
        let tried = try await shop.write(.readCommitted) { [secrets = ports.secrets] db in
            let hash = try Account.password(of: account, in: db) ?? ""
            let tried = Tries.Try(
                .secondFactor, account.text, from: caller.address,
                with: secrets.device(input.device, of: account, hash, hasFactor: true))
            try Tries.count(tried, at: now, in: db)
            return tried
        }
        let fresh = Session.Fresh(shop, from: caller.address, with: nil)
        let view = try await shop.write { [ports] db in
            try SecondFactor.show(input.code.text, of: account, ports.secrets, at: now, in: db)
            try Tries.forgive(tried, in: db)
            return try ports.rotate(
                session, of: Account.known(account, in: db), as: fresh, knownBy: input.device, at: now, in: db)
        }
        return Created(view, at: "/v1/account")
    }
}

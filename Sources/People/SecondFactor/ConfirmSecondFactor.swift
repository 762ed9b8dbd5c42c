import Storage
import Values
import Web

/// Takes the first code of a seed just drawn: from now on it is asked for.
struct ConfirmSecondFactor: Endpoint {
    static let route = Route(.post, "/v1/account/second-factor/confirmation", .sessionComplete)
    static let summary = """
        Confirms the seed drawn before by a code of it, and gives recovery codes; from now on logging in takes a code. \
        All other sessions end.
        """
    static let refusals: [any Web.Refusal.Type] = [SecondFactor.Refusal.self, Tries.TooMany.self]

    struct Input: Decodable, Sendable {
        let code: TypedCode
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> RecoveryCodesView {
        let (account, session) = try caller.loggedIn()
        let (shop, now) = (ports.shop, ports.shop.now)
        let tried = Tries.Try(.secondFactor, account.text, from: caller.address)
        try await shop.write(.readCommitted) { db in try Tries.count(tried, at: now, in: db) }
        let codes = SecondFactor.codes(shop)
        let fresh = Session.Fresh(shop, from: caller.address, with: nil)
        return try await shop.write { [ports] db in
            let known = try Account.known(account, in: db)
            guard !known.hasSecondFactor else { throw SecondFactor.Refusal.set }
            guard let kept = try SecondFactor.seed(of: account, isSet: false, ports.secrets, in: db) else {
                throw SecondFactor.Refusal.none
            }
            let digits = input.code.text.filter(\.isNumber)
            guard let step = TOTP.step(of: digits, seed: kept.seed, at: now, after: kept.step) else {
                throw SecondFactor.Refusal.wrongCode
            }
            try db.run(SecondFactorTable.confirm, ["at": now, "step": step, "account": account])
            try SecondFactor.keep(codes, of: account, ports.secrets, in: db)
            try Tries.forgive(tried, in: db)
            try Session.endAll(of: account, but: session, in: db)
            try shop.write(.secondFactorChanged, to: account, at: now, in: db)
            try Audit.record(
                by: caller, what: "second-factor.set", subject: "account:\(account)", at: now, in: db)
            let renewed = try ports.rotate(
                session, of: Account.known(account, in: db), as: fresh, at: now, in: db)
            return RecoveryCodesView(codes: codes, session: renewed)
        }
    }
}

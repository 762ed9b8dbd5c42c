import Storage
import Values
import Web

/// Does without a second factor again.
struct RemoveSecondFactor: Endpoint {
    static let route = Route(.post, "/v1/account/second-factor/removal", .accountOwn)
    static let summary = "Takes your second factor away, if you may do without; takes your password."
    static let refusals: [any Web.Refusal.Type] = [
        SecondFactor.Refusal.self, Account.Refusal.self, Tries.TooMany.self,
    ]

    struct Input: Decodable, Sendable {
        let password: Password
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let (account, now) = (try caller.loggedIn().account, ports.shop.now)
        let known = try await ports.reproved(account, input.password, caller)
        guard !(known.kind == .staff && ports.requiresSecondFactor) else { throw SecondFactor.Refusal.required }
        guard known.hasSecondFactor else { throw SecondFactor.Refusal.none }
        try await ports.shop.write { [shop = ports.shop] db in
            try SecondFactor.remove(from: account, in: db)
            try shop.write(.secondFactorChanged, to: account, at: now, in: db)
            try Audit.record(by: caller, what: "second-factor.remove", subject: "account:\(account)", at: now, in: db)
        }
        return Done()
    }
}

/// Gives out new recovery codes.
struct RenewRecoveryCodes: Endpoint {
    static let route = Route(.post, "/v1/account/recovery-codes", .accountOwn)
    static let summary = "Gives you ten new recovery codes in the place of those you had; takes your password."
    static let refusals: [any Web.Refusal.Type] = [
        SecondFactor.Refusal.self, Account.Refusal.self, Tries.TooMany.self,
    ]

    struct Input: Decodable, Sendable {
        let password: Password
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> RecoveryCodesView {
        let (account, now) = (try caller.loggedIn().account, ports.shop.now)
        guard try await ports.reproved(account, input.password, caller).hasSecondFactor else {
            throw SecondFactor.Refusal.none
        }
        let codes = SecondFactor.codes(ports.shop)
        try await ports.shop.write { [secrets = ports.secrets] db in
            try SecondFactor.keep(codes, of: account, secrets, in: db)
            try Audit.record(by: caller, what: "recovery-codes.renew", subject: "account:\(account)", at: now, in: db)
        }
        return RecoveryCodesView(codes: codes, session: nil)
    }
}

extension PeoplePorts {
    /// The account of somebody who has just shown their password again. Throws `Account.Refusal.wrong`,
    /// `Tries.TooMany`.
    func reproved(_ id: ID<Account>, _ password: Password, _ caller: Caller) async throws -> Account {
        let now = shop.now
        // Not the log-in's: strangers who guess there keep nobody waiting who is in.
        let tried = Tries.Try(.reproof, "\(id) \(try caller.loggedIn().session)", from: caller.address)
        let (account, hash) = try await shop.write(.readCommitted) { db in
            try Tries.count(tried, at: now, in: db)
            return (try Account.known(id, in: db), try Account.password(of: id, in: db))
        }
        guard try await passwords.verify(password, against: hash ?? passwords.decoy).isRight, hash != nil else {
            throw Account.Refusal.wrongPassword
        }
        try await shop.write(.readCommitted) { db in try Tries.forgive(tried, in: db) }
        return account
    }
}

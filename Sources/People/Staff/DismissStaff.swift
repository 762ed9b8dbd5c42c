import Storage
import Values
import Web

/// Lets somebody of the staff go.
struct DismissStaff: Endpoint {
    static let route = Route(.delete, "/v1/staff/{account}", .staffManage)
    static let summary = "Closes an account of the staff for good; its sessions end. What they did stays in the books."
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self, Role.Refusal.self]

    struct Input: Decodable, Sendable {
        let account: ID<Account>
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = ports.shop.now
        try await ports.shop.write { db in
            let account = try Account.staff(input.account, within: caller, in: db)
            try account.close(at: now, in: db)
            try Audit.record(
                by: caller, what: "staff.dismiss", subject: "account:\(account.id)",
                before: JSONCoding.json(AccountView(account)), at: now, in: db)
        }
        return Done()
    }
}

/// Takes a lost second factor from somebody of the staff, so that they can set up another.
struct ResetSecondFactor: Endpoint {
    static let route = Route(.delete, "/v1/staff/{account}/second-factor", .staffManage)
    static let summary = """
        Takes away the second factor of somebody of the staff who has lost it, and ends their sessions; they set up \
        another when they log in.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self, Role.Refusal.self]

    struct Input: Decodable, Sendable {
        let account: ID<Account>
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let now = ports.shop.now
        try await ports.shop.write { [shop = ports.shop] db in
            let account = try Account.staff(input.account, within: caller, in: db)
            try SecondFactor.remove(from: account.id, in: db)
            try Session.endAll(of: account.id, in: db)
            try shop.write(.secondFactorChanged, to: account.id, at: now, in: db)
            try Audit.record(
                by: caller, what: "second-factor.reset", subject: "account:\(account.id)", at: now, in: db)
        }
        return Done()
    }
}

import Logging
import Storage
import Values
import Web

/// All that the shop knows of one customer.
package struct PersonalDataView: View {
    package let exportedAt: Instant
    package let account: ID<Account>
    /// By room: what each knows.
    package let data: JSON
}

/// What endpoints about people's data stand on.
package struct PrivacyPorts: Sendable {
    let shop: Shop
    let holders: [any PersonalData]

    package init(shop: Shop, holders: [any PersonalData]) {
        self.shop = shop
        self.holders = [AccountData()] + holders
    }

    func export(_ account: ID<Account>) async throws -> PersonalDataView {
        let now = shop.now
        return try await shop.read { [holders] db in
            let known = try Account.known(account, in: db)
            var data = JSON.Object()
            for holder in holders { data[holder.section] = try holder.export(known, in: db) }
            return PersonalDataView(exportedAt: now, account: account, data: .object(data))
        }
    }

    /// Closes a customer's account and takes away their name; a job takes away whatever else names them. Throws
    /// `Account.Refusal.unknown` and `.stillNeeded`.
    func erase(_ id: ID<Account>, by caller: Caller?, at now: Instant, in db: any Transaction) throws {
        let account = try Account.known(id, in: db)
        guard account.kind == .customer else { throw Account.Refusal.unknown }
        guard try !holders.contains(where: { try $0.isNeeded(account, in: db) }) else {
            throw Account.Refusal.stillNeeded
        }
        _ = try AccountData().erase(account, at: now, in: db)
        try EraseData(account: id).enqueue(key: id.text, at: now, in: db)
        guard let caller else {
            return try Audit.record(who: "shop", what: "customer.erase", subject: "account:\(id)", at: now, in: db)
        }
        try Audit.record(by: caller, what: "customer.erase", subject: "account:\(id)", at: now, in: db)
    }

    /// Forgets what was kept long enough; once a day is often enough. Each batch is a transaction of its own, and one
    /// that is broken off is gone on with by the next.
    package func forget(_ retention: Retention) async throws {
        let now = shop.now
        for holder in holders {
            while try await shop.write({ db in try holder.forget(retention, at: now, in: db) })
                >= PersonalDataLimits.batch {}
        }
        let before = now - retention.closedAccounts
        let closed = try await shop.read { db in
            try db.all(AccountTable.closedBefore, ["before": before]) { row in
                try row.get("account", as: ID<Account>.self)
            }
        }
        for account in closed {
            do {
                try await shop.write { [self] db in try erase(account, by: nil, at: now, in: db) }
            } catch Account.Refusal.stillNeeded {
                // An order of theirs is under way; the next day may see its end.
                continue
            } catch {
                // One account that can't be erased keeps no other.
                shop.log.error("an account was not erased", metadata: [
                    "account": "\(account)", "error": "\(error)",
                ])
            }
        }
    }

    package func periodic(_ retention: Retention) -> Periodic {
        Periodic("forget-personal-data", every: .hours(24)) { try await forget(retention) }
    }
}

/// Gives somebody all that the shop knows of them.
struct ExportOwnData: Endpoint {
    static let route = Route(.get, "/v1/account/export", .accountOwn)
    static let summary = "All that the shop keeps of you, as JSON (GDPR, articles 15 and 20)."
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    let ports: PrivacyPorts

    func answer(_ input: Nothing, for caller: Caller) async throws -> PersonalDataView {
        try await ports.export(try caller.loggedIn().account)
    }
}

/// The same for staff, who hand it to a customer that asks by letter.
struct ExportCustomerData: Endpoint {
    static let route = Route(.get, "/v1/customers/{account}/export", .customerErase)
    static let personal: String? = "account:{account}"
    static let summary = "All that the shop keeps of a customer, as JSON; that it was asked for is written down."
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    struct Input: Decodable, Sendable {
        let account: ID<Account>
    }

    let ports: PrivacyPorts

    func answer(_ input: Input, for caller: Caller) async throws -> PersonalDataView {
        let known = try await ports.shop.read { db in try Account.known(input.account, in: db) }
        guard known.kind == .customer else { throw Account.Refusal.unknown }
        return try await ports.export(input.account)
    }
}

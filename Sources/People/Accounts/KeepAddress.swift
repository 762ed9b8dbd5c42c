import Storage
import Values
import Web

/// Lists the addresses somebody keeps.
struct ListAddresses: Endpoint {
    static let route = Route(.get, "/v1/account/addresses", .accountOwn)
    static let summary = "Lists the postal addresses you keep, oldest first."

    let ports: PeoplePorts

    func answer(_ input: Nothing, for caller: Caller) async throws -> KeptAddressesView {
        let id = try caller.loggedIn().account
        let kept = try await ports.shop.read { db in
            try db.all(AccountTable.addresses, ["account": id], AccountTable.address)
        }
        return KeptAddressesView(items: kept.map(KeptAddressView.init))
    }
}

/// Keeps an address for the next order.
struct KeepAddress: Endpoint {
    static let route = Route(.post, "/v1/account/addresses", .accountOwn)
    static let summary = "Keeps a postal address in your account."
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    struct Input: Decodable, Sendable {
        let label: ShortText
        let address: PostalAddress
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Created<KeptAddressView> {
        let account = try caller.loggedIn().account
        let kept = KeptAddress(id: ports.shop.newID(), label: input.label, address: input.address)
        try await ports.shop.write { db in
            let count = try db.all(AccountTable.addresses, ["account": account], AccountTable.address).count
            guard count < Account.addressLimit else {
                throw Account.Refusal.tooManyAddresses(limit: Account.addressLimit)
            }
            try kept.put(of: account, in: db)
        }
        return Created(KeptAddressView(kept), at: "/v1/account/addresses/\(kept.id)")
    }
}

/// Changes an address somebody keeps.
struct EditAddress: Endpoint {
    static let route = Route(.put, "/v1/account/addresses/{address}", .accountOwn)
    static let summary = "Changes a postal address you keep; orders keep the one they were placed with."
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    struct Input: Decodable, Sendable {
        let address: ID<KeptAddress>
        let label: ShortText
        let content: PostalAddress
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> KeptAddressView {
        let account = try caller.loggedIn().account
        let kept = KeptAddress(id: input.address, label: input.label, address: input.content)
        try await ports.shop.write { db in
            guard try db.all(AccountTable.addresses, ["account": account], AccountTable.address)
                .contains(where: { $0.id == kept.id }) else { throw Account.Refusal.unknownAddress }
            try kept.put(of: account, in: db)
        }
        return KeptAddressView(kept)
    }
}

/// Forgets an address somebody kept.
struct RemoveAddress: Endpoint {
    static let route = Route(.delete, "/v1/account/addresses/{address}", .accountOwn)
    static let summary = "Removes a postal address from your account."
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self]

    struct Input: Decodable, Sendable {
        let address: ID<KeptAddress>
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> Done {
        let account = try caller.loggedIn().account
        try await ports.shop.write { db in
            guard try db.run(AccountTable.removeAddress, ["address": input.address, "account": account]) == 1 else {
                throw Account.Refusal.unknownAddress
            }
        }
        return Done()
    }
}

extension KeptAddress {
    fileprivate func put(of account: ID<Account>, in db: any Transaction) throws {
        try db.run(AccountTable.putAddress, [
            "address": id, "account": account, "label": label, "content": StoredJSON(address),
        ])
    }
}

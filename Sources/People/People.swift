import Storage
import Values
import Web

/// Who may do what, and who did.
package enum People {
    package static let migrations = [
        APIKeyTable.migration, AuditTable.migration, OrderSecrets.migration, RoleTable.migration, APIKeyTable.scoped,
        AccountTable.migration, TriesTable.migration, AccountLinkTable.migration, SessionTable.migration,
        SecondFactorTable.migration, AuditTable.kept, EmailChangeTable.migration,
        AccountLinkTable.aged,
    ]

    /// `holders` are the rooms above that know something of people.
    package static func endpoints(_ ports: PeoplePorts, holders: [any PersonalData] = []) -> [any Endpoint] {
        let shop = ports.shop
        let access: [any Endpoint] = [
            ListKeys(shop: shop), CreateKey(shop: shop), RevokeKey(shop: shop), ReadCaller(), ListRoles(shop: shop),
            SaveRole(shop: shop), RemoveRole(shop: shop), ListAudit(shop: shop),
        ]
        let accounts: [any Endpoint] = [
            Register(ports: ports), ConfirmAccount(ports: ports), AskReset(ports: ports), ResetPassword(ports: ports),
            ReadAccount(ports: ports), EditAccount(ports: ports), ChangePassword(ports: ports),
            AskEmailChange(ports: ports), ConfirmEmailChange(ports: ports),
            ListAddresses(ports: ports), KeepAddress(ports: ports), EditAddress(ports: ports),
            RemoveAddress(ports: ports), CloseAccount(ports: ports),
        ]
        let sessions: [any Endpoint] = [
            LogIn(ports: ports), LogInStaff(ports: ports), LogOut(ports: ports), ListSessions(ports: ports),
            EndSession(ports: ports), EndOtherSessions(ports: ports), BeginSecondFactor(ports: ports),
            ConfirmSecondFactor(ports: ports), ShowSecondFactor(ports: ports), RemoveSecondFactor(ports: ports),
            RenewRecoveryCodes(ports: ports),
        ]
        let staff: [any Endpoint] = [
            InviteStaff(ports: ports), JoinStaff(ports: ports), MakeOwner(ports: ports), ListStaff(ports: ports),
            AssignRole(ports: ports), DismissStaff(ports: ports), ResetSecondFactor(ports: ports),
        ]
        let operations: [any Endpoint] = [ListJobs(shop: shop), CountJobs(shop: shop), RetryJob(shop: shop)]
        let privacy = PrivacyPorts(shop: shop, holders: holders)
        let customers: [any Endpoint] = [
            ListCustomers(shop: shop), ReadCustomer(shop: shop), ExportOwnData(ports: privacy),
            ExportCustomerData(ports: privacy), EraseCustomer(ports: privacy),
        ]
        return access + accounts + sessions + staff + customers + operations
    }

    /// `holders` are the rooms above that know something of people.
    package static func handlers(_ shop: Shop, holders: [any PersonalData] = []) -> [any JobHandler] {
        [ResetSending(shop: shop), DataErasing(ports: PrivacyPorts(shop: shop, holders: holders))]
    }

    package static let invariants = [Audit.chainVerifies]

    /// What is forgotten by the clock: ended sessions, used links, old tries.
    package static func periodics(_ shop: Shop) -> [Periodic] {
        [
            Periodic("forget-sessions", every: .hours(1)) {
                let now = shop.now
                try await shop.write(.readCommitted) { db in
                    try db.run(SessionTable.forget, ["now": now])
                    try db.run(AccountLinkTable.forget, ["before": now - .hours(30 * 24)])
                    try db.run(EmailChangeTable.forget, ["before": now - .hours(30 * 24)])
                    try Tries.forget(at: now, in: db)
                }
            },
        ]
    }

    /// The text of an owner's key, made when the shop has none yet; nil when it has one. Nobody can read it again.
    package static func firstKey(_ shop: Shop) async throws -> String? {
        let (now, fresh) = (shop.now, APIKey.Fresh(shop, name: "first key", role: Role.owner))
        return try await shop.write { db in
            guard try APIKey.count(in: db) == 0 else { return nil }
            try fresh.save(at: now, in: db)
            try Audit.record(
                who: "shop", what: "key.create", subject: "key:\(fresh.key.id)",
                detail: ["after": JSONCoding.json(APIKeyView(fresh.key))], at: now, in: db)
            return fresh.text
        }
    }
}

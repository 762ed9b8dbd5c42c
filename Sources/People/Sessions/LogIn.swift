import Storage
import Values
import Web

/// What somebody shows to come in.
struct Credentials: Decodable, Sendable {
    let email: EmailAddress
    let password: Password
    /// The name of the browser or program, for the list of sessions.
    let agent: ShortText?
    let device: DeviceText?
}

extension PeoplePorts {
    /// Lets in whoever knows the password. An address without an account is verified all the same, against a hash that
    /// nobody has the password of. Throws `Account.Refusal.wrong` or `.unconfirmed`, `Tries.TooMany`, `PasswordsBusy`.
    func logIn(_ shown: Credentials, as kind: Account.Kind, from caller: Caller) async throws -> FreshSessionView {
        let (begun, shop) = (shop.now, shop)
        let (found, tried) = try await shop.write(.readCommitted) { [secrets, decoy = passwords.decoy] db in
            let found = try Account.find(kind, shown.email, in: db)
            let device = secrets.device(
                shown.device, of: found?.account.id, found?.password ?? decoy,
                hasFactor: found?.account.hasSecondFactor ?? false)
            let tried = Tries.Try(
                .login, Account.tried(kind, shown.email), from: caller.address, with: device)
            try Tries.count(tried, at: begun, in: db)
            return (found, tried)
        }
        let verdict = try await passwords.verify(shown.password, against: found?.password ?? passwords.decoy)
        guard verdict.isRight, let account = found?.account, found?.password != nil else { throw Account.Refusal.wrong }
        switch account.state {
        case .active: break
        case .unconfirmed: throw Account.Refusal.unconfirmed
        case .suspended, .closed: throw Account.Refusal.wrong
        }
        let renewed = verdict.isOutdated ? try await passwords.hash(shown.password) : nil
        let fresh = Session.Fresh(shop, from: caller.address, with: shown.agent?.text)
        return try await shop.write { [self] db in
            // Hashing took its time: what it was held against must still stand.
            guard let now = try Account.find(kind, shown.email, in: db), now.account.id == account.id,
                  now.account.state == .active, now.password == found?.password else { throw Account.Refusal.wrong }
            let isWhole = !now.account.hasSecondFactor && !(kind == .staff && requiresSecondFactor)
            try Tries.forgive(tried, in: db)
            if let renewed { try Account.setPassword(renewed, of: account.id, in: db) }
            if kind == .staff {
                try Audit.record(
                    who: "staff:\(account.email)", what: "session.begin", subject: "account:\(account.id)",
                    detail: caller.origin, at: begun, in: db)
            }
            return try begin(fresh, for: now.account, isWhole: isWhole, knownBy: shown.device, at: begun, in: db)
        }
    }

    /// Begins a session. Once nothing more is to be shown, the device is known: by what it showed, or from now on.
    func begin(
        _ fresh: Session.Fresh, for account: Account, isWhole: Bool, knownBy shown: DeviceText? = nil,
        at now: Instant, in db: any Transaction
    ) throws -> FreshSessionView {
        let session = try fresh.begin(for: account, isWhole: isWhole, at: now, in: db)
        guard isWhole, let hash = try Account.password(of: account.id, in: db) else {
            return FreshSessionView(fresh, session, account, at: nil)
        }
        let hasFactor = account.hasSecondFactor
        let device = secrets.device(shown, of: account.id, hash, hasFactor: hasFactor) ?? Device(id: session.id)
        return FreshSessionView(
            fresh, session, account, at: secrets.text(of: device, at: account.id, hash, hasFactor: hasFactor))
    }

    /// Gives whoever has shown more, or changed their password, another session in the place of the one they had.
    /// Throws `Unauthenticated` when that one was ended meanwhile.
    func rotate(
        _ old: ID<Session>, of account: Account, as fresh: Session.Fresh, knownBy device: DeviceText? = nil,
        at now: Instant, in db: any Transaction
    ) throws -> FreshSessionView {
        guard try Session.end(old, of: account.id, in: db) else { throw Unauthenticated() }
        return try begin(fresh, for: account, isWhole: true, knownBy: device, at: now, in: db)
    }
}

extension Caller {
    /// Where a request came from, for the audit book.
    var origin: JSON { address.map { ["from": .string($0)] } ?? [:] }
}

/// Lets a customer in.
struct LogIn: Endpoint {
    static let route = Route(.post, "/v1/sessions", .shop)
    static let summary = """
        Begins a customer's session by address and password. A wrong password and an unknown address are answered \
        alike; further tries have to wait longer and longer.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self, Tries.TooMany.self]

    typealias Input = Credentials

    let ports: PeoplePorts

    func answer(_ input: Credentials, for caller: Caller) async throws -> Created<FreshSessionView> {
        Created(try await ports.logIn(input, as: .customer, from: caller), at: "/v1/account")
    }
}

/// Lets staff in.
struct LogInStaff: Endpoint {
    static let route = Route(.post, "/v1/staff/sessions", .shop)
    static let summary = """
        Begins a session of staff by address and password. `next` says whether the second factor has still to be shown \
        or set up; until then the session opens nothing else.
        """
    static let refusals: [any Web.Refusal.Type] = [Account.Refusal.self, Tries.TooMany.self]

    typealias Input = Credentials

    let ports: PeoplePorts

    func answer(_ input: Credentials, for caller: Caller) async throws -> Created<FreshSessionView> {
        Created(try await ports.logIn(input, as: .staff, from: caller), at: "/v1/account")
    }
}

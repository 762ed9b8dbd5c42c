import Storage
import Values

/// What somebody has beside what they know: a seed in their authenticator program, and recovery codes on paper.
enum SecondFactor {
    /// How many recovery codes are given out at a time.
    static let codeCount = 10

    enum Refusal: Error, Equatable {
        case wrongCode
        /// There is none to show or renew.
        case none
        /// There is one already; it is to be shown, not made anew.
        case set
        /// Staff can't do without.
        case required
    }

    /// Draws recovery codes: ten letters and digits each, 50 random bits.
    static func codes(_ shop: Shop) -> [String] {
        (0..<codeCount).map { _ in
            let text = Base32.text(shop.drawBytes(7)).prefix(10)
            return "\(text.prefix(5))-\(text.suffix(5))"
        }
    }

    /// As it is hashed, however it was typed: under the shop's key, so that a copy of the table tells nothing.
    private static func hash(_ code: String, of account: ID<Account>, _ secrets: AccountSecrets) -> [UInt8] {
        let typed = code.lowercased().filter { $0.isLetter || $0.isNumber }
        return Digest.hmac(Array("recovery code of \(account): \(typed)".utf8), key: secrets.sealKey)
    }

    static func keep(
        _ codes: [String], of account: ID<Account>, _ secrets: AccountSecrets, in db: any Transaction
    ) throws {
        try db.run(SecondFactorTable.removeCodes, ["account": account])
        for code in codes {
            try db.run(SecondFactorTable.addCode, ["account": account, "hash": hash(code, of: account, secrets)])
        }
    }

    /// Takes a code of the clock or of paper, which is used up by that. Throws `Refusal.wrongCode`, `.none`.
    static func show(
        _ code: String, of account: ID<Account>, _ secrets: AccountSecrets, at now: Instant, in db: any Transaction
    ) throws {
        guard let kept = try seed(of: account, isSet: true, secrets, in: db) else { throw Refusal.none }
        let digits = code.filter { $0.isNumber }
        if code.allSatisfy({ $0.isNumber || $0 == " " }), digits.count == TOTP.digits {
            guard let step = TOTP.step(of: digits, seed: kept.seed, at: now, after: kept.step),
                  try db.run(SecondFactorTable.useStep, ["step": step, "account": account]) == 1 else {
                throw Refusal.wrongCode
            }
            return
        }
        let used = try db.run(SecondFactorTable.useCode, [
            "account": account, "hash": hash(code, of: account, secrets),
        ])
        guard used == 1 else { throw Refusal.wrongCode }
    }

    /// The seed and the last step that was used; nil when there is none. `isSet`: only one that was confirmed.
    static func seed(
        of account: ID<Account>, isSet: Bool, _ secrets: AccountSecrets, in db: any Transaction
    ) throws -> (seed: [UInt8], step: Int64)? {
        let row = try db.first(SecondFactorTable.find, ["account": account]) { row in
            (sealed: try row.get("totp", as: [UInt8]?.self), since: try row.get("totp_since", as: Instant?.self),
             step: try row.get("totp_step", as: Int64.self))
        }
        guard let row, let sealed = row.sealed, !isSet || row.since != nil else { return nil }
        guard let seed = Sealed.open(sealed, key: secrets.sealKey) else {
            throw StorageFailure.other("a second factor was sealed with another key")
        }
        return (seed, row.step)
    }

    static func remove(from account: ID<Account>, in db: any Transaction) throws {
        try db.run(SecondFactorTable.remove, ["account": account])
        try db.run(SecondFactorTable.removeCodes, ["account": account])
    }
}

/// The table of recovery codes, and all SQL on second factors.
enum SecondFactorTable {
    static let migration = Migration(72, "recovery codes", """
        CREATE TABLE recovery_code (
            account TEXT NOT NULL REFERENCES account (account),
            hash {bytes} NOT NULL,
            PRIMARY KEY (account, hash)
        ) {strict}
        """)

    static let find: Statement = "SELECT totp, totp_since, totp_step FROM account WHERE account = $account"

    static let begin: Statement = """
        UPDATE account SET totp = $sealed, totp_since = NULL, totp_step = 0 WHERE account = $account
            AND totp_since IS NULL
        """

    static let confirm: Statement = """
        UPDATE account SET totp_since = $at, totp_step = $step WHERE account = $account AND totp_since IS NULL
        """

    static let useStep: Statement = """
        UPDATE account SET totp_step = $step WHERE account = $account AND totp_step < $step
        """

    static let remove: Statement = """
        UPDATE account SET totp = NULL, totp_since = NULL, totp_step = 0 WHERE account = $account
        """

    static let addCode: Statement = "INSERT INTO recovery_code (account, hash) VALUES ($account, $hash)"

    static let useCode: Statement = "DELETE FROM recovery_code WHERE account = $account AND hash = $hash"

    static let removeCodes: Statement = "DELETE FROM recovery_code WHERE account = $account"
}

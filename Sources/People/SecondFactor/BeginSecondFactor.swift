import Storage
import Values
import Web

/// Draws a seed for an authenticator program. It counts once a code of it was shown.
struct BeginSecondFactor: Endpoint {
    static let route = Route(.post, "/v1/account/second-factor", .sessionComplete)
    static let summary = """
        Draws the seed of a second factor (RFC 6238) for an authenticator program; nothing changes until a code of it \
        is confirmed. Takes your password, unless you have shown it just now and are to set up a second factor.
        """
    static let refusals: [any Web.Refusal.Type] = [
        SecondFactor.Refusal.self, Account.Refusal.self, Tries.TooMany.self,
    ]

    struct Input: Decodable, Sendable {
        let password: Password?
    }

    let ports: PeoplePorts

    func answer(_ input: Input, for caller: Caller) async throws -> SeedView {
        let (account, _) = try caller.loggedIn()
        // Whoever sits down at somebody's open browser must not lock them out with a factor of their own.
        if caller.may(.accountOwn) {
            guard let password = input.password else { throw Account.Refusal.wrongPassword }
            _ = try await ports.reproved(account, password, caller)
        }
        let shop = ports.shop
        let seed = shop.drawBytes(TOTP.seedLengthBytes)
        let sealed = Sealed.seal(seed, key: ports.secrets.sealKey, nonce: shop.drawBytes(Sealed.nonceLengthBytes))
        let email = try await shop.write { db in
            guard try db.run(SecondFactorTable.begin, ["sealed": sealed, "account": account]) == 1 else {
                throw SecondFactor.Refusal.set
            }
            return try Account.known(account, in: db).email
        }
        let (issuer, text) = (Percent.encoded(ports.shopName), TOTP.written(seed))
        return SeedView(
            seed: text,
            address: "otpauth://totp/\(issuer):\(Percent.encoded(email.text))?secret=\(text)&issuer=\(issuer)"
                + "&algorithm=SHA1&digits=\(TOTP.digits)&period=\(TOTP.stepSeconds)")
    }
}

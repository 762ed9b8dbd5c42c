import Values
import Web

/// A browser or program in which somebody has come in wholly, known to their account until the password changes or a
/// second factor is set. It opens nothing: it keeps strangers' tries from slowing its owner's.
struct Device: Sendable, Equatable {
    /// The session that it was first known by.
    let id: ID<Session>
}

/// By what a device is known: `dv_`, its first session's identifier, and what only the shop can have made of it.
package struct DeviceText: Codable, Sendable, SchemaDeclaring, CustomStringConvertible {
    package let text: String

    static let prefix = "dv_"

    package static let schema = Schema.string(
        1...128, pattern: "^dv_[0-9a-z.]+$", example: "dv_01kb1r8f9x.4m7q8s", reason: "must be what a log-in gave",
        isValid: isValid
    ).described("Given by a log-in; show it at the next, and strangers' wrong passwords don't keep you waiting.")

    private static func isValid(_ text: String) -> Bool {
        text.hasPrefix(prefix) && (prefix.utf8.count + 1...128).contains(text.utf8.count)
            && text.utf8.dropFirst(prefix.utf8.count).allSatisfy { byte in
                (48...57).contains(byte) || (97...122).contains(byte) || byte == 46
            }
    }

    init(_ text: String) { self.text = text }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard Self.isValid(text) else { throw Malformed("must be what a log-in gave") }
        self.text = text
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package var description: String { "•••" }
}

extension AccountSecrets {
    /// The device that a text stands for at an account with that password; nil when it stands for none.
    ///
    /// - Parameter hasFactor: whether the account has a second factor.
    func device(
        _ shown: DeviceText?, of account: ID<Account>?, _ passwordHash: String, hasFactor: Bool
    ) -> Device? {
        guard let shown else { return nil }
        let parts = shown.text.dropFirst(DeviceText.prefix.count).split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let device = ID<Session>(String(parts[0])).map(Device.init),
              Digest.same(String(parts[1]), proof(of: device, account, passwordHash, hasFactor)) else { return nil }
        return account == nil ? nil : device
    }

    func text(
        of device: Device, at account: ID<Account>, _ passwordHash: String, hasFactor: Bool
    ) -> DeviceText {
        DeviceText("\(DeviceText.prefix)\(device.id).\(proof(of: device, account, passwordHash, hasFactor))")
    }

    /// The password's hash is part of it, so that whoever knew an earlier password is a stranger again; and whoever
    /// came in by the password alone is one once that doesn't suffice.
    private func proof(
        of device: Device, _ account: ID<Account>?, _ passwordHash: String, _ hasFactor: Bool
    ) -> String {
        let shown = hasFactor ? "second-factor" : "password"
        return mark("device:\(device.id):\(account?.text ?? ""):\(shown):\(passwordHash)")
    }
}

import Storage

/// What endpoints about people stand on.
package struct PeoplePorts: Sendable {
    package let shop: Shop
    package let passwords: any PasswordHashing
    package let secrets: AccountSecrets
    /// Whether staff must show a second factor to come in.
    package let requiresSecondFactor: Bool
    /// What authenticator programs call the shop.
    package let shopName: String

    package init(
        shop: Shop, passwords: any PasswordHashing, secrets: AccountSecrets, requiresSecondFactor: Bool,
        shopName: String
    ) {
        self.shop = shop
        self.passwords = passwords
        self.secrets = secrets
        self.requiresSecondFactor = requiresSecondFactor
        self.shopName = shopName
    }
}

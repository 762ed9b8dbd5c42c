/// What buyers see: the catalogue, a product and its equipment, the cart, the checkout, their orders.
enum Storefront {
    static let pages: [any Page] = []

    static let templates: [String: [UInt8]] = [:]

    static let words = Words([:])
}

/// What staff see: the day, orders, stock, products, jobs.
enum Console {
    static let pages: [any Page] = []

    static let templates: [String: [UInt8]] = [:]

    static let words = Words([:])
}

import Storage
import Values
import Web

/// Lists the classes in which goods are taxed.
struct ListTaxClasses: Endpoint {
    static let route = Route(.get, "/v1/tax-classes", .catalogueRead)
    static let summary = "Lists the tax classes by identifier."

    struct Input: Decodable, Sendable {
        let page: PageRequest
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Page<TaxClassView> {
        let after = try input.page.after(ID<TaxClass>.self)?.text ?? ""
        return try await shop.read { db in
            let classes = try db.all(
                TaxTable.classes, ["after": after, "limit": input.page.limit + 1], TaxTable.taxClass)
            return input.page.page(classes, cursor: { $0.id.text }, show: TaxClassView.init)
        }
    }
}

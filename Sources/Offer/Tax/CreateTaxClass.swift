import People
import Storage
import Values
import Web

/// Adds a class of goods that is taxed in its own way.
struct CreateTaxClass: Endpoint {
    static let route = Route(.post, "/v1/tax-classes", .priceEdit)
    static let summary = "Adds a tax class; products of it are sold where a rate is set for it."
    static let refusals: [any Web.Refusal.Type] = [TaxClass.Refusal.self]

    struct Input: Decodable, Sendable {
        let id: ID<TaxClass>
        let name: Texts
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Created<TaxClassView> {
        let (now, taxClass) = (shop.now, TaxClass(id: input.id, name: input.name))
        let view = TaxClassView(taxClass)
        try await shop.write { db in
            try taxClass.add(at: now, in: db)
            try Audit.record(
                by: caller, what: "tax-class.create", subject: "tax-class:\(taxClass.id)",
                after: JSONCoding.json(view), at: now, in: db)
        }
        return Created(view, at: "/v1/tax-classes/\(taxClass.id)")
    }
}

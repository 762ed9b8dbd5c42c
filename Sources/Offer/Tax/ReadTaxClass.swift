import Storage
import Values
import Web

/// Reads one tax class, with the version to edit it by.
struct ReadTaxClass: Endpoint {
    static let route = Route(.get, "/v1/tax-classes/{taxClass}", .catalogueRead)
    static let summary = "Reads a tax class; its ETag is what an edit asks for."
    static let refusals: [any Web.Refusal.Type] = [TaxClass.Refusal.self]

    struct Input: Decodable, Sendable {
        let taxClass: ID<TaxClass>
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<TaxClassView> {
        let taxClass = try await shop.read { db in try TaxClass.known(input.taxClass, in: db) }
        return Tagged(TaxClassView(taxClass), version: taxClass.version)
    }
}

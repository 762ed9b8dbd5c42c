import People
import Storage
import Values
import Web

/// Gives a tax class another name.
struct EditTaxClass: Endpoint {
    static let route = Route(.put, "/v1/tax-classes/{taxClass}", .priceEdit)
    static let summary = "Renames a tax class."
    static let refusals: [any Web.Refusal.Type] = [TaxClass.Refusal.self, EditVersion.Refusal.self]

    struct Input: Decodable, Sendable {
        let taxClass: ID<TaxClass>
        let version: EditVersion
        let name: Texts
    }

    let shop: Shop

    func answer(_ input: Input, for caller: Caller) async throws -> Tagged<TaxClassView> {
        let now = shop.now
        let taxClass = try await shop.write { db in
            let before = try TaxClass.known(input.taxClass, in: db)
            try input.version.check(current: before.version)
            try TaxClass(id: input.taxClass, name: input.name).save(at: now, in: db)
            let taxClass = try TaxClass.known(input.taxClass, in: db)
            try Audit.record(
                by: caller, what: "tax-class.edit", subject: "tax-class:\(taxClass.id)",
                before: JSONCoding.json(TaxClassView(before)),
                after: JSONCoding.json(TaxClassView(taxClass)), at: now, in: db)
            return taxClass
        }
        return Tagged(TaxClassView(taxClass), version: taxClass.version)
    }
}

import Values

/// How goods are taxed: at the standard rate, at a reduced one, not at all.
package struct TaxClass: Hashable, Sendable {
    package let id: ID<TaxClass>
    package let name: Texts

    package init(id: ID<TaxClass>, name: Texts) {
        self.id = id
        self.name = name
    }
}

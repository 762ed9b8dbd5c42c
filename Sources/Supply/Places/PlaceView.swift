import Values
import Web

/// A place as staff and, when it is a dealer's, everybody sees it.
package struct PlaceView: View {
    package let id: ID<Place>
    package let name: ShortText
    package let kind: Place.Kind
    package let address: PostalAddress
    /// Nil for whom it doesn't concern where the shop draws from first.
    package let priority: Place.Priority?

    init(_ place: Place, for caller: Caller) {
        id = place.id
        name = place.name
        kind = place.kind
        address = place.address
        priority = caller.may(.stockRead) ? place.priority : nil
    }
}

extension Place.Priority: SchemaDeclaring {
    package static let schema = Schema.integer(Int64(range.lowerBound)...Int64(range.upperBound))
        .described("The place of the lowest number is drawn from first.")
}

/// A JSON document (RFC 8259) as a value. An object keeps the order of its members.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case real(Double)
    case string(String)
    case array([JSON])
    case object(Object)

    package struct Object: Hashable, Sendable {
        package var members: [Member]

        package struct Member: Hashable, Sendable {
            package let name: String
            package var value: JSON

            package init(name: String, value: JSON) {
                self.name = name
                self.value = value
            }
        }

        package init(_ members: [Member] = []) { self.members = members }
    }
}

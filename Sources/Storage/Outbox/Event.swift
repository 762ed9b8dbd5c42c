import Values

/// News that a higher floor may wait for: `OrderPlaced`. Stored with the change it tells of, numbered per subject
/// without gaps.
package protocol Event: Codable, Sendable {
    /// Names the event in the database and to subscribers; never changes once landed.
    static var name: String { get }

    /// The kind of thing it happened to: `order`.
    static var subjectKind: String { get }

    var subject: String { get }
}

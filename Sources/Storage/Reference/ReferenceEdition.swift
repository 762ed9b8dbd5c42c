/// Names the state of the reference tables: what staff edit now and then and every order reads, such as products,
/// prices and taxes.
///
/// Any change to one of them, whoever makes it, gives the one row a new random number, by trigger. A number never comes
/// back, not even when the change it stood for was undone. So two transactions that see the same edition see the same
/// rows in all these tables.
package enum ReferenceEdition {
    package static let schema = [
        """
        CREATE TABLE reference_edition (
            one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
            edition BIGINT NOT NULL
        ) {strict}
        """,
        "INSERT INTO reference_edition (one, edition) VALUES (1, {chance})",
    ]

    package static let find: Statement = "SELECT edition FROM reference_edition WHERE one = 1"

    /// The migration's statements that make `tables` reference tables.
    package static func watch(_ tables: [String]) -> [String] {
        tables.flatMap { table in
            ["INSERT", "UPDATE", "DELETE"].map { change in
                "CREATE TRIGGER \(table)_edition_\(change.lowercased()) AFTER \(change) ON \(table) {renew edition}"
            }
        }
    }
}

extension Transaction {
    /// The edition as the database holds it: what a driver answers unless it knows that nothing has changed.
    package func readEdition() throws -> Int64 {
        guard let edition: Int64 = try value(ReferenceEdition.find) else {
            throw StorageFailure.other("the reference tables have no edition")
        }
        return edition
    }
}

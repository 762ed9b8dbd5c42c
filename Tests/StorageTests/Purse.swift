import Storage

/// The table that storage's own tests work on: purses with what is in them.
enum Purse {
    static let migration = Migration(
        1000, "purses",
        """
        CREATE TABLE purse (
            name TEXT NOT NULL PRIMARY KEY,
            coins BIGINT NOT NULL CONSTRAINT purse_not_in_debt CHECK (coins >= 0),
            picture {bytes},
            held_by TEXT REFERENCES purse (name)
        ) {strict}
        """)

    static let insert: Statement = "INSERT INTO purse (name, coins) VALUES ($name, $coins)"
    static let insertHeld: Statement = "INSERT INTO purse (name, coins, held_by) VALUES ($name, 0, $holder)"
    static let add: Statement = "UPDATE purse SET coins = coins + $coins WHERE name = $name"
    static let coins: Statement = "SELECT coins FROM purse WHERE name = $name"
    static let sum: Statement = "SELECT SUM(coins) FROM purse"
    static let count: Statement = "SELECT COUNT(*) FROM purse"
    static let all: Statement = "SELECT name, coins FROM purse ORDER BY name"

    static func coins(of name: String, in db: any Transaction) throws -> Int? {
        try db.value(coins, ["name": name])
    }
}

/// What a test's closure refuses with.
struct No: Error, Equatable {
    let why: String

    init(_ why: String = "") { self.why = why }
}

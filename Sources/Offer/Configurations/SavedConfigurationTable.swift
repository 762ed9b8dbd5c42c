import Storage
import Values

extension SavedConfiguration {
    static let migration = Migration(97, "configurations of buyers", """
        CREATE TABLE configuration (
            id TEXT PRIMARY KEY,
            product TEXT NOT NULL,
            model_version BIGINT NOT NULL,
            currency TEXT NOT NULL,
            market TEXT,
            choices TEXT NOT NULL,
            history {json} NOT NULL,
            is_shared BIGINT NOT NULL CHECK (is_shared = 0 OR is_shared = 1),
            step BIGINT NOT NULL CHECK (step > 0),
            changed_at BIGINT NOT NULL,
            FOREIGN KEY (product, model_version) REFERENCES model_version (product, version)
        ) {strict}
        """, """
        CREATE INDEX configuration_by_change ON configuration (changed_at)
        """)

    private static let insert: Statement = """
        INSERT INTO configuration (id, product, model_version, currency, market, choices, history, is_shared, step,
            changed_at)
        VALUES ($id, $product, $version, $currency, $market, $choices, $history, $shared, 1, $now)
        """

    private static let update: Statement = """
        UPDATE configuration SET model_version = $version, choices = $choices, history = $history, step = step + 1,
            changed_at = $now
        WHERE id = $id AND step = $step AND is_shared = 0
        """

    private static let select: Statement = """
        SELECT product, model_version, currency, market, choices, history, is_shared, step
        FROM configuration WHERE id = $id
        """

    private static let forget: Statement = """
        DELETE FROM configuration WHERE id IN
            (SELECT id FROM configuration WHERE changed_at < $before ORDER BY changed_at LIMIT $limit)
        """

    /// Rows of one transaction.
    private static let forgetLimit = 500

    func insert(at now: Instant, in db: any Transaction) throws {
        try db.send(Self.insert, [
            "id": id, "product": product, "version": modelVersion, "currency": currency, "market": market,
            "choices": Self.text(of: choices), "history": StoredJSON(history), "shared": isShared, "now": now,
        ])
    }

    /// Stores a change made from the step that was read. Throws `Refusal.changedMeanwhile` when another came first.
    func save(at now: Instant, in db: any Transaction) throws -> SavedConfiguration {
        let saved = try db.run(Self.update, [
            "version": modelVersion, "choices": Self.text(of: choices), "history": StoredJSON(history), "now": now,
            "id": id, "step": step,
        ])
        guard saved == 1 else { throw Refusal.changedMeanwhile }
        return try Self.find(id, in: db)
    }

    /// Throws `Refusal.unknown` when there is none of that id.
    package static func find(_ id: ID<SavedConfiguration>, in db: any Transaction) throws -> SavedConfiguration {
        let found = try db.first(select, ["id": id]) { row in
            let text: String = try row["choices"]
            guard let choices = Choices(texts: text.split(separator: " ")) else {
                throw Unreadable(.text(text), as: Choices.self)
            }
            return SavedConfiguration(
                id: id, product: try row["product"], modelVersion: try row["model_version"],
                currency: try row["currency"], market: try row["market"], choices: choices,
                history: try row.get("history", as: StoredJSON<[Choices]>.self).value,
                isShared: try row["is_shared"], step: try row["step"])
        }
        guard let found else { throw Refusal.unknown }
        return found
    }

    /// Forgets what nobody changed for long.
    package static func forgetOld(in shop: Shop) async throws {
        let before = shop.now - keptFor
        while try await shop.write({ db in
            try db.run(forget, ["before": before, "limit": forgetLimit]) == forgetLimit
        }) {}
    }

    private static func text(of choices: Choices) -> String { choices.texts.joined(separator: " ") }
}

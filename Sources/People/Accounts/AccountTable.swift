import Storage
import Values

/// The tables of accounts and their postal addresses, and all SQL on them.
enum AccountTable {
    static let migration = Migration(68, "accounts", """
        CREATE TABLE account (
            account TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('customer', 'staff')),
            email TEXT NOT NULL,
            email_key TEXT NOT NULL,
            name TEXT NOT NULL CHECK (name <> ''),
            language TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('unconfirmed', 'active', 'suspended', 'closed')),
            role TEXT CHECK (kind = 'staff' OR role IS NULL),
            place TEXT,
            password TEXT,
            totp {bytes},
            totp_since BIGINT,
            totp_step BIGINT NOT NULL DEFAULT 0,
            created_at BIGINT NOT NULL,
            closed_at BIGINT,
            erased_at BIGINT,
            CHECK ((closed_at IS NOT NULL) = (state = 'closed')),
            CHECK (totp_since IS NULL OR totp IS NOT NULL)
        ) {strict}
        """, """
        CREATE UNIQUE INDEX account_by_email ON account (kind, email_key) WHERE state <> 'closed'
        """, """
        CREATE INDEX account_by_role ON account (role) WHERE role IS NOT NULL
        """, """
        CREATE INDEX account_to_erase ON account (closed_at) WHERE state = 'closed' AND erased_at IS NULL
        """, """
        CREATE TABLE account_address (
            address TEXT NOT NULL PRIMARY KEY,
            account TEXT NOT NULL REFERENCES account (account),
            label TEXT NOT NULL CHECK (label <> ''),
            content {json} NOT NULL
        ) {strict}
        """, """
        CREATE INDEX account_address_of_account ON account_address (account, address)
        """)

    private static let columns = """
        account, kind, email, name, language, state, role, place, created_at, closed_at, totp_since
        """

    static let byEmail = Statement("""
        SELECT \(columns), password FROM account WHERE kind = $kind AND email_key = $email AND state <> 'closed'
        """)

    static let find = Statement("SELECT \(columns) FROM account WHERE account = $account")

    static let password: Statement = "SELECT password FROM account WHERE account = $account"

    static let add: Statement = """
        INSERT INTO account (account, kind, email, email_key, name, language, state, role, place, password, created_at)
        VALUES ($account, $kind, $email, $key, $name, $language, $state, $role, $place, $password, $at)
        ON CONFLICT (kind, email_key) WHERE state <> 'closed' DO NOTHING
        """

    static let move: Statement = """
        UPDATE account SET state = $to, closed_at = $closed WHERE account = $account AND state = $from
        """

    static let setPassword: Statement = "UPDATE account SET password = $password WHERE account = $account"

    static let rename: Statement = """
        UPDATE account SET name = $name, language = $language WHERE account = $account
        """

    static let readdress: Statement = """
        UPDATE account SET email = $email, email_key = $key
        WHERE account = $account AND state = 'active' AND NOT EXISTS (
            SELECT 1 FROM account AS other WHERE other.kind = $kind AND other.email_key = $key
                AND other.state <> 'closed' AND other.account <> $account)
        """

    static let assign: Statement = "UPDATE account SET role = $role, place = $place WHERE account = $account"

    static let staff = Statement("""
        SELECT \(columns) FROM account WHERE kind = 'staff' AND state <> 'closed' AND account > $after
        ORDER BY account LIMIT $limit
        """)

    /// Found by the beginning of their e-mail address, or all of them; newest first.
    static let customers = Statement("""
        SELECT \(columns) FROM account WHERE kind = 'customer' AND account < $before
            AND email_key >= $email AND email_key < $end
        ORDER BY account DESC LIMIT $limit
        """)

    static let countOwners: Statement = """
        SELECT COUNT(*) FROM account WHERE kind = 'staff' AND role = 'owner' AND state = 'active'
        """

    /// What nobody may know of somebody who is erased: all that names them goes.
    static let erase: Statement = """
        UPDATE account SET email = $email, email_key = $email, name = $name, password = NULL, totp = NULL,
            totp_since = NULL, erased_at = $at
        WHERE account = $account AND state = 'closed'
        """

    /// Customers whose account was closed before, and who are still known by name.
    static let closedBefore: Statement = """
        SELECT account FROM account WHERE kind = 'customer' AND state = 'closed' AND closed_at < $before
            AND erased_at IS NULL
        ORDER BY closed_at LIMIT 1000
        """

    static let addresses: Statement = """
        SELECT address, label, content FROM account_address WHERE account = $account ORDER BY address
        """

    static let putAddress: Statement = """
        INSERT INTO account_address (address, account, label, content) VALUES ($address, $account, $label, $content)
        ON CONFLICT (address) DO UPDATE SET label = excluded.label, content = excluded.content
            WHERE account_address.account = excluded.account
        """

    static let removeAddress: Statement = "DELETE FROM account_address WHERE address = $address AND account = $account"

    static let removeAddresses: Statement = "DELETE FROM account_address WHERE account = $account"

    static func account(_ row: borrowing Row) throws -> Account {
        Account(
            id: try row["account"], kind: try row["kind"], email: try row["email"], name: try row["name"],
            language: try row["language"], state: try row["state"], role: try row["role"], place: try row["place"],
            createdAt: try row["created_at"], closedAt: try row["closed_at"],
            hasSecondFactor: try row.get("totp_since", as: Instant?.self) != nil)
    }

    static func address(_ row: borrowing Row) throws -> KeptAddress {
        KeptAddress(
            id: try row["address"], label: try row["label"],
            address: try row.get("content", as: StoredJSON<PostalAddress>.self).value)
    }
}

/// A postal address that somebody keeps for their next order.
package struct KeptAddress: Sendable, Equatable {
    package let id: ID<KeptAddress>
    /// How its owner calls it: home, office.
    package let label: ShortText
    package let address: PostalAddress
}

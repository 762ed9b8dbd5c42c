import Storage
import Values

/// The tables of model drafts and of published versions. No statement changes a published version.
enum ModelTable {
    static let draftSchema = """
        CREATE TABLE model_draft (
            product TEXT NOT NULL PRIMARY KEY REFERENCES product (product),
            version BIGINT NOT NULL CHECK (version > 0),
            document TEXT NOT NULL,
            changed_at BIGINT NOT NULL
        ) {strict}
        """

    static let versionSchema = """
        CREATE TABLE model_version (
            product TEXT NOT NULL REFERENCES product (product),
            version BIGINT NOT NULL CHECK (version > 0),
            document TEXT NOT NULL,
            digest {bytes} NOT NULL,
            published_at BIGINT NOT NULL,
            published_by TEXT NOT NULL,
            PRIMARY KEY (product, version)
        ) {strict}
        """

    /// What was to be said of a version when it was published; nothing of those from before.
    static let reports = Migration(96, "reports on models", "ALTER TABLE model_version ADD COLUMN report {json}")

    static let draft: Statement = "SELECT version, document FROM model_draft WHERE product = $product"

    static let addDraft: Statement = """
        INSERT INTO model_draft (product, version, document, changed_at) VALUES ($product, 1, $document, $at)
        ON CONFLICT (product) DO NOTHING
        """

    /// Changes nothing when the version isn't the one that was read.
    static let editDraft: Statement = """
        UPDATE model_draft SET document = $document, version = version + 1, changed_at = $at
        WHERE product = $product AND version = $version
        """

    static let latest: Statement = """
        SELECT version, digest FROM model_version WHERE product = $product ORDER BY version DESC LIMIT 1
        """

    static let digest: Statement = """
        SELECT version, digest FROM model_version WHERE product = $product AND version = $version
        """

    static let published: Statement = """
        SELECT version, document, report, published_at, published_by FROM model_version
        WHERE product = $product AND version = $version
        """

    static let page: Statement = """
        SELECT version, published_at, published_by FROM model_version
        WHERE product = $product AND version < $before ORDER BY version DESC LIMIT $limit
        """

    static let publish: Statement = """
        INSERT INTO model_version (product, version, document, digest, report, published_at, published_by)
        VALUES ($product, $version, $document, $digest, $report, $at, $by)
        """
}

import Storage
import Values
import Web

extension ConfigurationModel {
    /// What staff are writing: it becomes a version when it is published. Its `version` counts edits; 0 is the empty
    /// one that every configurable product begins with.
    struct Draft: Sendable {
        let product: ID<Product>
        let version: Int
        let document: ModelDocument

        static func find(_ product: ID<Product>, in db: any Transaction) throws -> Draft {
            let found = try Product.known(product, in: db)
            guard found.kind == .configurable else { throw Product.Refusal.notConfigurable(product) }
            let stored = try db.first(ModelTable.draft, ["product": product]) { row in
                (version: try row.get("version", as: Int.self), text: try row.get("document", as: String.self))
            }
            guard let stored else { return Draft(product: product, version: 0, document: .empty) }
            return Draft(product: product, version: stored.version, document: try ModelDocument(text: stored.text))
        }

        /// Keeps it in place of the draft whose version it names; answers it with its new version.
        func save(at now: Instant, in db: any Transaction) throws -> Draft {
            let current = try Self.find(product, in: db).version
            try EditVersion(version).check(current: current)
            let text = try document.text
            let saved = current == 0
                ? try db.run(ModelTable.addDraft, ["product": product, "document": text, "at": now])
                : try db.run(
                    ModelTable.editDraft, ["document": text, "at": now, "product": product, "version": version])
            guard saved == 1 else { throw EditVersion.Refusal.changedMeanwhile(current: current) }
            return Draft(product: product, version: current + 1, document: document)
        }
    }

    /// A version with who published it, and when.
    struct Published: Sendable {
        let model: ConfigurationModel
        /// Nil for versions from before there were reports.
        let report: ModelReport?
        let at: Instant
        let by: String
    }

    /// The latest published version; nil when there is none.
    package static func latest(of product: ID<Product>, in db: any Transaction) throws -> Int? {
        try db.first(ModelTable.latest, ["product": product]) { try $0["version"] }
    }

    static func published(_ product: ID<Product>, _ version: Int, in db: any Transaction) throws -> Published {
        let found = try db.first(ModelTable.published, ["product": product, "version": version]) { row in
            let document = try ModelDocument(text: try row["document"])
            let model = ConfigurationModel(product: product, version: version, document: document)
            let report = try row.get("report", as: StoredJSON<ModelReport>?.self)?.value
            return Published(model: model, report: report, at: try row["published_at"], by: try row["published_by"])
        }
        guard let found else { throw Refusal.unknownVersion(product, version) }
        return found
    }

    /// Makes the draft the next version. Throws `Refusal.unchanged` when it is the latest one already.
    static func publish(
        _ draft: Draft, _ report: ModelReport? = nil, at now: Instant, by who: String, in db: any Transaction
    ) throws -> Int {
        let text = try draft.document.text
        let digest = Digest.sha256(text)
        let latest = try db.first(ModelTable.latest, ["product": draft.product]) { row in
            (version: try row.get("version", as: Int.self), digest: try row.get("digest", as: [UInt8].self))
        }
        if let latest, latest.digest == digest { throw Refusal.unchanged(version: latest.version) }
        let version = (latest?.version ?? 0) + 1
        try db.run(ModelTable.publish, [
            "product": draft.product, "version": version, "document": text, "digest": digest,
            "report": report.map(StoredJSON.init), "at": now, "by": who,
        ])
        for picture in draft.document.pictures.sorted() {
            try db.run(
                OptionPictureTable.name, ["product": draft.product, "picture": picture, "version": version])
        }
        return version
    }
}

extension ModelDocument {
    init(text: String) throws { self = try JSONCoding.value(Self.self, from: Array(text.utf8)) }

    var text: String {
        get throws { try JSONCoding.text(self) }
    }
}

extension ConfigurationModel.Sphere {
    /// There and then; as long as it isn't known where the goods go, in the shop's own country.
    package static func at(_ market: Country?, _ day: Day, in db: any Transaction) throws -> Self {
        try Self(market: market ?? PricingSettings.find(in: db).homeCountry, day: day)
    }
}

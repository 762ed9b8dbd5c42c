import Storage
import Values

extension Configuration {
    /// Says that choices were found complete and valid for one version of a product's model. An order's line of a
    /// configurable product can't be stored without the mark of just that version and those choices: the schema holds
    /// them against each other.
    ///
    /// Only `Configuration.complete` makes one.
    package struct Mark: Hashable, Sendable, Storable {
        private let text: String

        /// The same text as `sql` makes of a line.
        fileprivate init(_ product: ID<Product>, _ version: Int, _ choices: Choices) throws {
            text = "\(product) \(version) \(try JSONCoding.text(choices))"
        }

        package var stored: StoredValue { .text(text) }

        package init(stored value: StoredValue) throws {
            guard case .text(let text) = value else { throw Unreadable(value, as: Self.self) }
            self.text = text
        }

        /// What must be true of a table's row that holds a configuration: that it is of fixed goods, or that its mark
        /// is the one of its version and choices, and there is such a version.
        /// - Parameter row: how a trigger calls the row.
        package static func condition(_ row: String) -> String {
            """
            (\(row).model_version IS NULL AND \(row).checked IS NULL AND EXISTS (
                SELECT 1 FROM product WHERE product.product = \(row).product AND product.kind = 'fixed'))
            OR (\(row).checked = \(row).product || ' ' || \(row).model_version || ' ' || \(row).choices AND EXISTS (
                SELECT 1 FROM model_version
                WHERE model_version.product = \(row).product AND model_version.version = \(row).model_version))
            """
        }
    }
}

extension CheckedSelection {
    /// Completed, with its mark. Throws `Configuration.Refusal` when something is missing or doesn't hold.
    func configuration() throws -> Configuration {
        guard tooMany.isEmpty, broken.isEmpty else {
            throw Configuration.Refusal.broken(tooMany: tooMany, rules: broken)
        }
        let values = settings.map { Choices.Value($0.parameter, $0.value) }
        guard missing.isEmpty, let choices = Choices(options.map(\.id), values: values) else {
            throw Configuration.Refusal.incomplete(missing)
        }
        return Configuration(
            product: product, modelVersion: modelVersion, choices: choices, options: options, settings: settings,
            demand: demand, unitTrace: trace, unitPrice: price, weightGrams: weightGrams, pile: pile,
            mark: try modelVersion.map { try Configuration.Mark(product.id, $0, choices) })
    }
}

import Foundation
import Values

/// One measured figure, beside the limit it is held against where there is one.
struct Figure: Sendable {
    /// What was measured, and of what: `order transactions, 64 callers`.
    let name: String
    let value: Double
    /// What the value counts: `1/s`, `µs`, `ms`, `MB`, `instructions`.
    let unit: String
    /// The measurement that says how good the value could be; nil where nothing does.
    let limit: Limit?

    /// What bounds a figure, measured in the same run.
    struct Limit: Sendable {
        let name: String
        /// How near the figure comes: 1 is the limit itself, and less is worse, whatever the unit.
        let ratio: Double
    }

    init(_ name: String, _ value: Double, _ unit: String, limit: Limit? = nil) {
        self.name = name
        self.value = value
        self.unit = unit
        self.limit = limit
    }

    /// A figure of which more is better: `value / best` of its limit.
    static func rate(
        _ name: String, _ value: Double, _ unit: String = "1/s", of best: Figure, called limit: String? = nil
    ) -> Figure {
        Figure(name, value, unit, limit: Limit(name: limit ?? best.name, ratio: value / best.value))
    }

    /// A figure of which less is better: `best / value` of its limit.
    static func cost(
        _ name: String, _ value: Double, _ unit: String = "µs", of best: Figure, called limit: String? = nil
    ) -> Figure {
        Figure(name, value, unit, limit: Limit(name: limit ?? best.name, ratio: best.value / value))
    }

    /// The same figure, measured of something.
    func of(_ what: String) -> Figure { Figure("\(name), \(what)", value, unit, limit: limit) }

    var json: JSON {
        var members: JSON.Object = ["name": .string(name), "value": Self.number(value), "unit": .string(unit)]
        if let limit {
            members["limit"] = ["name": .string(limit.name), "ratio": Self.number(limit.ratio)]
        }
        return .object(members)
    }

    /// JSON has no word for what isn't finite: nothing was measured then.
    private static func number(_ value: Double) -> JSON { value.isFinite ? .real(value) : .null }
}

/// The figures of one run, printed as they come and written as JSON in the end.
struct Report {
    private(set) var figures: [Figure] = []
    /// Why the run is none to go by; nil when it is.
    private(set) var fault: String?

    private static let nameColumns = 54
    private static let valueColumns = 12
    private static let unitColumns = 13

    /// Prints figures as rows of one table, under its title, and keeps them.
    mutating func add(_ title: String, _ more: [Figure]) {
        keep(more)
        print("\n\(title)")
        for figure in more { print(Self.row(figure)) }
        // Also when it goes to a file, from a run that takes minutes.
        fflush(nil)
    }

    mutating func isBad(_ reason: String) { fault = reason }

    /// Keeps figures that were printed otherwise.
    mutating func keep(_ more: [Figure]) { figures += more }

    /// Writes all figures to a file, with the facts of the machine:
    /// `{"machine":{…},"figures":[{"name":…,"value":…,"unit":…,"limit":{"name":…,"ratio":…}}]}`.
    func write(to path: String) throws {
        let document: JSON = ["machine": Machine.facts, "figures": .array(figures.map(\.json))]
        try Data(document.bytes).write(to: URL(fileURLWithPath: path))
    }

    private static func row(_ figure: Figure) -> String {
        let value = Self.value(figure.value)
        let row = padded(figure.name, nameColumns) + String(repeating: " ", count: max(1, valueColumns - value.count))
            + value + " " + padded(figure.unit, unitColumns)
        guard let limit = figure.limit else { return String(row.reversed().drop { $0 == " " }.reversed()) }
        return row + String(format: "%4.0f %% of ", limit.ratio * 100) + limit.name
    }

    /// Three digits that count, or all before the point.
    private static func value(_ value: Double) -> String {
        let places = switch abs(value) {
        case 100...: 0
        case 10...: 1
        default: 2
        }
        return String(format: "%.\(places)f", value)
    }

    private static func padded(_ text: String, _ columns: Int) -> String {
        text + String(repeating: " ", count: max(0, columns - text.count))
    }
}

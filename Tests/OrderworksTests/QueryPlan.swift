import Storage
import Testbed

/// How the engine goes about a statement: what `EXPLAIN QUERY PLAN` says (https://www.sqlite.org/eqp.html).
struct QueryPlan {
    let statement: Statement
    let steps: [Step]

    /// One line of the plan, below another or, when `parent` is 0, at the top.
    struct Step {
        let parent: Int64
        let text: String

        /// What it reads, by the name that the statement gives it; nil when it reads nothing that is stored.
        fileprivate var read: String? {
            let words = text.split(separator: " ")
            guard words.count > 1, ["SCAN", "SEARCH"].contains(words[0]) else { return nil }
            return words[1].hasPrefix("(") || text == "SCAN CONSTANT ROW" ? nil : String(words[1])
        }
    }

    init(_ asked: Recorder.Asked, in db: any Transaction) throws {
        statement = asked.statement
        steps = try db.all(Statement("EXPLAIN QUERY PLAN " + asked.statement.text), asked.parameters) { row in
            Step(parent: try row["parent"], text: try row["detail"])
        }
    }

    /// The steps whose work grows with the rows of `tables` that are not in `small`: tables read from end to end,
    /// indexes made for the one statement, and rows sorted instead of read in their order; these with what is sorted.
    func growing(tables: Set<String>, small: Set<String>) -> [String] {
        steps.compactMap { step in
            if step.text.hasPrefix("USE TEMP B-TREE") {
                let sorted = steps.filter { $0.parent == step.parent && $0.read != nil }
                let grows = sorted.contains { !isSmall($0.read ?? "", tables, small) }
                return grows ? "\(step.text) <- " + sorted.map(\.text).joined(separator: ", ") : nil
            }
            guard let name = step.read, !isSmall(name, tables, small) else { return nil }
            return step.text.hasPrefix("SCAN") || step.text.contains("AUTOMATIC") ? step.text : nil
        }
    }

    /// A name that is neither a table nor stands for one is never small, unless the plan makes it itself.
    private func isSmall(_ name: String, _ tables: Set<String>, _ small: Set<String>) -> Bool {
        if steps.contains(where: { ["CO-ROUTINE \(name)", "MATERIALIZE \(name)"].contains($0.text) }) { return true }
        if tables.contains(name) { return small.contains(name) }
        let words = statement.text.split { $0.isWhitespace || "(),".contains($0) }.map(String.init)
        let meant = words.indices.filter { words[$0] == name && $0 > 0 }.compactMap { place -> String? in
            let before = words[place - 1] == "AS" && place > 1 ? words[place - 2] : words[place - 1]
            return tables.contains(before) ? before : nil
        }
        return !meant.isEmpty && meant.allSatisfy { small.contains($0) }
    }
}

/// Finds the operation for a path by walking it segment by segment. A literal segment wins over a parameter.
struct Router: Sendable {
    private var root = Node()

    /// Longer paths are nobody's.
    static let segmentLimit = 16

    private struct Node {
        var literals: [String: Node] = [:]
        var parameter: [Node] = []
        var operations: [Method: Operation] = [:]
    }

    /// A path's operations by method, and the values in the place of its parameters, in order.
    struct Found {
        let operations: [Method: Operation]
        let values: [String]

        /// What `Allow` says: HEAD goes with GET, OPTIONS with everything.
        var allowed: [Method] {
            let declared = Set(operations.keys)
            return Method.allCases.filter {
                declared.contains($0) || ($0 == .head && declared.contains(.get)) || $0 == .options
            }
        }

        func operation(_ method: Method) -> Operation? {
            operations[method] ?? (method == .head ? operations[.get] : nil)
        }
    }

    /// Returns false when the route is taken.
    mutating func add(_ operation: Operation) -> Bool {
        Self.add(operation, under: &root, operation.template[...])
    }

    func find(_ path: String) -> Found? {
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        let raw = path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard raw.count <= Self.segmentLimit else { return nil }
        var segments: [String] = []
        for segment in raw {
            guard let text = Percent.decoded(Substring(segment)) else { return nil }
            segments.append(text)
        }
        var values: [String] = []
        guard let node = Self.find(segments[...], under: root, &values) else { return nil }
        return Found(operations: node.operations, values: values)
    }

    private static func add(
        _ operation: Operation, under node: inout Node, _ rest: ArraySlice<Operation.Segment>
    ) -> Bool {
        guard let segment = rest.first else {
            return node.operations.updateValue(operation, forKey: operation.route.method) == nil
        }
        switch segment {
        case .literal(let text):
            return add(operation, under: &node.literals[text, default: Node()], rest.dropFirst())
        case .parameter:
            if node.parameter.isEmpty { node.parameter = [Node()] }
            return add(operation, under: &node.parameter[0], rest.dropFirst())
        }
    }

    private static func find(_ rest: ArraySlice<String>, under node: Node, _ values: inout [String]) -> Node? {
        guard let segment = rest.first else { return node.operations.isEmpty ? nil : node }
        if let next = node.literals[segment], let found = find(rest.dropFirst(), under: next, &values) { return found }
        guard let next = node.parameter.first, !segment.isEmpty else { return nil }
        values.append(segment)
        if let found = find(rest.dropFirst(), under: next, &values) { return found }
        values.removeLast()
        return nil
    }
}

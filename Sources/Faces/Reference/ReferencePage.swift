import Values
import Web

/// The API reference, made from the same document that programs read at `/openapi.json`.
struct ReferencePage: Page {
    let path: PagePath = "/reference"
    private let document: JSON

    init(_ document: JSON) { self.document = document }

    func show(_ visit: Visit) -> Response { visit.page("reference", Self.content(document)) }

    private static func content(_ document: JSON) -> [String: Any] {
        let tags = (document["tags"]?.array ?? []).compactMap { $0["name"]?.string }
        let operations = (document["paths"]?.object?.members ?? []).flatMap { path in
            (path.value.object?.members ?? []).map { (path: path.name, method: $0.name, operation: $0.value) }
        }
        let groups = tags.map { tag -> [String: Any] in
            let own = operations.filter { $0.operation["tags"]?[0]?.string == tag }
            return ["tag": tag, "operations": own.map { operation($0.path, $0.method, $0.operation, in: document) }]
        }
        let schemas = (document["components"]?["schemas"]?.object?.members ?? []).map { schema -> [String: Any] in
            var content = SchemaRows.shown(schema.value)
            content["schema"] = schema.name
            content["sentence"] = schema.value["description"]?.string ?? ""
            return content
        }
        return [
            "title": document["info"]?["title"]?.string ?? "", "version": document["info"]?["version"]?.string ?? "",
            "groups": groups, "schemas": schemas,
        ]
    }

    private static func operation(
        _ path: String, _ method: String, _ operation: JSON, in document: JSON
    ) -> [String: Any] {
        let answers = operation["responses"]?.object?.members ?? []
        let parameters = (operation["parameters"]?.array ?? []).map(parameter)
        let isOpen = operation["security"]?.array?.contains { $0.object?.members.isEmpty == true } ?? true
        var content: [String: Any] = [
            "id": operation["operationId"]?.string ?? "", "method": method.uppercased(), "path": path,
            "summary": operation["summary"]?.string ?? "", "needsKey": !isOpen,
            "parameters": parameters, "hasParameters": !parameters.isEmpty,
            "answers": answers.filter { !$0.name.isError }.map(answer),
            "problems": answers.filter { $0.name.isError }.flatMap(problems),
        ]
        if let body = operation["requestBody"]?["content"]?.object?.members.first {
            // What to send stands where it is looked for, also when its schema has a name.
            var shown = SchemaRows.shown(SchemaRows.resolved(body.value["schema"] ?? .null, in: document))
            shown["media"] = body.name
            content["body"] = shown
        }
        return content
    }

    private static func parameter(_ parameter: JSON) -> [String: Any] {
        let schema = parameter["schema"] ?? .null
        return SchemaRows.row(
            parameter["name"]?.string ?? "", schema, isRequired: parameter["required"]?.bool ?? false, level: 0,
            sentence: parameter["description"]?.string, place: parameter["in"]?.string)
    }

    private static func answer(_ answer: JSON.Object.Member) -> [String: Any] {
        let fields = (answer.value["headers"]?.object?.members ?? []).map(\.name).joined(separator: ", ")
        let body = answer.value["content"]?.object?.members.first
        var content = SchemaRows.shown(body?.value["schema"] ?? .null)
        content["status"] = answer.name
        content["description"] = answer.value["description"]?.string ?? ""
        content["fields"] = fields
        content["hasFields"] = !fields.isEmpty
        return content
    }

    private static func problems(_ answer: JSON.Object.Member) -> [[String: Any]] {
        let examples = answer.value["content"]?.object?.members.first?.value["examples"]?.object?.members ?? []
        return examples.map {
            ["status": answer.name, "name": $0.name, "title": $0.value["summary"]?.string ?? ""]
        }
    }
}

extension String {
    fileprivate var isError: Bool { hasPrefix("4") || hasPrefix("5") }
}

import Values
import Web

/// One chapter of the API reference: what can be asked of it, with everything to send and every answer.
struct ReferenceChapter: Page {
    let path: PagePath = "/reference/*"
    let document: ReferenceDocument

    func show(_ visit: Visit) -> Response {
        let tag = visit.parts[0]
        guard document.tags.contains(tag) else { return visit.sorry(404, .noSuchPage) }
        let operations = document.operations(of: tag).map { path, method, operation in
            Self.operation(path, method, operation, in: document.json)
        }
        return visit.page("reference-chapter", ["title": document.title, "tag": tag, "operations": operations])
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

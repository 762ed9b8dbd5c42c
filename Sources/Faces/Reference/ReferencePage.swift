import Values
import Web

/// What the API reference is made of: the same document that programs read at `/openapi.json`.
struct ReferenceDocument {
    let json: JSON

    /// Chapters, in the document's order.
    var tags: [String] { (json["tags"]?.array ?? []).compactMap { $0["name"]?.string } }

    var schemas: [JSON.Object.Member] { json["components"]?["schemas"]?.object?.members ?? [] }

    var title: String { json["info"]?["title"]?.string ?? "" }

    func operations(of tag: String) -> [(path: String, method: String, operation: JSON)] {
        (json["paths"]?.object?.members ?? []).flatMap { path in
            (path.value.object?.members ?? []).map { (path: path.name, method: $0.name, operation: $0.value) }
        }.filter { $0.operation["tags"]?[0]?.string == tag }
    }
}

/// The API reference's first page: every operation and every schema in a line.
struct ReferencePage: Page {
    let path: PagePath = "/reference"
    let document: ReferenceDocument

    func show(_ visit: Visit) -> Response {
        let chapters = document.tags.map { tag -> [String: Any] in
            let operations = document.operations(of: tag).map { path, method, operation in
                [
                    "id": operation["operationId"]?.string ?? "", "method": method.uppercased(), "path": path,
                    "summary": operation["summary"]?.string ?? "",
                ]
            }
            return ["tag": tag, "operations": operations]
        }
        return visit.page("reference", [
            "title": document.title, "version": document.json["info"]?["version"]?.string ?? "",
            "chapters": chapters, "schemas": document.schemas.map(\.name),
        ])
    }
}

/// One schema of the API that has a name.
struct SchemaPage: Page {
    let path: PagePath = "/reference/schemas/*"
    let document: ReferenceDocument

    func show(_ visit: Visit) -> Response {
        guard let schema = document.schemas.first(where: { $0.name == visit.parts[0] }) else {
            return visit.sorry(404, .noSuchPage)
        }
        var content = SchemaRows.shown(schema.value)
        content["title"] = document.title
        content["schema"] = schema.name
        content["sentence"] = schema.value["description"]?.string ?? ""
        return visit.page("schema", content)
    }
}

import Values

/// The API document (OpenAPI 3.1, https://spec.openapis.org/oas/v3.1.1.html), made from what the endpoints declare.
enum OpenAPI {
    static func document(of operations: [Operation], about: API.About) -> JSON {
        var components = Components()
        var identifiers = Names()
        var paths: JSON.Object = [:]
        for operation in operations.sorted(by: { $0.route.path < $1.route.path }) {
            var path = paths[operation.route.path]?.object ?? [:]
            path[operation.route.method.rawValue.lowercased()] = describe(operation, &components, &identifiers)
            paths[operation.route.path] = .object(path)
        }
        let tags = Set(operations.map(\.tag)).sorted()
        return [
            "openapi": "3.1.0",
            "info": ["title": .string(about.title), "version": .string(about.version)],
            "servers": [["url": "/"]],
            "tags": .array(tags.map { ["name": .string($0)] }),
            "paths": .object(paths),
            "components": [
                "schemas": .object(components.finished),
                "securitySchemes": [
                    "bearer": [
                        "type": "http", "scheme": "bearer",
                        "description": "An API key of staff, or the secret of an order.",
                    ],
                ],
            ],
        ]
    }

    private static func describe(
        _ operation: Operation, _ components: inout Components, _ identifiers: inout Names
    ) -> JSON {
        var object: JSON.Object = [
            "operationId": .string(identifiers.name(for: operation.name)),
            "summary": .string(operation.summary),
            "tags": [.string(operation.tag)],
            "security": operation.security,
        ]
        let parameters = self.parameters(of: operation.input, &components)
        if !parameters.isEmpty { object["parameters"] = .array(parameters) }
        if let body = requestBody(of: operation.input, &components) { object["requestBody"] = body }
        object["responses"] = responses(of: operation, &components)
        return .object(object)
    }

    private static func parameters(of input: InputPlan, _ components: inout Components) -> [JSON] {
        func parameter(
            _ place: String, _ name: String, _ member: Schema.Member, _ components: inout Components
        ) -> JSON {
            var schema = member.schema
            schema.isNullable = false
            var object: JSON.Object = [
                "name": .string(name), "in": .string(place), "required": .bool(member.isRequired),
                "schema": components.json(schema),
            ]
            if let summary = schema.summary { object["description"] = .string(summary) }
            return .object(object)
        }
        return input.path.map { parameter("path", $0.name, $0, &components) }
            + input.query.map { parameter("query", $0.member.name, $0.member, &components) }
            + input.headers.map { parameter("header", $0.name, $0.member, &components) }
    }

    private static func requestBody(of input: InputPlan, _ components: inout Components) -> JSON? {
        if let mediaTypes = input.bodyRule.uploaded {
            var content: JSON.Object = [:]
            for mediaType in mediaTypes { content[mediaType] = ["schema": components.json(Upload.schema)] }
            return ["required": true, "content": .object(content)]
        }
        guard let body = input.body, case .object(let members) = body.shape, !members.isEmpty else { return nil }
        return [
            "required": .bool(members.contains(where: \.isRequired)),
            "content": ["application/json": ["schema": components.json(body)]],
        ]
    }

    private static func responses(of operation: Operation, _ components: inout Components) -> JSON {
        var responses: JSON.Object = [:]
        for described in operation.answers {
            responses[String(described.answer.status)] = response(described, &components)
        }
        if operation.answers.contains(where: { $0.answer.headers.contains("ETag") }), operation.route.method == .get {
            responses["304"] = ["description": "Unchanged since the version the client has."]
        }
        let problems = Dictionary(grouping: operation.problems, by: \.status)
        for (status, kinds) in problems.sorted(by: { $0.key < $1.key }) {
            var examples: JSON.Object = [:]
            for problem in kinds {
                examples[problem.name] = ["summary": .string(problem.title), "value": problem.json]
            }
            responses[String(status)] = [
                "description": .string(kinds.map(\.title).joined(separator: " ")),
                "content": [
                    Problem.mediaType: ["schema": components.problem, "examples": .object(examples)],
                ],
            ]
        }
        return .object(responses)
    }

    private static func response(_ described: Operation.Described, _ components: inout Components) -> JSON {
        var object: JSON.Object = ["description": .string(described.answer.inWords)]
        if !described.answer.headers.isEmpty {
            var headers: JSON.Object = [:]
            for name in described.answer.headers { headers[name] = ["schema": ["type": "string"]] }
            object["headers"] = .object(headers)
        }
        switch described.answer.content {
        case .json:
            guard let schema = described.schema else { break }
            object["content"] = ["application/json": ["schema": components.json(schema)]]
        case .media(let types):
            var content: JSON.Object = [:]
            for type in types { content[type] = ["schema": [:]] }
            object["content"] = .object(content)
        case .none: break
        }
        return .object(object)
    }
}

extension AnswerDescription {
    fileprivate var inWords: String {
        switch status {
        case 200: "Done."
        case 201: "Made; Location says where it is."
        case 202: "Taken on, and not settled yet."
        case 204: "Done; there is nothing to say."
        default: "Answered."
        }
    }
}

extension Operation {
    /// The part of the path that says what it is about: `carts` in `/v1/carts/{cart}`. What stands outside the API's
    /// version is about the server.
    fileprivate var tag: String {
        let words = template.compactMap { if case .literal(let word) = $0 { word } else { nil } }
        let isVersioned = words.first.map { $0.hasPrefix("v") && Int($0.dropFirst()) != nil } ?? false
        return isVersioned && words.count > 1 ? words[1] : "server"
    }

    fileprivate var security: JSON {
        switch route.permission {
        case .shop: [[:], ["bearer": []]]
        default: [["bearer": []]]
        }
    }

    /// Everything this operation may refuse: its own refusals and those of the pipeline.
    fileprivate var problems: [Problem] {
        var problems = refusals
        problems += input.headers.filter(\.member.isRequired).compactMap(\.missing)
        if !input.path.isEmpty { problems.append(.notFound) }
        switch input.bodyRule {
        case .upload(let mediaTypes, let limitBytes), .stream(let mediaTypes, let limitBytes):
            problems += [.bodyTooLarge(limitBytes: limitBytes), .unsupportedMediaType(mediaTypes)]
        case .json(let limitBytes) where input.body != nil:
            problems += [
                .malformedJSON(JSON.Fault(.malformed, offset: 0)), .bodyTooLarge(limitBytes: limitBytes),
                .unsupportedMediaType(["application/json"]),
            ]
        case .json: break
        }
        if answers.contains(where: { $0.answer.status == 206 }) {
            problems += [.otherVersion, .rangeNotSatisfiable(count: 1024)]
        }
        problems.append(.invalidInput([Problem.Fault("query:colour", "is not known here")]))
        problems.append(.unauthenticated)
        if route.permission != .shop { problems.append(.notPermitted) }
        problems += [.broken(requestID: "1jx7f2y3-1"), .overloaded(retryAfterSeconds: 1)]
        var seen = Set<String>()
        return problems.filter { seen.insert("\($0.status) \($0.name)").inserted }
    }
}

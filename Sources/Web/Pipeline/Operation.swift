import Values

/// An endpoint made ready to serve: its declaration read once, at start, into what each request needs.
struct Operation: Sendable {
    let name: String
    let summary: String
    let route: Route
    let template: [Segment]
    let input: InputPlan
    let answers: [Described]
    let refusals: [Problem]
    let isKept: Bool
    /// See `Endpoint.personal`.
    let personal: String?
    let letBegin: @Sendable () throws -> Void
    /// Decodes the input, asks the endpoint, and makes the response.
    let run: @Sendable (JSON, Upload?, Caller) async throws -> Finished

    enum Segment: Equatable, Sendable {
        case literal(String)
        case parameter(String)
    }

    /// A response of the endpoint, with the schema of its body when that is JSON.
    struct Described: Sendable {
        let answer: AnswerDescription
        let schema: Schema?

        init(_ answer: AnswerDescription) throws {
            self.answer = answer
            schema = if case .json(let view) = answer.content { try Schema.of(view) } else { nil }
        }
    }

    struct Finished: Sendable {
        let response: Response
        /// Where the next page begins, for `Link`.
        let next: String?
    }

    init<Declared: Endpoint>(_ endpoint: Declared) throws {
        name = String(reflecting: Declared.self)
        summary = Declared.summary
        route = Declared.route
        template = Self.segments(of: Declared.route.path)
        input = try InputPlan(of: Declared.self, template)
        isKept = Declared.isKept
        personal = Declared.personal
        guard !isKept || Declared.route.method == .get else {
            throw InputPlan.Misfit(description: "only what is read can be kept")
        }
        answers = try Declared.Output.described.map {
            try Described(Declared.isKept ? $0.with(header: "ETag") : $0)
        }
        refusals = Declared.refusals.flatMap { $0.catalogue }
        letBegin = { try endpoint.letBegin() }
        run = { json, upload, caller in
            let input = try Upload.$arriving.withValue(upload) { try JSONCoding.value(Declared.Input.self, from: json) }
            let output = try await endpoint.answer(input, for: caller)
            return Finished(response: try output.response(), next: (output as? any Paged)?.next)
        }
    }

    /// Whose data a request is about, by its path; nil when it is about nobody's.
    func subject(_ values: [String]) -> String? {
        guard var text = personal else { return nil }
        let names = template.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
        for (name, value) in zip(names, values) { text = text.replacing("{\(name)}", with: value) }
        return text
    }

    static func segments(of path: String) -> [Segment] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { segment in
            let isParameter = segment.hasPrefix("{") && segment.hasSuffix("}")
            return isParameter ? .parameter(String(segment.dropFirst().dropLast())) : .literal(String(segment))
        }
    }
}

/// Where each member of an endpoint's Input comes from.
struct InputPlan: Sendable {
    /// In the order of the path's parameters.
    let path: [Schema.Member]
    let query: [Parameter]
    let headers: [Field]
    /// The members that come in a JSON body, as an object.
    let body: Schema?
    let bodyRule: Body
    let wantsUpload: Bool

    /// A query parameter; `group` is the member it is a part of, when that is an object.
    struct Parameter: Sendable {
        let member: Schema.Member
        let group: String?
    }

    struct Field: Sendable {
        let name: String
        let member: Schema.Member
        let missing: Problem?
    }

    /// An input that can't be taken from a request the way it is declared.
    struct Misfit: Error, CustomStringConvertible {
        let description: String
    }

    init<Declared: Endpoint>(of endpoint: Declared.Type, _ template: [Operation.Segment]) throws {
        let schema = try Schema.of(Declared.Input.self)
        guard case .object(var members) = schema.shape else { throw Misfit(description: "its Input is no object") }
        func take(_ name: String) throws -> Schema.Member {
            guard let place = members.firstIndex(where: { $0.name == name }) else {
                throw Misfit(description: "its Input has no member \(name)")
            }
            return members.remove(at: place)
        }
        var path: [Schema.Member] = []
        for case .parameter(let name) in template { path.append(try take(name)) }
        var headers: [Field] = []
        for (name, member) in Declared.headers.sorted(by: { $0.key < $1.key }) {
            let member = try take(member)
            headers.append(Field(name: name, member: member, missing: member.schema.header?.missing))
        }
        for member in members {
            guard let field = member.schema.header else { continue }
            headers.append(Field(name: field.name, member: try take(member.name), missing: field.missing))
        }
        let uploads = members.filter { if case .upload = $0.schema.shape { true } else { false } }
        members.removeAll { member in uploads.contains { $0.name == member.name } }

        self.path = path
        self.headers = headers
        bodyRule = Declared.body
        if Declared.body.uploaded != nil {
            guard uploads.count == 1, members.isEmpty || uploads[0].name == "upload" else {
                throw Misfit(description: "its body is an upload, so its Input has one member upload")
            }
            wantsUpload = true
            query = try members.flatMap(Self.parameters)
            body = nil
        } else if [.get, .head, .delete].contains(Declared.route.method) {
            wantsUpload = false
            query = try members.flatMap(Self.parameters)
            body = nil
        } else {
            guard uploads.isEmpty else { throw Misfit(description: "its Input has an upload, but its body is JSON") }
            wantsUpload = false
            query = []
            // Named after the endpoint: an Input may serve several, which take different members from the path.
            body = .object(members).named("\(String(reflecting: Declared.self)).Input")
        }
    }

    /// A member of the query as parameters: an object's members stand by their own names, one deep.
    private static func parameters(of member: Schema.Member) throws -> [Parameter] {
        switch member.schema.shape {
        case .object(let parts):
            return try parts.map {
                try checkIsFlat($0)
                return Parameter(member: $0, group: member.name)
            }
        default:
            try checkIsFlat(member)
            return [Parameter(member: member, group: nil)]
        }
    }

    private static func checkIsFlat(_ member: Schema.Member) throws {
        if case .array(let item, _) = member.schema.shape, item.isScalar { return }
        guard member.schema.isScalar else {
            throw Misfit(description: "\(member.name) can't stand in a query")
        }
    }
}

extension Body {
    /// The media types that may come where it is no JSON.
    var uploaded: [String]? {
        switch self {
        case .json: nil
        case .upload(let mediaTypes, _), .stream(let mediaTypes, _): mediaTypes
        }
    }
}

extension Schema {
    /// Whether a value fits into a parameter as text.
    fileprivate var isScalar: Bool {
        switch shape {
        case .boolean, .integer, .number, .string, .choice: true
        default: false
        }
    }
}

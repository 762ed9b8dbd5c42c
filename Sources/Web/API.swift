import Logging
import Values

/// All endpoints of the shop behind one door: finds the endpoint, checks the request against its declaration, asks it,
/// and writes its answer. Every error has its answer here.
package struct API: HTTPService {
    let operations: [Operation]
    /// The OpenAPI 3.1 document of everything that is served here, made once. Served as `/openapi.json`.
    package let document: JSON
    private let router: Router
    private let authenticator: any Authenticator
    private let reads: (any ReadRecorder)?
    private let turningAway = TurningAway()
    private let failure: @Sendable (any Error) -> Problem?
    private let requestIDs: RequestIDs
    /// Noted is the operation's label.
    private let kept: KeptAnswers<Address, String>
    private let log: Logger
    package let metrics: Metrics

    /// Everything that is served here.
    package var routes: [Route] { operations.map(\.route) }

    /// What the API document says of the whole.
    package struct About: Sendable {
        package let title: String
        package let version: String

        package init(title: String = "Orderworks", version: String = "1.0.0") {
            self.title = title
            self.version = version
        }
    }

    /// Endpoints that can't be served as they are declared; all of them, each with its reason.
    package struct Misdeclared: Error, CustomStringConvertible {
        package let reasons: [String]

        package var description: String { reasons.joined(separator: "\n") }
    }

    /// - Parameters:
    ///   - failure: tells what an error of a lower floor means to a client, such as a database under too much load; nil
    ///     makes it a logged 500. `Problem` and `Refusal` never come here.
    ///   - reads: is told when staff are about to read personal data; nil, and nobody is.
    ///   - standing: what answers rest on at this moment; nil, and no answer is kept.
    package init(
        endpoints: [any Endpoint], authenticator: any Authenticator, log: Logger, metrics: Metrics = Metrics(),
        about: About = About(), standing: @escaping @Sendable () -> Standing? = { nil },
        reads: (any ReadRecorder)? = nil, failure: @escaping @Sendable (any Error) -> Problem? = { _ in nil }
    ) throws(Misdeclared) {
        var operations: [Operation] = []
        var router = Router()
        var reasons: [String] = []
        for endpoint in endpoints {
            do {
                let operation = try Operation(endpoint)
                if !router.add(operation) {
                    reasons.append("\(operation.name): its route \(operation.route) is taken")
                }
                operations.append(operation)
            } catch {
                reasons.append("\(String(reflecting: type(of: endpoint))): \(error)")
            }
        }
        guard reasons.isEmpty else { throw Misdeclared(reasons: reasons) }
        do {
            // It describes itself as well, so it is there twice: once to be described, once with what it shows.
            operations.append(try Operation(ReadOpenAPI(document: [])))
            document = OpenAPI.document(of: operations, about: about)
            _ = router.add(try Operation(ReadOpenAPI(document: document.bytes)))
        } catch {
            throw Misdeclared(reasons: ["\(error)"])
        }
        self.operations = operations
        self.router = router
        self.authenticator = authenticator
        self.failure = failure
        self.reads = reads
        self.log = log
        self.metrics = metrics
        requestIDs = RequestIDs()
        kept = KeptAnswers(standing)
    }

    package func admit(_ head: Request.Head) -> Admission {
        switch find(head) {
        case .failure(let problem): return .refuse(refused(problem, head, "none", requestIDs.id(for: head)))
        case .success(let found):
            guard let operation = found?.operation else { return .body(limitBytes: Body.ignoredLimitBytes) }
            do {
                let limitBytes = try operation.admit(head)
                try turningAway.noting(operation.letBegin)
                if case .stream = operation.input.bodyRule { return .stream(limitBytes: limitBytes) }
                return .body(limitBytes: limitBytes)
            } catch {
                let requestID = requestIDs.id(for: head)
                return .refuse(
                    refused(problem(for: error, operation, requestID), head, operation.label, requestID))
            }
        }
    }

    package func refuseBody(of head: Request.Head, limitBytes: Int) -> Response {
        var label = "none"
        if case .success(let found?) = find(head) { label = found.operation.label }
        return refused(.bodyTooLarge(limitBytes: limitBytes), head, label, requestIDs.id(for: head))
    }

    package var turnsAway: Bool { turningAway.isUnderWay }

    package func atHand(_ head: Request.Head) -> Response? {
        if head.method == .get || head.method == .head { return keptAnswer(head) }
        guard turnsAway, case .refuse(let response) = admit(head) else { return nil }
        return response
    }

    private func keptAnswer(_ head: Request.Head) -> Response? {
        guard let kept = Address(head).flatMap(kept.find) else { return nil }
        let response = head.isUnchanged(kept.response) ? kept.response.notModified : kept.response
        metrics.note(kept.note, response.status, .zero)
        return finished(response, head, kept.note, requestIDs.id(for: head))
    }

    package func respond(to request: Request) async -> Response {
        if let response = keptAnswer(request.head) { return response }
        let begin = ContinuousClock.now
        let requestID = requestIDs.id(for: request.head)
        let (response, label) = await answer(request, requestID)
        metrics.note(label, response.status, ContinuousClock.now - begin)
        return finished(response, request.head, label, requestID)
    }

    private typealias FoundOperation = (operation: Operation, values: [String])

    /// Nil for OPTIONS, which the pipeline answers itself.
    private func find(_ head: Request.Head) -> Result<FoundOperation?, Problem> {
        guard let found = router.find(head.path) else { return .failure(.noSuchRoute) }
        if let operation = found.operation(head.method) { return .success((operation, found.values)) }
        return head.method == .options ? .success(nil) : .failure(.methodNotAllowed(found.allowed))
    }

    private func answer(_ request: Request, _ requestID: String) async -> (response: Response, label: String) {
        switch find(request.head) {
        case .failure(let problem): return (problem.response, "none")
        case .success(nil):
            let allowed = router.find(request.head.path)?.allowed ?? []
            return (Response(204, headers: ["Allow": allowed.map(\.rawValue).joined(separator: ", ")]), "options")
        case .success(let found?):
            let operation = found.operation
            do {
                return (try await ask(operation, found.values, request), operation.label)
            } catch {
                return (problem(for: error, operation, requestID).response, operation.label)
            }
        }
    }

    private func ask(_ operation: Operation, _ values: [String], _ request: Request) async throws -> Response {
        let limitBytes = try operation.admit(request.head)
        try turningAway.noting(operation.letBegin)
        guard request.body.count <= limitBytes else { throw Problem.bodyTooLarge(limitBytes: limitBytes) }
        let response = try await answer(operation, values, request)
        if response.isOther(than: request.head) { throw Problem.otherVersion }
        return request.head.isUnchanged(response) ? response.notModified : response.part(for: request.head)
    }

    private func answer(_ operation: Operation, _ values: [String], _ request: Request) async throws -> Response {
        guard operation.isKept else { return try await made(operation, values, request) }
        guard let address = Address(request.head) else { return try await made(operation, values, request).tagged }
        return try await kept.answer(to: address) {
            .init(try await made(operation, values, request).tagged, operation.label)
        }.response
    }

    private func made(_ operation: Operation, _ values: [String], _ request: Request) async throws -> Response {
        let caller = try await authenticator.caller(of: request.head)
        guard caller.may(operation.route.permission) else {
            throw caller.identity == .guest ? Problem.unauthenticated : .notPermitted
        }
        let (json, upload) = try operation.input.read(request, pathValues: values)
        let finished: Operation.Finished
        do {
            finished = try await operation.run(json, upload, caller)
        } catch let fault as JSONCoding.Fault {
            throw operation.input.problem(fault)
        }
        if caller.isStaff, let subject = operation.subject(values) { try await reads?.record(caller, reading: subject) }
        var response = finished.response
        if let next = finished.next { response.headers["Link"] = request.head.link(toNext: next) }
        return response
    }

    private func problem(for error: any Error, _ operation: Operation, _ requestID: String) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let refusal as any Refusal: return refusal.problem
        case is Unauthenticated: return .unauthenticated
        default:
            if let problem = failure(error) { return problem }
            log.error("request failed", metadata: [
                "requestId": "\(requestID)", "route": "\(operation.label)", "error": "\(String(reflecting: error))",
            ])
            return .broken(requestID: requestID)
        }
    }

    /// The answer to a request that no endpoint was asked about.
    private func refused(
        _ problem: Problem, _ head: Request.Head, _ label: String, _ requestID: String
    ) -> Response {
        metrics.note(label, problem.status, .zero)
        return finished(problem.response, head, label, requestID)
    }

    private func finished(
        _ response: Response, _ head: Request.Head, _ label: String, _ requestID: String
    ) -> Response {
        log.debug("request", metadata: [
            "requestId": "\(requestID)", "method": "\(head.method.rawValue)", "route": "\(label)",
            "status": "\(response.status)",
        ])
        return response.finished(requestID: requestID, for: head.method)
    }
}

import Foundation

/// How many answers the shop gives a second, and at what cost, beside others that send the same bytes from memory.
struct AnswerLimit {
    let folder: String
    let seconds: Double

    private static let connections = 64
    private static let warmUpSeconds = 0.5
    private static let pages = [
        (name: "product", path: "/v1/products/\(BenchShop.configured)"), (name: "product list", path: "/v1/products"),
        (name: "product page", path: "/products/\(BenchShop.configured)"),
    ]

    /// What a buyer asks for, with the head fields of the request, and what the shop answers.
    private struct Asked {
        let name: String
        let headers: String
        let answer: StoredAnswer
        let isRevalidation: Bool

        /// The head fields of somebody for whom the shop keeps no answer: with a cookie the API looks who asks, and
        /// under one so long no page is kept.
        var unkept: String {
            let long = "unkept=" + String(repeating: "x", count: 3000)
            return headers.isEmpty ? "Cookie: \(long)\r\n" : headers.replacing("\r\n", with: "; \(long)\r\n")
        }
    }

    private struct Cost {
        let rate, cpuMicroseconds, loadMicroseconds, median, slowest: Double
    }

    func measure(_ report: inout Report) async throws {
        let shop = try BenchShop(executable: OrderRun.program, folder: folder + "/shop")
        defer { shop.close() }
        let asked = try Self.pages.flatMap { try ask($0.name, $0.path, port: shop.port) }
        let answers = folder + "/answers"
        try StoredAnswer.write(asked.map(\.answer), to: answers)
        let servers = [
            AnswerServer("shop", port: shop.port) { shop.server.usage().cpuSeconds },
            try AnswerServer.own("Hummingbird", verb: "answer-hummingbird", folder: answers),
            try AnswerServer.own("NIO", verb: "answer-nio", folder: answers),
            try Nginx.serve(asked.map(\.answer), folder: folder + "/nginx"),
        ]
        for one in asked {
            let costs = try servers.map { try load($0, one) }
            add(one, zip(servers.map(\.name), costs).map { (name: $0, cost: $1) }, &report)
        }
        for one in asked where !one.isRevalidation {
            let anew = Asked(
                name: one.name, headers: one.unkept, answer: one.answer, isRevalidation: false)
            let cost = try load(servers[0], anew)
            report.add("GET \(one.answer.path), made anew each time", [
                Figure("\(one.name), made anew", cost.rate, "1/s"),
                Figure("\(one.name), made anew, CPU", cost.cpuMicroseconds, "µs"),
            ])
        }
    }

    /// The answer to a buyer who has the shop's cookies, and the one to who has that answer, if it has a tag.
    private func ask(_ name: String, _ path: String, port: UInt16) throws -> [Asked] {
        let cookies = try StoredAnswer.fetch(path, port: port).fields
            .filter { $0.name.lowercased() == "set-cookie" }.map { $0.value.prefix { $0 != ";" } }
        let headers = cookies.isEmpty ? "" : "Cookie: \(cookies.joined(separator: "; "))\r\n"
        let answer = try StoredAnswer.fetch(path, port: port, headers: headers)
        guard answer.status == 200 else { throw Program.Failure(description: "\(path): \(answer.status)") }
        let plain = Asked(name: name, headers: headers, answer: answer, isRevalidation: false)
        guard let tag = answer["ETag"] else { return [plain] }
        let known = headers + "If-None-Match: \(tag)\r\n"
        let revalidated = try StoredAnswer.fetch(path, port: port, headers: known)
        guard revalidated.status == 304 else { return [plain] }
        return [plain, Asked(name: name + ", revalidated", headers: headers, answer: revalidated, isRevalidation: true)]
    }

    private func load(_ server: AnswerServer, _ asked: Asked) throws -> Cost {
        var headers = asked.headers
        if asked.isRevalidation {
            // nginx makes the tags of its files itself.
            let tag = try StoredAnswer.fetch(asked.answer.path, port: server.port, headers: headers)["ETag"] ?? ""
            headers += "If-None-Match: \(tag)\r\n"
        }
        let page = ReadingVisitor.Page(
            asked.answer.path, headers: headers, status: asked.answer.status, body: asked.answer.body)
        let loop = Loop(port: server.port, kinds: 1) { ReadingVisitor(page) }
        func used() -> [Double] { [server.cpuSeconds(), Program.usage(of: getpid()).cpuSeconds] }
        var (before, after): ([Double], [Double]) = ([], [])
        try loop.run(
            connections: Self.connections, warmUp: Self.warmUpSeconds, seconds: seconds, onSteady: { before = used() },
            onEnd: { after = used() })
        let times = loop.times
        guard page.wrong == 0, times.journeys > 0 else {
            let first = times.firstRefusal ?? "another body"
            throw Program.Failure(
                description: "\(server.name), \(page.path): \(page.wrong) of \(times.journeys) answers wrong: \(first)")
        }
        let micros = zip(before, after).map { ($1 - $0) / Double(times.journeys) * 1e6 }
        return Cost(
            rate: Double(times.journeys) / seconds, cpuMicroseconds: micros[0], loadMicroseconds: micros[1],
            median: times.quantile(0.5, of: 0) ?? 0, slowest: times.quantile(0.99, of: 0) ?? 0)
    }

    /// The shop's figures beside each of the others', and theirs.
    private func add(_ asked: Asked, _ found: [(name: String, cost: Cost)], _ report: inout Report) {
        func rate(_ one: (name: String, cost: Cost)) -> Figure { Figure("\(asked.name), \(one.name)", one.cost.rate, "1/s") }
        func cpu(_ one: (name: String, cost: Cost)) -> Figure {
            Figure("\(asked.name), \(one.name), CPU", one.cost.cpuMicroseconds, "µs")
        }
        let shop = found[0]
        var figures: [Figure] = []
        for other in found.dropFirst() {
            let beside = "\(asked.name), shop beside \(other.name)"
            figures.append(.rate(beside, shop.cost.rate, of: rate(other), called: other.name))
            figures.append(.cost("\(beside), CPU", shop.cost.cpuMicroseconds, of: cpu(other), called: other.name))
        }
        for one in found {
            if one.name != shop.name { figures += [rate(one), cpu(one)] }
            figures.append(Figure("\(asked.name), \(one.name), p50", one.cost.median, "ms"))
            figures.append(Figure("\(asked.name), \(one.name), p99", one.cost.slowest, "ms"))
            figures.append(Figure("\(asked.name), load at \(one.name), CPU", one.cost.loadMicroseconds, "µs"))
        }
        report.add(
            "GET \(asked.answer.path), \(asked.name): \(asked.answer.status) with \(asked.answer.body.count) bytes, "
                + "\(Self.connections) connections", figures)
    }
}

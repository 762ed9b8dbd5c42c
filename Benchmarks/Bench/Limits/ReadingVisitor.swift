import Glibc

/// Asks for one page over and over, and compares each answer with what it must be.
final class ReadingVisitor: Visitor {
    /// What is asked, what must come, and how often something else did.
    final class Page {
        let path: String
        let headers: String
        let status: Int
        let body: [UInt8]
        fileprivate(set) var wrong = 0

        init(_ path: String, headers: String, status: Int, body: [UInt8]) {
            self.path = path
            self.headers = headers
            self.status = status
            self.body = body
        }
    }

    private let page: Page

    init(_ page: Page) { self.page = page }

    func begin(_ out: inout Outgoing) -> Kind {
        out.get(page.path, headers: page.headers)
        return 0
    }

    func next(after answer: borrowing Answer, _ out: inout Outgoing) -> Kind? {
        if answer.status != page.status || !isBody(answer.body) { page.wrong += 1 }
        return nil
    }

    private func isBody(_ found: UnsafeRawBufferPointer) -> Bool {
        guard found.count == page.body.count, let start = found.baseAddress else { return page.body.isEmpty }
        return page.body.withUnsafeBytes { wanted in
            guard let wantedStart = wanted.baseAddress else { return true }
            return memcmp(wantedStart, start, wanted.count) == 0
        }
    }

    func fail() { page.wrong += 1 }
}

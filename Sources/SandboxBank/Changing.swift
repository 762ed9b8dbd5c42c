import Synchronization
import Values
import Web

/// Under which idempotency key something is asked, and a digest of what.
struct Asked {
    let key: String?
    let fingerprint: String

    /// The buyer's browser sends no key.
    init() {
        key = nil
        fingerprint = ""
    }

    init(_ head: Request.Head, _ form: Form) {
        key = head.headers["Idempotency-Key"].flatMap { $0.isEmpty ? nil : $0 }
        fingerprint = key == nil ? "" : Self.fingerprint(head.path, form)
    }

    /// The parameters in any order. Of a card number it sees the last four digits and of its code nothing: a digest of
    /// them could be tried out.
    private static func fingerprint(_ path: String, _ form: Form) -> String {
        let words = form.pairs.map { name, value in
            switch name {
            case "card[number]": "\(name)=\(value.suffix(4))"
            case "card[cvc]": name
            default: "\(name)=\(value)"
            }
        }
        return Digest.hex(Digest.sha256(path + "\n" + words.sorted().joined(separator: "\n")).prefix(16))
    }
}

extension SandboxBank {
    /// Does an errand once per idempotency key, with whatever goes wrong on demand.
    func change(
        _ targets: Set<Fault.Target>, _ asked: Asked, during visit: Visit,
        _ makeErrand: () throws(StripeError) -> any Errand
    ) async throws(StripeError) -> Response {
        if let key = asked.key, key.utf8.count > KeyedReplies.keyLengthLimit {
            throw .invalid("Idempotency-Key", "At most \(KeyedReplies.keyLengthLimit) characters.")
        }
        let trouble = targets.isEmpty ? Trouble() : faults.draw(for: targets)
        switch trouble.mishap?.kind {
        case .errorBefore: throw .brokenDown
        case .tooManyRequests: throw .tooManyRequests
        case .silence:
            try? await clock.sleep(trouble.mishap?.delay ?? .seconds(0))
            return .dropped
        default: break
        }
        let response = try await changeOnce(asked, trouble, during: visit, makeErrand)
        switch trouble.mishap?.kind {
        case .replyLost: return .dropped
        case .errorAfter: throw .brokenDown
        default: return response
        }
    }

    private func changeOnce(
        _ asked: Asked, _ trouble: Trouble, during visit: Visit, _ makeErrand: () throws(StripeError) -> any Errand
    ) async throws(StripeError) -> Response {
        if let key = asked.key {
            let (kept, number) = try books.withLock { books throws(StripeError) in
                (try books.reserve(key, asked.fingerprint, at: visit.now), journal.last)
            }
            if let kept {
                try await pause(trouble.delay)
                try await keep(through: number)
                return Self.response(kept, key, replayed: true, during: visit)
            }
        }
        do {
            let errand = try makeErrand()
            try await pause(trouble.delay)
            let done = try write(errand, asked, trouble, during: visit)
            try await keep(through: done.number)
            courier?.take(done.deliveries)
            return Self.response(done.reply, asked.key, replayed: false, during: visit)
        } catch {
            // Refused before the books were opened, or never written: the key is free again.
            if let key = asked.key { books.withLock { $0.release(key) } }
            throw error
        }
    }

    /// A client that gives up waiting doesn't stop a bank from working.
    private func pause(_ span: Instant.Span) async throws(StripeError) {
        guard span.milliseconds > 0 else { return }
        try? await clock.sleep(span)
    }

    private struct Done {
        let reply: Reply
        /// The line's number in the journal.
        let number: Int
        let deliveries: [Courier.Delivery]
    }

    /// Decides and writes down, in one go, so that the lines stand in the order of the decisions.
    private func write(
        _ errand: any Errand, _ asked: Asked, _ trouble: Trouble, during visit: Visit
    ) throws(StripeError) -> Done {
        try books.withLock { books throws(StripeError) in
            let change: Change
            do throws(StripeError) {
                change = try errand.carryOut(in: books, during: visit)
            } catch {
                guard error.isStored, asked.key != nil else { throw error }
                change = Change(refusing: error)
            }
            let keepsError = trouble.mishap.map { $0.kind == .errorAfter && $0.keepsError } ?? false
            let answer = keepsError ? Change(refusing: .brokenDown).answer : change.answer
            let reply = Reply(fingerprint: asked.fingerprint, requestID: visit.requestID, status: answer.status,
                              body: String(decoding: answer.body, as: UTF8.self), at: Stamp(visit.now))
            let entry = entry(of: change, reply, asked.key, copies: trouble.copies, during: visit)
            let line: [UInt8]
            do { line = try entry.line } catch { throw .brokenDown }
            books.apply(entry)
            let deliveries = entry.deliveries.map { $0.late(by: trouble.newsDelay) }
            return Done(reply: reply, number: journal.append(line), deliveries: deliveries)
        }
    }

    private func entry(of change: Change, _ reply: Reply, _ key: String?, copies: Int, during visit: Visit) -> Entry {
        var entry = Entry(at: visit.now)
        entry.method = change.method
        entry.intent = change.intent
        entry.refund = change.refund
        entry.session = change.session
        if !change.events.isEmpty, !settings.webhookURLs.isEmpty {
            entry.news = Entry.News(
                events: change.events.map { Entry.News.Event(id: visit.newID("evt"), kind: $0) },
                requestID: visit.requestID, key: key, endpoints: settings.webhookURLs.count, copies: copies)
        }
        if let key { entry.reply = Entry.KeyedReply(key: key, reply: reply) }
        return entry
    }

    private static func response(_ reply: Reply, _ key: String?, replayed: Bool, during visit: Visit) -> Response {
        var response = response(reply.status, Array(reply.body.utf8), during: visit)
        guard let key else { return response }
        response.headers["Idempotency-Key"] = key
        response.headers["Original-Request"] = reply.requestID
        if replayed { response.headers["Idempotent-Replayed"] = "true" }
        return response
    }
}

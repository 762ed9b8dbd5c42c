import CCurl
import Synchronization
import Values

/// Speaks HTTP and SMTP to other people's servers, over connections that are kept and used again.
///
/// One thread drives all of it (libcurl's multi interface), so that a thousand waiting requests cost a thousand small
/// buffers and no threads. A POST over a kept connection that the other side closed just then is sent once more by
/// libcurl: whoever posts something that must not happen twice sends an idempotency key with it.
package final class CurlTransport: Sendable {
    /// What the transport may take up at most.
    package struct Limits: Sendable {
        /// At a time, to one host; more requests wait their turn.
        package let connectionsPerHost: Int
        /// Open for later use, over all hosts.
        package let keptConnections: Int
        /// Requests under way or waiting; one more is refused as never sent.
        package let requests: Int
        /// Of an answer's body.
        package let answerBytes: Int
        /// To resolve the name, connect and agree on TLS.
        package let connectTimeout: Instant.Span

        package init(
            connectionsPerHost: Int = 128, keptConnections: Int = 256, requests: Int = 10_000,
            answerBytes: Int = 4 * 1024 * 1024, connectTimeout: Instant.Span = .seconds(5)
        ) {
            self.connectionsPerHost = connectionsPerHost
            self.keptConnections = keptConnections
            self.requests = requests
            self.answerBytes = answerBytes
            self.connectTimeout = connectTimeout
        }
    }

    private let queue: TransferQueue

    /// `trustedRoots` is a PEM file of certificate authorities; the system's when nil.
    package init(_ limits: Limits = Limits(), trustedRoots: String? = nil) {
        queue = TransferQueue(limits)
        TransferLoop.start(queue, limits, trustedRoots)
    }

    deinit { queue.close() }

    /// Requests under way fail as unknown; later ones as never sent.
    package func close() { queue.close() }

    /// Sends a request and waits for the whole answer. A cancelled task stops waiting at once.
    package func send(_ request: OutgoingRequest) async throws(TransportFailure) -> IncomingResponse {
        switch await answer(.request(request)) {
        case .success(let response): return response
        case .failure(let failure): throw failure
        }
    }

    /// Hands a mail over; returns once the server has taken it for all recipients.
    package func send(_ mail: OutgoingMail) async throws(TransportFailure) {
        if case .failure(let failure) = await answer(.mail(mail)) { throw failure }
    }

    private func answer(_ parcel: Transfer.Parcel) async -> Transfer.Outcome {
        let tag = queue.nextTag()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                guard !Task.isCancelled else {
                    return waiter.resume(returning: .failure(.neverSent("cancelled")))
                }
                queue.put(Transfer(tag: tag, parcel: parcel, waiter: waiter))
                // The cancellation may have come before there was anything to cancel.
                if Task.isCancelled { queue.cancel(tag) }
            }
        } onCancel: {
            queue.cancel(tag)
        }
    }
}

/// One request on its way, and who waits for it.
struct Transfer: Sendable {
    let tag: UInt64
    let parcel: Parcel
    let waiter: CheckedContinuation<Outcome, Never>

    typealias Outcome = Result<IncomingResponse, TransportFailure>

    enum Parcel: Sendable {
        case request(OutgoingRequest)
        case mail(OutgoingMail)
    }
}

/// Where callers leave their requests for the loop's thread.
final class TransferQueue: Sendable {
    /// What the loop takes out at a time.
    struct Taken {
        var fresh: [Transfer] = []
        var cancelled: [UInt64] = []
        var isClosed = false
    }

    private struct Waiting {
        var taken = Taken()
        var underWay = 0
        var loopSleeps = false
        var wake: (@Sendable () -> Void)?
    }

    private let limit: Int
    private let waiting = Mutex(Waiting())
    private let tags = Atomic<UInt64>(0)

    init(_ limits: CurlTransport.Limits) { limit = limits.requests }

    func nextTag() -> UInt64 { tags.add(1, ordering: .relaxed).newValue }

    func put(_ transfer: Transfer) {
        let refusal = change { waiting -> TransportFailure? in
            guard !waiting.taken.isClosed else { return .neverSent("shutting down") }
            guard waiting.underWay < limit else { return .neverSent("too many requests under way") }
            waiting.underWay += 1
            waiting.taken.fresh.append(transfer)
            return nil
        }
        if let refusal { transfer.waiter.resume(returning: .failure(refusal)) }
    }

    func cancel(_ tag: UInt64) { change { $0.taken.cancelled.append(tag) } }

    func close() { change { $0.taken.isClosed = true } }

    /// Changes what is waiting, and wakes the loop when it sleeps: at most one wake for any number of changes.
    private func change<Answer: Sendable>(_ body: (inout sending Waiting) -> sending Answer) -> Answer {
        let (answer, wake) = waiting.withLock { waiting in
            let answer = body(&waiting)
            let wake = waiting.loopSleeps ? waiting.wake : nil
            waiting.loopSleeps = false
            return (answer, wake)
        }
        wake?()
        return answer
    }

    // What follows is the loop's side.

    func begin(wake: @escaping @Sendable () -> Void) { waiting.withLock { $0.wake = wake } }

    /// Once the loop is gone nobody may wake it.
    func end() { waiting.withLock { $0.wake = nil } }

    func take(finished: Int) -> Taken {
        waiting.withLock { waiting in
            waiting.underWay -= finished
            let taken = waiting.taken
            waiting.taken.fresh = []
            waiting.taken.cancelled = []
            return taken
        }
    }

    /// Whether the loop may sleep: nothing has come meanwhile. From now on a change wakes it.
    func sleeps() -> Bool {
        waiting.withLock { waiting in
            let taken = waiting.taken
            waiting.loopSleeps = taken.fresh.isEmpty && taken.cancelled.isEmpty && !taken.isClosed
            return waiting.loopSleeps
        }
    }
}

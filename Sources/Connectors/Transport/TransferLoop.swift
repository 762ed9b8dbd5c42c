import CCurl
import Glibc
import Values
import Web

/// The thread that moves all transfers. Everything in it belongs to that thread alone.
final class TransferLoop {
    /// libcurl says itself when it next has something to do; this bounds how long a lost wake could go unseen.
    private static let longestSleepMilliseconds: Int32 = 1000

    /// Cleared transfers kept for the next requests.
    private static let spareLimit = 256

    private let queue: TransferQueue
    private let limits: CurlTransport.Limits
    private let trustedRoots: String?
    private let connections: Connections
    private var loop: OpaquePointer { connections.loop }
    private var underWay: [UInt64: (transfer: Transfer, handle: OpaquePointer)] = [:]
    private var spare: [OpaquePointer] = []

    static func start(_ queue: TransferQueue, _ limits: CurlTransport.Limits, _ trustedRoots: String?) {
        guard let loop = ccurl_loop_new(limits.connectionsPerHost, limits.keptConnections) else {
            return queue.close()
        }
        let context = Unmanaged.passRetained(TransferLoop(queue, limits, trustedRoots, loop))
        var thread = pthread_t()
        let failed = pthread_create(&thread, nil, { context in
            guard let context else { return nil }
            Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue().run()
            return nil
        }, context.toOpaque())
        guard failed == 0 else {
            context.release()
            return queue.close()
        }
        pthread_detach(thread)
    }

    private init(
        _ queue: TransferQueue, _ limits: CurlTransport.Limits, _ trustedRoots: String?, _ loop: OpaquePointer
    ) {
        self.queue = queue
        self.limits = limits
        self.trustedRoots = trustedRoots
        let connections = Connections(loop)
        self.connections = connections
        queue.begin { ccurl_loop_wake(connections.loop) }
    }

    deinit { spare.forEach { ccurl_transfer_free($0) } }

    /// Lives for as long as the thread runs or somebody is about to wake it, which libcurl lets any thread do.
    private final class Connections: @unchecked Sendable {
        let loop: OpaquePointer

        init(_ loop: OpaquePointer) { self.loop = loop }

        deinit { ccurl_loop_free(loop) }
    }

    private func run() {
        // A peer that hangs up while OpenSSL writes must not end the program.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        var finished = 0
        while true {
            let taken = queue.take(finished: finished)
            finished = 0
            for transfer in taken.fresh where !begin(transfer) { finished += 1 }
            for tag in taken.cancelled where stop(tag, .unknown("cancelled")) { finished += 1 }
            if taken.isClosed { break }
            ccurl_loop_perform(loop)
            while let handle = ccurl_loop_finished(loop) {
                finish(handle)
                finished += 1
            }
            if finished == 0, queue.sleeps() { ccurl_loop_wait(loop, Self.longestSleepMilliseconds) }
        }
        queue.end()
        for tag in Array(underWay.keys) { _ = stop(tag, .unknown("shutting down")) }
    }

    private func begin(_ transfer: Transfer) -> Bool {
        guard let handle = spare.popLast() ?? ccurl_transfer_new() else {
            transfer.waiter.resume(returning: .failure(.neverSent("out of memory")))
            return false
        }
        guard prepare(handle, transfer), ccurl_loop_add(loop, handle) else {
            setAside(handle)
            transfer.waiter.resume(returning: .failure(.neverSent("not a request that can be sent")))
            return false
        }
        underWay[transfer.tag] = (transfer, handle)
        return true
    }

    private func stop(_ tag: UInt64, _ failure: TransportFailure) -> Bool {
        guard let (transfer, handle) = underWay.removeValue(forKey: tag) else { return false }
        ccurl_loop_remove(loop, handle)
        setAside(handle)
        transfer.waiter.resume(returning: .failure(failure))
        return true
    }

    private func finish(_ handle: OpaquePointer) {
        guard let (transfer, _) = underWay.removeValue(forKey: ccurl_transfer_tag(handle)) else { return }
        let outcome = Self.outcome(of: handle, transfer.parcel)
        setAside(handle)
        transfer.waiter.resume(returning: outcome)
    }

    private func setAside(_ handle: OpaquePointer) {
        guard spare.count < Self.spareLimit else { return ccurl_transfer_free(handle) }
        ccurl_transfer_clear(handle)
        spare.append(handle)
    }

    // MARK: filling in and reading out

    private func prepare(_ handle: OpaquePointer, _ transfer: Transfer) -> Bool {
        switch transfer.parcel {
        case .request(let request):
            if request.reach == .publicOnly { ccurl_transfer_public_only(handle) }
            return begin(handle, transfer.tag, request.url, request.timeout)
                && request.body.withUnsafeBufferPointer {
                    ccurl_transfer_http(handle, request.method.rawValue, $0.baseAddress, $0.count)
                }
                && request.headers.fields.allSatisfy { name, value in
                    Self.isOneLine(name) && Self.isOneLine(value)
                        // "Name;" is how libcurl is told to send a field with nothing in it.
                        && ccurl_transfer_header(handle, value.isEmpty ? "\(name);" : "\(name): \(value)")
                }
        case .mail(let mail):
            let server = mail.server
            guard Self.isOneLine(mail.from), mail.recipients.allSatisfy(Self.isOneLine) else { return false }
            return begin(handle, transfer.tag, server.url + (server.greeting.map { "/\($0)" } ?? ""), mail.timeout)
                && mail.message.withUnsafeBufferPointer {
                    ccurl_transfer_mail(
                        handle, "<\(mail.from)>", server.startTLS.level, server.login?.user, server.login?.password,
                        $0.baseAddress, $0.count)
                }
                && mail.recipients.allSatisfy { ccurl_transfer_recipient(handle, "<\($0)>") }
        }
    }

    private func begin(_ handle: OpaquePointer, _ tag: UInt64, _ url: String, _ timeout: Instant.Span) -> Bool {
        Self.isOneLine(url) && ccurl_transfer_begin(
            handle, tag, url, Int(timeout.milliseconds), Int(limits.connectTimeout.milliseconds), limits.answerBytes,
            trustedRoots, Self.isLoopback(url))
    }

    /// Line breaks would smuggle in further fields, a NUL would cut the rest off.
    private static func isOneLine(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 32 && $0 != 127 } }

    /// A proxy named in the environment can't reach our own machine.
    private static func isLoopback(_ url: String) -> Bool {
        guard let start = url.firstRange(of: "://")?.upperBound else { return false }
        let host = url[start...].prefix { $0 != "/" && $0 != "?" }
        return ["127.", "localhost", "[::1]"].contains { host.hasPrefix($0) }
    }

    private static func outcome(of handle: OpaquePointer, _ parcel: Transfer.Parcel) -> Transfer.Outcome {
        var length = 0
        let headers = ccurl_transfer_headers(handle, &length)
        let head = UnsafeBufferPointer(start: headers, count: length)
        switch ccurl_transfer_outcome(handle) {
        case ccurl_answered:
            let body = ccurl_transfer_body(handle, &length)
            return .success(IncomingResponse(
                status: ccurl_transfer_status(handle), headers: HeaderLines.fields(head),
                body: Array(UnsafeBufferPointer(start: body, count: length))))
        case let outcome:
            var reason = String(cString: ccurl_transfer_reason(handle))
            if case .mail = parcel, let reply = HeaderLines.refusal(head) { reason += ": \(reply)" }
            return .failure(outcome == ccurl_never_sent ? .neverSent(reason) : .unknown(reason))
        }
    }
}

extension MailServer.StartTLS {
    fileprivate var level: ccurl_tls {
        switch self {
        case .none: ccurl_tls_none
        case .optional: ccurl_tls_optional
        case .required: ccurl_tls_required
        }
    }
}

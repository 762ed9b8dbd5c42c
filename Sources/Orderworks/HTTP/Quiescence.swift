import Glibc
import NIOCore
import NIOHTTPTypes
import Synchronization

/// How a server ends without losing a request that was sent to it.
///
/// A socket that is closed over bytes nobody has read, or over connections nobody has taken, is reset, and clients
/// can't tell whether what they sent was done. So the listener first lets no new connection begin, takes those that
/// have begun, and is closed when none waits for it; and a connection without a request under way is closed only after
/// a while in which the one that may be on its way is answered.
final class Quiescence: Sendable {
    /// So long a connection without a request is kept, and one that is just beginning waited for.
    static let linger = TimeAmount.milliseconds(200)
    /// The listener is closed after this however many still come: where the system can't keep them out.
    private static let patience = TimeAmount.seconds(1)

    /// More often than a connection is handed from loop to loop until it is served.
    private static let hops = 6

    private let loops: [any EventLoop]
    private let begun = Atomic(false)
    private let state = Mutex(State())

    private struct State {
        var listener: (any Channel)?
        var connections: [ObjectIdentifier: any Channel] = [:]
    }

    /// - Parameter loops: all that the server's connections live on.
    init(_ loops: any EventLoopGroup) { self.loops = Array(loops.makeIterator()) }

    /// Whether the server is ending: each answer is the last of its connection.
    var hasBegun: Bool { begun.load(ordering: .acquiring) }

    /// Connections come by this one. Called once, as soon as they do.
    func listens(_ listener: any Channel) {
        let isLate = state.withLock { state in
            state.listener = listener
            return hasBegun
        }
        if isLate { close(listener) }
    }

    func begin() {
        let (listener, connections) = state.withLock { state in
            begun.store(true, ordering: .releasing)
            return (state.listener, Array(state.connections.values))
        }
        if let listener { close(listener) }
        for connection in connections { quiesce(connection) }
    }

    fileprivate func opened(_ connection: any Channel) {
        let isLate = state.withLock { state in
            state.connections[ObjectIdentifier(connection)] = connection
            return hasBegun
        }
        if isLate { quiesce(connection) }
    }

    fileprivate func closed(_ connection: any Channel) {
        _ = state.withLock { $0.connections.removeValue(forKey: ObjectIdentifier(connection)) }
    }

    private func quiesce(_ connection: any Channel) {
        connection.eventLoop.execute {
            connection.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    private func close(_ listener: any Channel) {
        let end = NIODeadline.now() + Self.patience
        @Sendable func attempt() {
            try? listener.syncOptions?.setOption(.autoRead, value: false)
            handOver(from: listener).whenComplete { _ in
                guard NIODeadline.now() < end, self.isWaitedFor(listener) else {
                    return listener.close(promise: nil)
                }
                try? listener.syncOptions?.setOption(.autoRead, value: true)
                listener.eventLoop.scheduleTask(in: .milliseconds(1)) { attempt() }
            }
        }
        listener.eventLoop.execute {
            try? listener.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
                ClosedDoor.shut($0)
            }
            listener.eventLoop.scheduleTask(in: Self.linger) { attempt() }
        }
    }

    /// What the listener has taken goes to the loop of its connection and back, twice, before anybody hears of it; a
    /// connection that comes back when the listener is closed would be forgotten halfway, which the library dies of.
    private func handOver(from listener: any Channel) -> EventLoopFuture<Void> {
        (1...Self.hops).reduce(listener.eventLoop.makeSucceededVoidFuture()) { before, _ in
            before.flatMap { [loops] in
                EventLoopFuture.andAllComplete(loops.map { $0.submit {} }, on: listener.eventLoop)
            }
        }
    }

    /// Whether the system holds connections that haven't been taken.
    private func isWaitedFor(_ listener: any Channel) -> Bool {
        let ready = try? listener.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
            var look = pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            return poll(&look, 1, 0)
        }
        return (ready ?? 0) > 0
    }
}

/// Lets a connection that shall end answer the request under way, or else the one that comes within
/// `Quiescence.linger`.
final class LastRequest: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart

    private let quiescence: Quiescence
    private var underWay = 0
    private var isEnding = false
    private var end: Scheduled<Void>?

    init(_ quiescence: Quiescence) { self.quiescence = quiescence }

    func handlerAdded(context: ChannelHandlerContext) { quiescence.opened(context.channel) }

    func channelInactive(context: ChannelHandlerContext) {
        quiescence.closed(context.channel)
        end?.cancel()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        isEnding = true
        if underWay == 0 { linger(context) }
    }

    /// Its answer may have been begun before the server was told to stop, and doesn't say that it is the last; or the
    /// rest of a body that was refused is still on its way. So the client gets a moment behind each.
    private func linger(_ context: ChannelHandlerContext) {
        let context = NIOLoopBound(context, eventLoop: context.eventLoop)
        end = context.value.eventLoop.scheduleTask(in: Quiescence.linger) {
            // What stands behind ends the connection, where nothing is under way.
            context.value.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = unwrapInboundIn(data) {
            underWay += 1
            end?.cancel()
            end = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        guard case .end = unwrapOutboundIn(data) else { return }
        underWay -= 1
        if isEnding, underWay == 0 { linger(context) }
    }
}

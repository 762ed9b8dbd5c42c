import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Web

/// An `HTTPService` on a port. The only place that knows which library speaks HTTP.
///
/// Asked to shut down, it takes no new connection, answers every request under way, and then ends.
package struct Server: ServiceLifecycle.Service, CustomStringConvertible {
    private let service: any HTTPService
    private let host: String
    private let port: Int
    private let limits: Limits
    private let transport: Transport
    private let log: Logger
    private let onStart: @Sendable (Int) async -> Void

    /// What one server takes on at most.
    package struct Limits: Sendable {
        /// One header field, the request line among them.
        package var headerFieldBytes = 16 * 1024
        package var headerBytes = 32 * 1024
        package var headerFields = 100
        /// A connection on which nothing comes for so long is closed.
        package var idleSeconds: Int64 = 60
        /// Further ones wait in the backlog until one of these ends.
        package var connections = 16_384
        /// From the first byte of a request's head, of which more come, to its last.
        package var headSeconds: Int64 = 10
        package var backlog = 1024
        /// What is still read, and thrown away, of a body that has been refused, so that the client gets to read why.
        package var refusedBytes = 1024 * 1024
        /// A body that has come, or gone, for longer than this is held to `slowestBytesPerSecond` on the average.
        package var slowSeconds: Int64 = 20
        package var slowestBytesPerSecond = 1024
        /// Of a file, at a time.
        package var sentBytes = 256 * 1024
        /// How many proxies of the shop's own stand in front and say in `X-Forwarded-For` who asks.
        package var proxies = 0

        package init() {}
    }

    /// How what is sent is kept from others.
    package enum Transport: Sendable {
        /// It isn't: somebody in front may see to it. `isSecure` tells whether buyers come over TLS.
        case plain(isSecure: Bool)
        case tls(Certificate)

        var isSecure: Bool {
            switch self {
            case .plain(let isSecure): isSecure
            case .tls: true
            }
        }

        var isEncrypted: Bool { if case .tls = self { true } else { false } }
    }

    /// Why a server didn't start.
    package enum Failure: Error, Equatable, CustomStringConvertible {
        case portTaken(host: String, port: Int)
        case portForbidden(port: Int)
        case unknownHost(String)

        package var description: String {
            switch self {
            case .portTaken(let host, let port):
                "Port \(port) on \(host) is taken by another program; choose another with --port."
            case .portForbidden(let port): "Port \(port) may not be opened by this user; choose one above 1023."
            case .unknownHost(let host): "\(host) is no address of this machine."
            }
        }
    }

    /// - Parameters:
    ///   - port: 0 takes any that is free; `onStart` is told which.
    ///   - onStart: called once requests are taken.
    package init(
        _ service: any HTTPService, host: String, port: Int, limits: Limits = Limits(),
        transport: Transport = .plain(isSecure: false), log: Logger,
        onStart: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) {
        self.service = service
        self.host = host
        self.port = port
        self.limits = limits
        self.transport = transport
        self.log = log
        self.onStart = onStart
    }

    /// Short, because it is logged: what the service holds, secrets among it, is nobody's business.
    package var description: String { "server on \(host):\(port)" }

    /// Serves until its task is asked to shut down. Throws `Failure` when it can't begin.
    package func run() async throws {
        let loops = MultiThreadedEventLoopGroup.singleton
        let quiescence = Quiescence(loops)
        let server = try build(quiescence, loops)
        // The library's own way of ending would close what it has not looked at yet.
        let serving = Task.detached { try await server.run() }
        do {
            try await withTaskCancellationHandler {
                try await withGracefulShutdownHandler {
                    try await serving.value
                } onGracefulShutdown: {
                    quiescence.begin()
                }
            } onCancel: {
                serving.cancel()
            }
        } catch let error as IOError {
            throw failure(error)
        } catch is SocketAddressError {
            throw Failure.unknownHost(host)
        }
    }

    private func build(
        _ quiescence: Quiescence, _ loops: any EventLoopGroup
    ) throws -> any ServiceLifecycle.Service {
        let headSeconds = limits.headSeconds
        let connection = HTTP1Channel.Configuration(
            additionalChannelHandlers: [HeadDeadline(.seconds(headSeconds)), LastRequest(quiescence)],
            idleTimeout: .seconds(limits.idleSeconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headerFieldBytes, maxHeaderListSize: limits.headerBytes,
                maxHeaderFieldCount: limits.headerFields))
        let listening = ServerConfiguration(
            address: .hostname(host, port: port), backlog: limits.backlog,
            availableConnectionsDelegate: .maximum(limits.connections, logger: log))
        let conversation = Conversation(service: service, limits: limits, isSecure: transport.isSecure,
            isEncrypted: transport.isEncrypted, quiescence: quiescence, log: log)
        let (onStart, port) = (onStart, port)
        let plain = HTTPServerBuilder { responder in
            Connection(
                inner: HTTP1Channel(responder: responder, configuration: connection), conversation: conversation)
        }
        let builder = switch transport {
        case .plain: plain
        case .tls(let certificate): try HTTPServerBuilder.tls(plain, tlsConfiguration: certificate.configuration)
        }
        return try builder.buildServer(
            configuration: listening, eventLoopGroup: loops, logger: log,
            responder: { request, writer, channel in
                try await conversation.answer(request, writer, on: channel)
            },
            onServerRunning: { listener in
                quiescence.listens(listener)
                await onStart(listener.localAddress?.port ?? port)
            })
    }

    private func failure(_ error: IOError) -> any Error {
        switch error.errnoCode {
        case EADDRINUSE: Failure.portTaken(host: host, port: port)
        case EACCES, EPERM: Failure.portForbidden(port: port)
        case EADDRNOTAVAIL: Failure.unknownHost(host)
        default: error
        }
    }
}

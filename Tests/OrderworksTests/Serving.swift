import Logging
import ServiceLifecycle
import Testbed
import Web
@testable import Orderworks

/// Runs a server on any free port while `work` is done with that port, then stops it as SIGTERM would.
func serving(
    _ service: any HTTPService, limits: Server.Limits = .init(),
    transport: Server.Transport = .plain(isSecure: false), _ work: @Sendable (Int) async throws -> Void
) async throws {
    let (ports, started) = AsyncStream<Int>.makeStream()
    let server = Server(
        service, host: "127.0.0.1", port: 0, limits: limits, transport: transport, log: .quiet,
        onStart: { started.yield($0); started.finish() })
    let group = ServiceGroup(configuration: .init(services: [server], logger: .quiet))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        for await port in ports { try await work(port) }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
}

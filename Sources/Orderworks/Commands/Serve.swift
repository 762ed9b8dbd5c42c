import Logging
import ServiceLifecycle
import UnixSignals

/// `orderworks serve`: opens the shop and serves until it is told to stop.
struct Serve: Command {
    static let name = "serve"
    static let sentence = "Serves the shop until it gets SIGTERM or SIGINT; requests under way are answered first."
    static let settings = Known.serving

    /// How long requests and jobs under way get when the program is told to stop.
    static let graceSeconds: Int64 = 30

    func mistakes(in settings: Settings) -> [String] { Settings.serveMistakes(settings) }

    func run(_ settings: Settings) async throws -> ExitCode {
        let log = Program.log(settings[Known.logLevel])
        let wiring = try await Wiring.open(settings, log: log)
        do {
            let server = Server(
                wiring.api, host: settings[Known.host], port: settings[Known.port], log: log,
                onStart: { port in Self.greet(settings, port: port) })
            try await Self.run([server], log: log)
        } catch {
            await wiring.close()
            throw error
        }
        await wiring.close()
        return .done
    }

    /// Runs services until a signal. They are stopped from the last to the first, each given time to finish.
    static func run(_ services: [any ServiceLifecycle.Service], log: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: log)
        configuration.maximumGracefulShutdownDuration = .seconds(graceSeconds)
        try await ServiceGroup(configuration: configuration).run()
    }

    private static func greet(_ settings: Settings, port: Int) {
        let address = settings.ifSet(Known.publicURL) ?? "http://\(settings[Known.host]):\(port)"
        Program.say("Orderworks serves on \(address); its API is described at \(address)/openapi.json")
    }
}

import Connectors
import Foundation
import Logging
import Notices
import Offer
import People
import SandboxBank
import ServiceLifecycle
import Storage
import Trade
import UnixSignals
import Values
import Web

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
        Self.allowConnections()
        let folder = DataFolder(settings)
        try folder.prepare()
        let addresses = try Addresses(settings)
        try addresses.checkFree(bank: settings.ifSet(Known.bankURL) == nil)
        let transport = CurlTransport()
        defer { transport.close() }
        let bank = try Bank(settings, addresses, folder, transport, log: log)
        let wiring = try await Wiring.open(folder, Self.outside(settings, addresses, bank, transport), log: log,
            endingAt: settings.ifSet(Known.endAt))
        do {
            let key = try await People.firstKey(wiring.shop)
            // Of several servers that open a new shop together, the one that made its key furnishes it.
            if key != nil || !folder.database.isShared { try await Self.furnish(wiring, settings) }
            let owner = try await wiring.people.ownerToken().map { "\(addresses.shop)/staff/owner?token=\($0)" }
            var limits = Server.Limits()
            limits.proxies = settings[Known.proxies]
            let server = Server(
                try wiring.site(settings, addresses), host: settings[Known.host], port: addresses.port,
                limits: limits, transport: try Self.transport(settings, addresses, log), log: log,
                onStart: { _ in
                    Greeting(address: addresses.shop, key: key, owner: owner, settings: settings).say()
                })
            let door = addresses.bankDoor.map {
                Server(BankDoor(api: wiring.api), host: "127.0.0.1", port: $0, log: log)
            }
            try await Self.run(
                bank.services + [RunningWorker(worker: wiring.worker)] + [door, server].compactMap(\.self), log: log)
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

    /// As many open files as the system lets this user have: each connection is one, and many systems begin with
    /// 1,024.
    private static func allowConnections() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static func outside(
        _ settings: Settings, _ addresses: Addresses, _ bank: Bank, _ transport: CurlTransport
    ) -> Wiring.Outside {
        let login = settings.ifSet(Known.smtpUser).map {
            MailServer.Login(user: $0, password: settings[Known.smtpPassword])
        }
        let startTLS: MailServer.StartTLS = switch settings[Known.smtpStartTLS] {
        case .required: .required
        case .offered: .optional
        case .never: .none
        }
        return Wiring.Outside(
            bank: bank.gateway, cards: bank.cards,
            mailServer: settings.ifSet(Known.smtpURL).map {
                SMTPCarrier(MailServer($0, startTLS: startTLS, login: login), over: transport)
            },
            mailFrom: settings[Known.mailFrom], shopName: settings[Known.shopName],
            buyersURL: settings.ifSet(Known.frontEndURL) ?? addresses.shop, staffURL: addresses.shop,
            passwords: Argon2(), requiresSecondFactor: settings.requiresSecondFactor,
            retention: settings.retention,
            threeDSecureDeadline: .minutes(Int64(settings[Known.threeDSecureDeadline])),
            fileStore: settings.objectStorage(over: transport),
            security: ReadSecurityText(
                contact: settings.ifSet(Known.securityContact) ?? "mailto:\(settings[Known.mailFrom].text)",
                shop: addresses.shop, now: { SystemTime().now }))
    }

    /// Its own TLS where it has a certificate.
    private static func transport(
        _ settings: Settings, _ addresses: Addresses, _ log: Logger
    ) throws -> Server.Transport {
        guard let chain = settings.ifSet(Known.certificate), let key = settings.ifSet(Known.certificateKey) else {
            return .plain(isSecure: addresses.shop.hasPrefix("https://"))
        }
        return .tls(try Certificate(chain: chain, key: key, log: log))
    }

    /// Loads the demo shop into an empty database, unless it shall stay empty.
    private static func furnish(_ wiring: Wiring, _ settings: Settings) async throws {
        guard !settings[Known.empty] else { return }
        let bar = ProgressBar("Loading the demo shop")
        let demo = DemoShop(api: try wiring.inside(as: "demo shop")) { bar.show($1) }
        guard try await demo.isWanted() else { return }
        try await demo.load()
        bar.end()
    }
}

/// The job worker, for as long as the program runs; jobs under way are handed back when it ends.
struct RunningWorker: ServiceLifecycle.Service, CustomStringConvertible {
    let worker: JobWorker

    /// Short, because it is logged, and what the worker's handlers hold has secrets.
    var description: String { "job worker" }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await worker.run() }
        } catch is CancellationError {
            // Told to stop.
        }
    }
}

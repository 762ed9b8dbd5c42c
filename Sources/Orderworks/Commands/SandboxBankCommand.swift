import Connectors
import SandboxBank
import Values

/// `orderworks sandbox-bank`: a card bank to try things out with, without a shop.
struct SandboxBankCommand: Command {
    static let name = "sandbox-bank"
    static let sentence = "Runs a card bank that speaks Stripe's API, takes test cards only, and misbehaves on demand."
    static let settings: [any DeclaredSetting] = [
        Known.host, port, store, publicURL, secretKey, webhookURL, webhookSecret, faultSeed, clockOffset,
        Known.logLevel, Known.settings,
    ]

    private static let port = Setting.integer(
        "port", "PORT", 0...65_535, fallback: 8081, "The port that requests are taken on; 0 takes any that is free.")
    private static let store = Setting.text(
        "store", "FILE", fallback: "./sandbox-bank.log", "The file of the bank's books; begun when missing.")
    private static let publicURL = Setting.address(
        "public-url", schemes: ["http", "https"],
        "Where buyers reach the bank's 3-D Secure page; where the shop reached it unless set.")
    private static let secretKey = Setting.text(
        "secret-key", "KEY", fallback: "sk_test_sandbox", isSecret: true, "What a shop shows to be let in.")
    private static let webhookURL = Setting.address(
        "webhook-url", schemes: ["http", "https"], "Where events are sent; nowhere unless set.")
    private static let webhookSecret = Setting.text(
        "webhook-secret", "SECRET", fallback: "whsec_sandbox", isSecret: true, "What events are signed with.")
    private static let faultSeed = Setting.integer(
        "fault-seed", "NUMBER", 0...Int.max, fallback: 1, "Faults that come by chance come alike for one number.")

    private static let clockOffset = Setting.integer(
        "clock-offset-minutes", "MINUTES", -1440...1440, fallback: 0,
        "By how much the bank's clock is fast: a fault that can't be asked for later.")

    func run(_ settings: Settings) async throws -> ExitCode {
        let log = Program.log(settings[Known.logLevel])
        let transport = CurlTransport()
        defer { transport.close() }
        let host = settings[Known.host]
        let account = SandboxBank.Settings(
            secretKey: settings[Self.secretKey], webhookSecret: settings[Self.webhookSecret],
            webhookURLs: settings.ifSet(Self.webhookURL).map { [$0] } ?? [],
            publicURL: settings.ifSet(Self.publicURL), faultSeed: UInt64(settings[Self.faultSeed]))
        let running = try RunningBank(
            store: settings[Self.store], account,
            clock: WallClock(offset: .minutes(Int64(settings[Self.clockOffset]))), host: host,
            port: settings[Self.port], over: transport, log: log,
            onStart: { port in
                Program.say("The sandbox bank answers on http://\(host):\(port); it takes test cards only.")
            })
        try await Serve.run(running.services, log: log)
        return .done
    }
}

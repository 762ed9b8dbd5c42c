import Connectors
import Foundation
import Logging

/// `orderworks check`: asks a shop's data whether everything that must hold holds.
struct Check: Command {
    static let name = "check"
    static let sentence = """
        Asks the invariants of a shop's data; exit code 0 when all hold, 1 when one is broken, 3 when some could not \
        be checked.
        """
    static let settings: [any DeclaredSetting] = [
        Known.data, Known.database, Known.bankStore, Known.buyersLog, Known.s3URL, Known.s3Region, Known.s3AccessKey,
        Known.s3SecretKey, Known.settings,
    ]

    func mistakes(in settings: Settings) -> [String] { settings.objectStorageMistakes }

    func run(_ settings: Settings) async throws -> ExitCode {
        let transport = CurlTransport()
        defer { transport.close() }
        let checking = Checking(
            folder: DataFolder(settings), log: Program.log(.warning), bankFile: settings.ifSet(Known.bankStore),
            buyersLog: settings.ifSet(Known.buyersLog), store: settings.objectStorage(over: transport))
        return await checking.run(Wiring.invariants, say: Program.say)
    }
}

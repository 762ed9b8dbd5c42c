import Foundation
import Testbed
import Testing
@testable import Orderworks

@Suite("Settings")
struct SettingsTests {
    private func read(
        _ arguments: String..., environment: [String: String] = [:]
    ) throws(Settings.Mistakes) -> Settings {
        try Settings.read(Known.serving, arguments: arguments, environment: environment)
    }

    private func mistakes(_ arguments: String..., environment: [String: String] = [:]) -> [String] {
        do {
            _ = try Settings.read(Known.serving, arguments: arguments, environment: environment)
            return []
        } catch {
            return error.sentences
        }
    }

    private func file(_ text: String) throws -> (path: String, folder: TemporaryFolder) {
        let folder = try TemporaryFolder()
        let path = folder.path + "/settings.json"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return (path, folder)
    }

    @Test("what isn't set has its fallback, or nothing")
    func fallbacks() throws {
        let settings = try read()
        #expect(settings[Known.port] == 8080)
        #expect(settings[Known.host] == "127.0.0.1")
        #expect(settings[Known.data] == "./data")
        #expect(settings[Known.empty] == false)
        #expect(settings.ifSet(Known.smtpURL) == nil)
        #expect(settings.origin(of: Known.port) == .fallback)
    }

    @Test("a value is taken as it is written, commas too: a database of several hosts, a key")
    func asWritten() throws {
        let address = "postgresql://shop:x@10.0.0.1,10.0.0.2/shop?target_session_attrs=read-write"
        let settings = try read(
            "--database", address, "--shop-name=Cars, and more", "--secret-key", String(repeating: "0f", count: 32))
        #expect(settings.ifSet(Known.database) == address)
        #expect(settings[Known.shopName] == "Cars, and more")
        #expect(settings.ifSet(Known.secretKey) == Array(repeating: 15, count: 32))
        #expect(mistakes("--database", "mysql://shop@localhost").first?.hasPrefix("database: must be") == true)
        #expect(mistakes("--database", "postgresql://shop@localhost/shop?colour=red").count == 1)
        #expect(mistakes("--secret-key", "0f").count == 1)
    }

    @Test("flags win over the environment, and that over the file")
    func order() throws {
        let (path, folder) = try file(#"{"port": 3, "bank-port": 3, "host": "file", "demo": true}"#)
        let settings = try read(
            "--settings", path, "--port=1",
            environment: ["ORDERWORKS_PORT": "2", "ORDERWORKS_BANK_PORT": "2"])
        #expect(settings[Known.port] == 1)
        #expect(settings[Known.bankPort] == 2)
        #expect(settings[Known.host] == "file")
        #expect(settings[Known.demo])
        #expect(settings.origin(of: Known.port) == .flag)
        #expect(settings.origin(of: Known.bankPort) == .environment("ORDERWORKS_BANK_PORT"))
        #expect(settings.origin(of: Known.host) == .file(path))
        _ = folder
    }

    @Test("all mistakes are told at once, wherever they stand")
    func allMistakes() throws {
        let (path, folder) = try file(#"{"bank-port": "x", "colour": "red", "empty": "perhaps"}"#)
        let found = mistakes(
            "--port", "70000", "--colour", "red", "stray", "--host", "--settings", path, "--demo", "--demo",
            environment: ["ORDERWORKS_LOG_LEVEL": "loud"])
        #expect(found.contains("--colour: is no setting of this command"))
        #expect(found.contains { $0.hasPrefix("stray: stands alone") })
        #expect(found.contains("--host: has no value"))
        #expect(found.contains("--demo: is given twice"))
        #expect(found.contains("port: must be an integer from 0 to 65535 (flag)"))
        #expect(found.contains { $0.hasPrefix("log-level: must be one of") && $0.contains("ORDERWORKS_LOG_LEVEL") })
        #expect(found.contains("colour: is no setting (file \(path))"))
        _ = folder
    }

    @Test("a settings file that can't be read or is no JSON is named")
    func badFile() throws {
        #expect(mistakes("--settings", "/nowhere/x.json") == ["settings: /nowhere/x.json can't be read"])
        let (path, folder) = try file("{\"port\": ")
        #expect(mistakes("--settings", path).first?.hasPrefix("settings: \(path): this is no JSON") == true)
        _ = folder
    }

    @Test("a secret is never shown, only that there is one")
    func secrets() throws {
        let settings = try read(environment: ["ORDERWORKS_BANK_SECRET_KEY": "sk_live_swordfish"])
        let text = CheckSettings.lines(settings).joined(separator: "\n")
        #expect(!text.contains("swordfish"))
        #expect(text.contains("(hidden)  (environment ORDERWORKS_BANK_SECRET_KEY)"))
        #expect(!Help.text().contains("swordfish"))
    }

    @Test("the sandbox bank stays at home unless a demo is meant")
    func sandboxAtHome() throws {
        #expect(try Settings.serveMistakes(read("--host", "0.0.0.0")).count == 1)
        #expect(try Settings.serveMistakes(read("--host", "0.0.0.0", "--demo")).isEmpty)
        #expect(try Settings.serveMistakes(read("--host", "localhost")).isEmpty)
    }

    @Test("settings that go together are asked for together")
    func together() throws {
        let bank = Settings.serveMistakes(try read("--bank-url", "https://api.example.com", "--host", "0.0.0.0"))
        #expect(bank == [
            "bank-secret-key: is needed with --bank-url", "bank-webhook-secret: is needed with --bank-url",
        ])
        let mail = Settings.serveMistakes(try read("--smtp-url", "smtp://mail", "--smtp-user", "shop"))
        #expect(mail == ["smtp-password: is needed with --smtp-user", "mail-from: is needed with --smtp-url"])
    }

    @Test("where pages come from is named as browsers name it", arguments: [
        ("https://Shop.Example/", "https://shop.example"), ("https://shop.example:443/cars", "https://shop.example"),
        ("http://shop.example:80", "http://shop.example"), ("http://shop.example:8080", "http://shop.example:8080"),
    ])
    func origin(publicURL: String, origin: String) throws {
        #expect(try Addresses(read("--public-url", publicURL)).origin == origin)
    }

    @Test("help names every command and setting")
    func help() {
        let text = Help.text()
        for command in Program.commands { #expect(text.contains("orderworks \(command.name)")) }
        for setting in Known.serving { #expect(text.contains("--\(setting.name)")) }
    }

    @Test("an unknown command and wrong settings end with 2")
    func misuse() async {
        #expect(await Program.run(arguments: ["orderworks", "dance"], environment: [:]) == .misused)
        #expect(await Program.run(arguments: ["orderworks", "serve", "--port", "x"], environment: [:]) == .misused)
    }
}

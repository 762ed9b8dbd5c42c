import Foundation
import Testbed
import Testing

/// People with a browser, Debian's chromium, at the pages of the running shop; with JavaScript and without.
@Suite("Journeys in a browser", .serialized, .timeLimit(.minutes(5)), .enabled(if: BrowserScript.isReady))
struct BrowserJourney {
    @Test("buyers order, cards are declined and proved, goods sell out, staff ships and refunds; then all holds")
    func ordering() async throws {
        let shop = try await RunningShop()
        for journey in [
            "buy_a_car", "other_card", "sold_out", "broken_off", "keyboard", "ship_and_refund", "accounts",
        ] {
            try await BrowserScript(journey).expectArrival(at: shop)
        }
        #expect(try await shop.program.stop() == 0)
        let data = shop.folder.path + "/data"
        let (code, verdict) = try await BuiltProgram.run([
            "check", "--data", data, "--bank", data + "/bank.journal", "--buyers", shop.folder.path + "/buyers",
        ])
        #expect(code == 0, "\(verdict)")
    }

    @Test("every main page fits a phone and a desk, light and dark, and axe finds nothing against WCAG 2 AA")
    func looks() async throws {
        let shop = try await RunningShop()
        try await BrowserScript("looks").expectArrival(at: shop)
        #expect(try await shop.program.stop() == 0)
    }
}

/// A script of Tests/Scripts/browser, run to its end by the Python of `bin/test`.
struct BrowserScript {
    let name: String

    /// `bin/test` names a Python that has playwright, and sees to it that there is a chromium.
    static let isReady = ProcessInfo.processInfo.environment["ORDERWORKS_PYTHON"] != nil

    init(_ name: String) { self.name = name }

    /// What it prints says where it failed, and where the picture of that page is.
    func expectArrival(at shop: RunningShop) async throws {
        let arguments = [shop.address, shop.key, shop.folder.path, shop.ownerLink]
        let (code, said) = try await PythonScript.run("browser/\(name).py", arguments)
        #expect(code == 0, "\(name):\n\(said.prefix(20_000))")
    }
}

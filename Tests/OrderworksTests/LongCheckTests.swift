import Foundation
import Logging
import Storage
import StorageSQLite
import Testbed
import Testing
import Values

@testable import Orderworks

@Suite("Checking a large shop")
struct LongCheckTests {
    @Test("may take longer than a closure of the running shop may")
    func long() async throws {
        let folder = try TemporaryFolder()
        let data = DataFolder.ofTest(folder)
        let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        await (try Wiring.open(data, DemoShopTests.outside, log: log)).close()
        let slow = Invariant(1, "slow", "What takes long to look at is looked at.") { db in
            Thread.sleep(forTimeInterval: Double(SQLiteLimits.standard.closure.milliseconds) / 1000 + 0.1)
            return try db.value("SELECT COUNT(*) FROM sales_order") == 0 ? .holds : .broken([])
        }
        nonisolated(unsafe) var said: [String] = []
        let code = await Checking(folder: data, log: log, bankFile: nil, buyersLog: nil).run({ _, _ in [slow] }) {
            said.append($0)
        }
        #expect(code == .done, "\(said)")
        #expect(said.contains("holds        1. slow"))
    }
}

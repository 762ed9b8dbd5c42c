import Foundation
import Logging
import Storage
import StorageSQLite
import Testbed
import Testing

/// What `bin/serve` does at its first start, at later ones, and when it can't.
@Suite("Starting the shop", .serialized)
struct StartTests {
    @Test(
        "the order in the greeting can be pasted; a second start is quick, shows no key, and has kept the order",
        .enabled(if: TestDatabase.isSQLite))
    func startsAgain() throws {
        let folder = try ShopFolder()
        let first = try ServedShop(in: folder, ["--data", "kept/here"])
        let key = try #require(first.key)
        let commands = first.greeting.split(separator: "\n").drop { !$0.hasPrefix("  shop=") }
        let (code, output) = try folder.run(commands.joined(separator: "\n"))
        #expect(code == 0 && output.contains(#""state":"placed""#), "\(output)")
        #expect(first.stop() == 0)
        #expect(FileManager.default.fileExists(atPath: folder.path + "/kept/here/orderworks.sqlite"))

        let second = try ServedShop(in: folder, ["--data", "kept/here"])
        #expect(second.startSeconds < 2)
        #expect(first.startSeconds > second.startSeconds, "the demo shop isn't loaded again")
        #expect(second.key == nil)
        let (_, orders) = try folder.run("curl -s \(second.address)/v1/orders -H 'Authorization: Bearer \(key)'")
        #expect(orders.contains(#""email":"ada@example.org""#), "\(orders)")
        #expect(second.stop() == 0)
    }

    @Test("a port that is taken is named in one line, with the flag for another", arguments: ["--port", "--bank-port"])
    func portTaken(flag: String) throws {
        let taken = try ListeningSocket()
        defer { taken.close() }
        let other = flag == "--port" ? "--bank-port" : "--port"
        try expectOneLine(
            [flag, "\(taken.port)", other, "\(try freePort())"],
            "orderworks: Port \(taken.port) on 127.0.0.1 is taken by another program; choose another with \(flag).\n")
    }

    @Test("a folder that can't be made is named in one line")
    func noFolder() throws {
        try expectOneLine(
            ["--data", "serve.out/data"], "orderworks: The folder serve.out/data can't be made: Not a directory.\n")
    }

    @Test("a file in the folder's place is named in one line")
    func fileInPlace() throws {
        try expectOneLine(
            ["--data", "serve.out"], "orderworks: The folder serve.out can't be written to: Not a directory.\n")
    }

    @Test("a folder that can't be written to is named in one line", .enabled(if: geteuid() != 0))
    func lockedFolder() throws {
        try expectOneLine(["--data", "/usr"], "orderworks: The folder /usr can't be written to: Permission denied.\n")
    }

    @Test(
        "a database made by a newer version is named in one line, and left alone",
        .enabled(if: TestDatabase.isSQLite))
    func newerDatabase() async throws {
        let folder = try ShopFolder()
        try FileManager.default.createDirectory(atPath: folder.path + "/data", withIntermediateDirectories: true)
        let path = folder.path + "/data/orderworks.sqlite"
        let database = try SQLiteDatabase.open(path: path, log: Logger(label: "test"))
        try await database.migrate([Migration(990, "what is to come", "CREATE TABLE later (id BIGINT NOT NULL)")])
        await database.close()
        let (code, complaint) = try ServedShop.refused(in: folder, [
            "--port", "\(try freePort())", "--bank-port", "\(try freePort())",
        ])
        #expect(code == 1)
        #expect(complaint == "orderworks: ./data/orderworks.sqlite was made by a newer version of orderworks "
            + "(its tables are at 990); run that one.\n")
    }

    @Test("a folder that another shop has open is refused in one line", .enabled(if: TestDatabase.isSQLite))
    func openFolder() throws {
        let folder = try ShopFolder()
        let shop = try ServedShop(in: folder, ["--empty"])
        let (code, complaint) = try ServedShop.refused(in: folder, [
            "--empty", "--port", "\(try freePort())", "--bank-port", "\(try freePort())",
        ])
        #expect(code == 1)
        #expect(complaint.hasPrefix("orderworks: ") && complaint.contains("in use by another"))
        #expect(complaint.split(separator: "\n").count == 1)
        #expect(shop.stop() == 0)
    }

    private func expectOneLine(_ arguments: [String], _ line: String) throws {
        let (code, complaint) = try ServedShop.refused(in: ShopFolder(), arguments)
        #expect(code == 1)
        #expect(complaint == line)
    }
}

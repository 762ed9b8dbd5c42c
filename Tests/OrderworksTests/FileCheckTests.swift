import Connectors
import Files
import Foundation
import Testbed
import Testing
import Values
import Web

@testable import Orderworks

@Suite("Checking a shop's files", .timeLimit(.minutes(2)))
struct FileCheckTests {
    /// A shop with an export, in the data folder or elsewhere.
    private func export(_ data: DataFolder, to store: (any FileStore)? = nil) async throws {
        let wiring = try await Wiring.open(data, DemoShopTests.outside(files: store), log: TestDatabase.silence)
        let answer = try await TestClient(wiring.inside(as: "test")).post("/v1/exports", [:])
        await wiring.close()
        try #require(answer.status == 201, "\(answer.text)")
    }

    private func check(_ data: DataFolder, in store: (any FileStore)? = nil) async throws -> [String] {
        nonisolated(unsafe) var said: [String] = []
        _ = await Checking(folder: data, log: TestDatabase.silence, bankFile: nil, buyersLog: nil, store: store)
            .run(Wiring.invariants) { said.append($0) }
        return said
    }

    private func file(_ data: DataFolder) throws -> String {
        let kept = data.files + "/kept"
        let names = try FileManager.default.subpathsOfDirectory(atPath: kept)
        return kept + "/" + (try #require(names.first { $0.contains("/") }))
    }

    @Test("files that have moved to object storage are looked at there, each byte of them")
    func moved() async throws {
        let script = try PythonScript("object_store.py")
        let said = try await script.next()
        let transport = CurlTransport()
        let store = S3Store(
            .init(
                try #require(said["url"]?.string), region: "us-east-1", accessKey: try #require(said["key"]?.string),
                secretKey: try #require(said["secret"]?.string)),
            over: transport, now: { SystemTime().now })
        let folder = try TemporaryFolder()
        let data = DataFolder.ofTest(folder)
        try await export(data)
        #expect(try await check(data).contains("holds        21. files-are-whole"))
        try await export(data, to: store)
        let local = try file(data)
        try FileManager.default.removeItem(atPath: local)
        #expect(try await check(data).contains { $0.hasPrefix("broken       21.") }, "it isn't in the folder")
        #expect(try await check(data, in: store).contains("holds        21. files-are-whole"))
        try FileManager.default.removeItem(atPath: data.files)
        #expect(try await check(data).contains { $0.hasPrefix("not checked  21.") && $0.contains("--s3-url") })
        try await store.remove(try #require(ID<FileContent>(URL(fileURLWithPath: local).lastPathComponent)))
        #expect(try await check(data, in: store).contains { $0.hasPrefix("broken       21.") })
        transport.close()
    }

    @Test("what the shop wrote itself has no card number")
    func cards() async throws {
        let folder = try TemporaryFolder()
        let data = DataFolder.ofTest(folder)
        try await export(data)
        #expect(try await check(data).contains("holds        9. no-card-data"))
        let path = try file(data)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes.replaceSubrange(0..<17, with: Data("4242424242424242,".utf8))
        try bytes.write(to: URL(fileURLWithPath: path))
        let said = try await check(data)
        #expect(said.contains { $0.hasPrefix("broken       9.") }, "\(said)")
        #expect(said.contains { $0.hasSuffix(", an export") }, "\(said)")
    }
}

import Connectors
import Files
import People
import Storage
import Testbed
import Testing
import Values
import Web

/// Against moto, whose server checks each request's signature.
@Suite("Files in object storage", .timeLimit(.minutes(2)))
struct ObjectStoreTests {
    /// A store, and files kept in it.
    private struct Opened {
        let script: PythonScript
        let test: TestShop
        let files: CabinetOnDisk
        let url: String
        let key: String
        let transport = CurlTransport()

        init() async throws {
            script = try PythonScript("object_store.py")
            let said = try await script.next()
            url = try #require(said["url"]?.string)
            key = try #require(said["key"]?.string)
            let secret = try #require(said["secret"]?.string)
            test = try await Shop.sample(migrations: People.migrations, Files.migrations)
            // Signatures are good for minutes, by the machine's clock.
            let bucket = S3Store.Bucket(url, region: "us-east-1", accessKey: key, secretKey: secret)
            files = try CabinetOnDisk(
                test.shop, store: S3Store(bucket, over: transport, now: { Instant(seconds: 1_795_424_400) }))
        }

        func take(_ bytes: [UInt8]) async throws -> ArrivedFile {
            try await files.cabinet.take(
                Upload(mediaType: "application/pdf", bytes: [], stream: BodyStream(bytes)), as: FileKind.sent)
        }

        /// What the store says it has.
        func objects() async throws -> (names: [String], uploads: Int64?) {
            let said = try await script.ask("list")
            return ((said["objects"]?.array ?? []).compactMap { $0[0]?.string }, said["uploads"]?.integer)
        }
    }

    private static func pdf(_ count: Int) -> [UInt8] {
        Array("%PDF-1.7\n".utf8) + (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 11) }
            + Array("\n%%EOF".utf8)
    }

    @Test("a short file goes there in one request, and is read in parts")
    func short() async throws {
        let opened = try await Opened()
        let arrived = try await opened.take(SampleFiles.pdf)
        #expect(try await opened.objects().names == [arrived.content.text])
        let source = try await opened.files.cabinet.store.open(arrived.content, count: arrived.count)
        #expect(try await source.bytes(from: 0, most: 5) == Array("%PDF-".utf8))
        #expect(try await source.bytes(from: arrived.count - 6, most: 1000) == Array("%%EOF\n".utf8))
        try await opened.files.cabinet.store.remove(arrived.content)
        #expect(try await opened.objects().names.isEmpty)
        await #expect(throws: FileMissing.self) {
            try await opened.files.cabinet.store.open(arrived.content, count: arrived.count)
        }
    }

    @Test("a long file goes there in parts, and no unfinished upload is left")
    func long() async throws {
        let opened = try await Opened()
        let bytes = Self.pdf(18_000_000)
        let arrived = try await opened.take(bytes)
        let found = try await opened.objects()
        #expect(found.names == [arrived.content.text] && found.uploads == 0)
        let source = try await opened.files.cabinet.store.open(arrived.content, count: bytes.count)
        for offset in [0, 8_388_600, 17_999_000] {
            let part = try await source.bytes(from: offset, most: 100)
            #expect(part == Array(bytes[offset..<(offset + 100)]), "\(offset)")
        }
    }

    @Test("a wrong secret is refused, and the file with it")
    func wrongSecret() async throws {
        let opened = try await Opened()
        let bucket = S3Store.Bucket(opened.url, region: "us-east-1", accessKey: opened.key, secretKey: "wrong")
        let files = try CabinetOnDisk(
            opened.test.shop, store: S3Store(bucket, over: opened.transport, now: { Instant(seconds: 1_795_424_400) }))
        await #expect(throws: S3Store.Failure.self) {
            try await files.cabinet.take(
                Upload(mediaType: "application/pdf", bytes: [], stream: BodyStream(SampleFiles.pdf)),
                as: FileKind.sent)
        }
        #expect(try await opened.objects().names.isEmpty)
        #expect(!"\(bucket)".contains("wrong"))
    }
}

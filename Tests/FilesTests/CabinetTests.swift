import Files
import FilesOnDisk
import Foundation
import People
import Storage
import Synchronization
import Testbed
import Testing
import Values
import Web

@Suite("The cabinet of files")
struct CabinetTests {
    private func open() async throws -> (TestShop, CabinetOnDisk) {
        let test = try await Shop.sample(migrations: People.migrations, Files.migrations)
        return (test, try CabinetOnDisk(test.shop))
    }

    private func upload(_ bytes: [UInt8]) -> Upload {
        Upload(mediaType: "application/octet-stream", bytes: [], stream: BodyStream(bytes))
    }

    private func put(
        _ bytes: [UInt8], of subject: String = "order:o1", in files: CabinetOnDisk
    ) async throws -> StoredFile {
        let cabinet = files.cabinet
        let arrived = try await cabinet.take(upload(bytes), as: FileKind.sent)
        let (now, id) = (cabinet.shop.now, cabinet.shop.newID(StoredFile.self))
        return try await cabinet.shop.write { db in
            try cabinet.file(arrived, as: id, #require(FileName("a.pdf")), .document, of: subject, by: "test", at: now,
                             in: db)
            return try StoredFile.find(id, of: subject, in: db)
        }
    }

    @Test("a file lies under its content's hash, and is read in parts")
    func reading() async throws {
        let (_, files) = try await open()
        let bytes = Array("%PDF-1.7\n".utf8) + (0..<300_000).map { UInt8($0 % 251) } + Array("\n%%EOF".utf8)
        let file = try await put(bytes, in: files)
        #expect(file.content.text == Digest.hex(Digest.sha256(bytes)))
        #expect(try files.names().kept == ["\(file.content.text.prefix(2))/\(file.content)"])
        #expect(try files.names().arriving.isEmpty)
        let source = try await files.cabinet.store.open(file.content, count: file.count)
        #expect(try await source.bytes(from: 299_990, most: 100) == Array(bytes[299_990...].prefix(100)))
        #expect(try await source.bytes(from: bytes.count - 3, most: 100) == Array("EOF".utf8))
    }

    @Test("two files of one content share it, and it goes an hour after the last")
    func sharing() async throws {
        let (test, files) = try await open()
        let first = try await put(SampleFiles.pdf, in: files)
        let second = try await put(SampleFiles.pdf, of: "order:o2", in: files)
        #expect(try files.names().kept.count == 1)
        try await test.shop.write { db in try first.remove(in: db) }
        test.time.advance(by: .hours(2))
        try await files.cabinet.sweep()
        #expect(try files.names().kept.count == 1)
        try await test.shop.write { db in try second.remove(in: db) }
        try await files.cabinet.sweep()
        #expect(try files.names().kept.isEmpty)
        await #expect(throws: FileMissing.self) { try await files.cabinet.store.open(second.content, count: 9) }
    }

    @Test("what is refused leaves nothing behind", arguments: [
        [], Array("<svg xmlns='http://www.w3.org/2000/svg'/>".utf8), SampleFiles.png + [0], SampleFiles.png.dropLast(),
    ] as [[UInt8]])
    func refused(bytes: [UInt8]) async throws {
        let (_, files) = try await open()
        await #expect(throws: StoredFile.Refusal.self) {
            try await files.cabinet.take(upload(bytes), as: FileKind.sent)
        }
        #expect(try files.names().kept.isEmpty)
        #expect(try files.names().arriving.isEmpty)
    }

    /// Something goes wrong at one step of a file's way in, as a crash would: nothing after it happens.
    struct FailingStore: FileStore {
        struct Crash: Error {}

        let store: any FileStore
        let afterwards: Bool

        func keep(_ draft: any FileDraft, as content: ID<FileContent>) async throws {
            if afterwards { try await store.keep(draft, as: content) }
            throw Crash()
        }

        func open(_ content: ID<FileContent>, count: Int) async throws -> any ByteSource {
            try await store.open(content, count: count)
        }

        func remove(_ content: ID<FileContent>) async throws { try await store.remove(content) }
    }

    @Test("a crash before or after a file is in its place leaves no row of it, and the file goes", arguments: [
        false, true,
    ])
    func crash(afterwards: Bool) async throws {
        let test = try await Shop.sample(migrations: People.migrations, Files.migrations)
        let folder = try TemporaryFolder()
        let store = FailingStore(store: try DiskStore(folder: folder.path + "/kept"), afterwards: afterwards)
        let files = try CabinetOnDisk(test.shop, store: store)
        await #expect(throws: FailingStore.Crash.self) {
            try await files.cabinet.take(upload(SampleFiles.pdf), as: FileKind.sent)
        }
        let content = FileContent.name(Digest.sha256(SampleFiles.pdf))
        #expect(try await test.shop.read { db in try StoredFile.all(of: "order:o1", limit: 9, in: db) }.isEmpty)
        if afterwards { _ = try await store.open(content, count: SampleFiles.pdf.count) }
        try await files.cabinet.sweep()
        if afterwards { _ = try await store.open(content, count: SampleFiles.pdf.count) }
        test.time.advance(by: .hours(2))
        try await files.cabinet.sweep()
        await #expect(throws: FileMissing.self) {
            try await store.open(content, count: SampleFiles.pdf.count)
        }
    }

    @Test("a content that comes again while it goes waits until it has gone")
    func comingWhileGoing() async throws {
        let (test, files) = try await open()
        let file = try await put(SampleFiles.pdf, in: files)
        try await test.shop.write { db in try file.remove(in: db) }
        test.time.advance(by: .hours(2))
        // The sweep has condemned it and was cut off there.
        let slow = FileCabinet(
            shop: test.shop, store: FailingRemoval(store: files.cabinet.store), drafts: files.cabinet.drafts,
            links: files.cabinet.links)
        await #expect(throws: FailingRemoval.Cut.self) { try await slow.sweep() }
        let (cabinet, bytes) = (files.cabinet, upload(SampleFiles.pdf))
        async let again = cabinet.take(bytes, as: FileKind.sent)
        while test.time.sleeperCount == 0 { await Task.yield() }
        try await cabinet.sweep()
        test.time.advance(by: .seconds(1))
        let arrived = try await again
        _ = try await cabinet.store.open(arrived.content, count: arrived.count)
    }

    /// Stops where a content was to be removed.
    struct FailingRemoval: FileStore {
        struct Cut: Error {}

        let store: any FileStore

        func keep(_ draft: any FileDraft, as content: ID<FileContent>) async throws {
            try await store.keep(draft, as: content)
        }

        func open(_ content: ID<FileContent>, count: Int) async throws -> any ByteSource {
            try await store.open(content, count: count)
        }

        func remove(_ content: ID<FileContent>) async throws { throw Cut() }
    }

    @Test("a draft that nobody writes to goes; a full disk is said")
    func drafts() async throws {
        let (test, files) = try await open()
        let draft = try await files.cabinet.drafts.begin()
        try await draft.append([1, 2, 3])
        try await files.cabinet.drafts.sweep(olderThan: .hours(24))
        #expect(try files.names().arriving.count == 1)
        // Its clock is the machine's.
        let path = try #require(try files.names().arriving.first)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -90_000)], ofItemAtPath: "\(files.path)/arriving/\(path)")
        try await files.cabinet.drafts.sweep(olderThan: .hours(24))
        #expect(try files.names().arriving.isEmpty)
        let full = try CabinetOnDisk(test.shop, reserveBytes: .max)
        await #expect(throws: StoredFile.Refusal.storeFull) {
            try await full.cabinet.take(upload(SampleFiles.pdf), as: FileKind.sent)
        }
    }

    @Test("files are their owner's alone on the disk, and a link in the folder is not followed")
    func permissions() async throws {
        let (_, files) = try await open()
        let file = try await put(SampleFiles.pdf, in: files)
        let path = "\(files.path)/kept/\(file.content.text.prefix(2))/\(file.content)"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/etc/hostname")
        await #expect(throws: (any Error).self) {
            try await files.cabinet.store.open(file.content, count: file.count)
        }
    }

    @Test("a link is good for its file, its person and its time, until it is revoked")
    func links() async throws {
        let (test, files) = try await open()
        let file = try await put(SampleFiles.pdf, in: files)
        let other = try await put(SampleFiles.pdf, of: "order:o2", in: files)
        let client = try TestClient(Files.endpoints(files.cabinet), as: Anybody.guest())
        let until = test.shop.now + .minutes(10)
        let link = files.cabinet.links.address(of: file, for: "staff:kate & co", until: until)
        let answer = try await client.get(link)
        #expect(answer.body == SampleFiles.pdf)
        #expect(answer.headers["Content-Disposition"] == "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf")
        #expect(answer.headers["X-Content-Type-Options"] == "nosniff")
        #expect(answer.headers["Content-Security-Policy"]?.contains("sandbox") == true)
        let wrong: [String] = [
            link.replacing("kate", with: "kurt"), link.replacing(file.id.text, with: other.id.text),
            link.replacing("expires=1", with: "expires=2"),
            String(link.replacing("signature=", with: "signature=0").dropLast()),
        ]
        for address in wrong {
            #expect(try await client.get(address).problem == "link-void", "\(address)")
        }
        test.time.advance(by: .minutes(9))
        #expect(try await client.get(link).status == 200)
        test.time.advance(by: .minutes(1))
        #expect(try await client.get(link).problem == "link-void")
        let later = files.cabinet.links.address(of: file, for: "guest", until: test.shop.now + .minutes(10))
        #expect(try await client.get(later).status == 200)
        try await test.shop.write { db in try file.voidLinks(in: db) }
        #expect(try await client.get(later).problem == "link-void")
        let stranger = FileLinks(key: [UInt8](repeating: 8, count: 32))
        let renewed = try #require(try await test.shop.read { db in try StoredFile.find(file.id, in: db) })
        let forged = stranger.address(of: renewed, for: "guest", until: test.shop.now + .minutes(10))
        #expect(try await client.get(forged).problem == "link-void")
    }

    @Test("parts, versions and what is unchanged are answered as RFC 9110 says")
    func ranges() async throws {
        let (test, files) = try await open()
        let file = try await put(SampleFiles.pdf, in: files)
        let client = try TestClient(Files.endpoints(files.cabinet), as: Anybody.guest())
        let link = files.cabinet.links.address(of: file, for: "guest", until: test.shop.now + .minutes(10))
        let count = SampleFiles.pdf.count
        let parts: [(String, Range<Int>)] = [
            ("bytes=0-4", 0..<5), ("bytes=5-", 5..<count), ("bytes=-6", (count - 6)..<count),
            ("bytes=9-9999", 9..<count),
            ("bytes=-9999", 0..<count), ("Bytes=3-3", 3..<4),
        ]
        for (asked, range) in parts {
            let answer = try await client.get(link, headers: ["Range": asked])
            #expect(answer.status == 206, "\(asked)")
            #expect(answer.body == Array(SampleFiles.pdf[range]), "\(asked)")
            #expect(answer.headers["Content-Range"] == "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(count)")
        }
        for asked in ["bytes=9999-", "bytes=-0", "bytes=99999999999999999999-"] {
            let answer = try await client.get(link, headers: ["Range": asked])
            #expect(answer.status == 416, "\(asked)")
            #expect(answer.headers["Content-Range"] == "bytes */\(count)")
        }
        for asked in ["bytes=5-4", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2", "bytes", "bytes=-", "bytes=+1-2"] {
            let answer = try await client.get(link, headers: ["Range": asked])
            #expect(answer.status == 200 && answer.body == SampleFiles.pdf, "\(asked)")
        }
        let tag = try #require(try await client.get(link).headers["ETag"])
        #expect(try await client.get(link, headers: ["If-None-Match": tag]).status == 304)
        #expect(try await client.get(link, headers: ["If-Match": tag]).status == 200)
        #expect(try await client.get(link, headers: ["If-Match": "\"x\""]).status == 412)
        #expect(try await client.get(link, headers: ["Range": "bytes=0-1", "If-Range": tag]).status == 206)
        #expect(try await client.get(link, headers: ["Range": "bytes=0-1", "If-Range": "\"x\""]).status == 200)
        let head = try await client.send(.head, link)
        #expect(head.headers["Content-Length"] == String(count) && head.body.isEmpty)
        // Range is GET's alone (RFC 9110, section 14.2), and so is what only goes with it.
        for asked in ["bytes=0-4", "bytes=9999-"] {
            let head = try await client.send(.head, link, headers: ["Range": asked])
            #expect(head.status == 200 && head.headers["Content-Length"] == String(count), "\(asked)")
            #expect(head.headers["Content-Range"] == nil && head.headers["Accept-Ranges"] == "bytes", "\(asked)")
        }
        // A weak tag, a date and an unknown version are no reason to send a part (section 13.1.5).
        for version in ["W/\(tag)", "Mon, 23 Nov 2026 09:30:00 GMT", "\"x\""] {
            let answer = try await client.get(link, headers: ["Range": "bytes=9999-", "If-Range": version])
            #expect(answer.status == 200 && answer.body.count == count, "\(version)")
        }
        // The version is asked about first, then the part (section 13.2.2).
        #expect(try await client.get(link, headers: ["Range": "bytes=0-1", "If-None-Match": tag]).status == 304)
    }

    @Test("a body that grows beyond its limit is refused amid its way")
    func limit() async throws {
        let (_, files) = try await open()
        let left = Mutex(5)
        let stream = BodyStream(announced: nil) {
            let isOver = left.withLock { $0 -= 1; return $0 == 0 }
            if isOver { throw Problem.bodyTooLarge(limitBytes: 100) }
            return Array("%PDF-1.4 a part ".utf8)
        }
        await #expect(throws: Problem.self) {
            try await files.cabinet.take(
                Upload(mediaType: "application/pdf", bytes: [], stream: stream), as: FileKind.sent)
        }
        #expect(try files.names().arriving.isEmpty)
    }
}

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

@Suite("Files on a disk whose power may be cut")
struct DiskStepTests {
    private var upload: Upload {
        Upload(mediaType: "application/octet-stream", bytes: [], stream: BodyStream(SampleFiles.pdf))
    }

    @Test("the folder of files may be a link to another disk")
    func linked() async throws {
        let test = try await Shop.sample(migrations: People.migrations, Files.migrations)
        let (folder, disk) = (try TemporaryFolder(), try TemporaryFolder())
        let link = folder.path + "/files"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: disk.path)
        let files = try CabinetOnDisk(test.shop, store: DiskStore(folder: link + "/kept"))
        let arrived = try await files.cabinet.take(upload, as: FileKind.sent)
        let place = "\(disk.path)/kept/\(arrived.content.text.prefix(2))/\(arrived.content)"
        #expect(FileManager.default.fileExists(atPath: place))
    }

    @Test("a power cut takes no file that has a row: each folder is flushed after what is new in it")
    func flushing() async throws {
        let test = try await Shop.sample(migrations: People.migrations, Files.migrations)
        let folder = try TemporaryFolder()
        let steps = Mutex<[DiskStep]>([])
        let kept = folder.path + "/files/kept"
        let store = try DiskStore(folder: kept) { step in steps.withLock { $0.append(step) } }
        #expect(steps.withLock { $0 } == [
            .made(folder.path + "/files"), .flushed(folder.path), .made(kept), .flushed(folder.path + "/files"),
        ])
        let files = try CabinetOnDisk(test.shop, store: store)
        let content = FileContent.name(Digest.sha256(SampleFiles.pdf))
        let shelf = "\(kept)/\(content.text.prefix(2))"
        for isNew in [true, false] {
            steps.withLock { $0 = [] }
            _ = try await files.cabinet.take(upload, as: FileKind.sent)
            let making: [DiskStep] = isNew ? [.made(shelf), .flushed(kept)] : []
            #expect(steps.withLock { $0 } == making + [.put("\(shelf)/\(content)"), .flushed(shelf)])
        }
        // Somebody made the folder and was cut off before its flush: a new program can't know.
        let again = try DiskStore(folder: kept) { step in steps.withLock { $0.append(step) } }
        steps.withLock { $0 = [] }
        let others = try CabinetOnDisk(test.shop, store: again)
        _ = try await others.cabinet.take(upload, as: FileKind.sent)
        #expect(steps.withLock { $0.first } == .flushed(kept))
        steps.withLock { $0 = [] }
        try await again.remove(content)
        #expect(steps.withLock { $0 } == [.removed("\(shelf)/\(content)"), .flushed(shelf)])
    }
}

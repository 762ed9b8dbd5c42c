import Files
import FilesOnDisk
import Foundation
import Storage
import Values

/// A shop's files in a folder of a test's own.
package struct CabinetOnDisk: Sendable {
    package let cabinet: FileCabinet
    private let folder: TemporaryFolder

    /// - Parameter reserveBytes: how much of the disk must stay free.
    package init(_ shop: Shop, reserveBytes: UInt64 = 0, store: (any FileStore)? = nil) throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        cabinet = FileCabinet(
            shop: shop, store: try store ?? DiskStore(folder: folder.path + "/kept"),
            drafts: try DiskDrafts(folder: folder.path + "/arriving", reserveBytes: reserveBytes),
            links: FileLinks(key: [UInt8](repeating: 7, count: 32)))
    }

    package var path: String { folder.path }

    /// Files in their place, and files that still grow, by name.
    package func names() throws -> (kept: [String], arriving: [String]) {
        func files(_ name: String) throws -> [String] {
            try FileManager.default.subpathsOfDirectory(atPath: "\(folder.path)/\(name)")
                .filter { path in
                    var isFolder: ObjCBool = false
                    _ = FileManager.default.fileExists(
                        atPath: "\(folder.path)/\(name)/\(path)", isDirectory: &isFolder)
                    return !isFolder.boolValue
                }.sorted()
        }
        return (try files("kept"), try files("arriving"))
    }
}

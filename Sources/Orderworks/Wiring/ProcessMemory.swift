import CMalloc
import Foundation

/// How the C library gives memory to this process. Set before anything else is done, by whoever shall do as the shop
/// does.
package enum ProcessMemory {
    /// What a thread gives back lies in the region it came from, so that fewer of them than the usual eight for each
    /// processor take less memory (9 MB on two); with two for each, threads hardly wait for one another.
    private static let regionsEachProcessor = 2
    /// Of what lies free at a region's end so many bytes stay. With the usual 128 kB a thread that takes more than that
    /// and gives it back, a transaction at a time, has the system map and clear the same pages over and over.
    private static let keptBytes = 2 * 1024 * 1024
    /// What is larger is mapped by itself, and goes back to the system at once.
    private static let mappedBytes = 1024 * 1024

    /// `MALLOC_ARENA_MAX`, `MALLOC_TRIM_THRESHOLD_` and `MALLOC_MMAP_THRESHOLD_` say otherwise.
    package static func settle() {
        let regions = regionsEachProcessor * ProcessInfo.processInfo.activeProcessorCount
        set(M_ARENA_MAX, regions, unless: "MALLOC_ARENA_MAX")
        set(M_TRIM_THRESHOLD, keptBytes, unless: "MALLOC_TRIM_THRESHOLD_")
        set(M_MMAP_THRESHOLD, mappedBytes, unless: "MALLOC_MMAP_THRESHOLD_")
    }

    private static func set(_ setting: Int32, _ value: Int, unless name: String) {
        if getenv(name) == nil { mallopt(setting, Int32(value)) }
    }
}

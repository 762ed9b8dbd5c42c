import CMalloc
import Foundation
import Orderworks

// Eight regions for each processor are the C library's own limit. What a thread gives back lies in the region it came
// from, so that fewer take less memory (9 MB on two processors); with two for each, threads hardly wait for one
// another. `MALLOC_ARENA_MAX` says otherwise.
if getenv("MALLOC_ARENA_MAX") == nil {
    mallopt(M_ARENA_MAX, Int32(2 * ProcessInfo.processInfo.activeProcessorCount))
}

let code = await Program.run(arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)
exit(code.rawValue)

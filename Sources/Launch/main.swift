import Foundation
import Orderworks

ProcessMemory.settle()

let code = await Program.run(arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)
exit(code.rawValue)

import Foundation
import Orderworks

let code = await Program.run(arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)
exit(code.rawValue)

/// Which room knows which. Rooms stand in the order of their floors; each knows those before it, as far as `floors`
/// says.
enum Arrows {
    private static let ground = ["Values", "Storage", "Web"]
    private static let contexts = ["People", "Files", "Supply", "Offer", "Trade", "Works", "Notices", "Faces"]

    /// They implement ports declared below.
    private static let drivers = [
        "SolverCaDiCaL", "StorageSQLite", "StoragePostgres", "FilesOnDisk", "Imaging", "Connectors", "SandboxBank",
    ]

    /// The contexts: where time, chance and concurrency come from `Shop` alone.
    static let isContext = Set(contexts)

    /// The rooms of the house that `room` may know.
    static func floors(below room: String) -> Set<String>? {
        switch room {
        case "Values": []
        case "Storage", "Web": ["Values"]
        case "Reasoning": ["Values"]
        case "SolverCaDiCaL": ["Values", "Reasoning"]
        case "StorageSQLite", "StoragePostgres": ["Values", "Storage"]
        case "SandboxBank": ["Values", "Web"]
        case "FilesOnDisk": ["Values", "Web", "Files"]
        case "Imaging": ["Web", "Offer"]
        // It implements ports that these declare.
        case "Connectors": ["Values", "Web", "People", "Files", "Trade", "Notices"]
        case "Orderworks": Set(ground + contexts + drivers + ["Reasoning"])
        case "Launch": ["Orderworks"]
        default:
            contexts.firstIndex(of: room).map { floor in
                // Configurations are reasoned about from the offer on.
                Set(ground + contexts[..<floor] + (contexts[...floor].contains("Offer") ? ["Reasoning"] : []))
            }
        }
    }

    /// Libraries that only these rooms know, so that each can be exchanged in one place.
    static let libraries: [String: Set<String>] = [
        "GRDB": ["StorageSQLite"], "GRDBSQLite": ["StorageSQLite"],
        "Hummingbird": ["Orderworks"], "HummingbirdCore": ["Orderworks"], "HTTPTypes": ["Orderworks"],
        "NIOCore": ["Orderworks"], "NIOPosix": ["Orderworks", "FilesOnDisk", "Imaging"],
        "NIOHTTP1": ["Orderworks"], "NIOHTTPTypes": ["Orderworks"], "CPageCache": ["FilesOnDisk"],
        "CSQLite": ["StorageSQLite"], "CMalloc": ["Orderworks"],
        "HummingbirdTLS": ["Orderworks"], "NIOSSL": ["Orderworks"], "CVips": ["Imaging"],
        "Configuration": ["Orderworks"], "ServiceLifecycle": ["Orderworks"], "UnixSignals": ["Orderworks"],
        "Mustache": ["Notices", "Faces"],
        "CCurl": ["Connectors"],
        "CSodium": ["Values", "Connectors"],
        "COath": ["People"], "CZxcvbn": ["Connectors"], "CQREncode": ["Faces"],
        "CPostgres": ["StoragePostgres"],
        "CCadical": ["SolverCaDiCaL"],
    ]

    /// What every room may know.
    static let everywhere: Set<String> = [
        "Foundation", "FoundationEssentials", "Glibc", "Logging", "Synchronization", "Dispatch",
    ]

    /// What is wrong with `room` importing `module`; nil when nothing is.
    static func complaint(_ room: String, importing module: String) -> String? {
        if everywhere.contains(module) {
            return room == "Values" && module == "Logging" ? "values log nothing" : nil
        }
        if let rooms = libraries[module] {
            return rooms.contains(room) ? nil : "only \(rooms.sorted().joined(separator: ", ")) may know it"
        }
        guard let floors = floors(below: room) else { return "\(room) is no room of the house" }
        return floors.contains(module) ? nil : "\(room) does not stand above it"
    }
}

// swift-tools-version:6.2
import PackageDescription

/// Rooms and arrows are described in ARCHITECTURE.md; Tests/Tidy reads the imports and holds them.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // Tests are built for debugging and look at every access to memory; a release needs not do it again, which
    // would be one instruction in sixteen.
    .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
]

/// For what tests run by the million, which a build for debugging makes five to twenty times as slow: the solver's loops
/// over clauses, and all that the simulator runs. Not the faces: built so by swiftc 6.3, an answer there was let go of
/// before it was sent, and why isn't known.
let quickToo: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// A room of the house: one target per context, one folder per feature.
func room(_ name: String, on floors: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .target(name: name, dependencies: floors, resources: resources, swiftSettings: settings)
}

/// One that is built for speed also for tests: the simulator runs it.
func quickRoom(_ name: String, on floors: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: floors, swiftSettings: settings + quickToo)
}

func tests(of name: String, on rooms: [Target.Dependency], besides others: [String] = []) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: rooms, exclude: others, swiftSettings: settings)
}

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let uptoTrade: [Target.Dependency] = [
    "Values", "Storage", "Web", "People", "Files", "Supply", "Offer", "Trade", logging,
]
let uptoFaces: [Target.Dependency] = uptoTrade + ["Notices", "Faces"]

let package = Package(
    name: "orderworks",
    products: [.executable(name: "orderworks", targets: ["Launch"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
    ],
    targets: [
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CVips"),
        .systemLibrary(name: "COath", pkgConfig: "liboath", providers: [.apt(["liboath-dev"])]),
        .systemLibrary(name: "CZxcvbn", providers: [.apt(["libzxcvbn-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(name: "CCadical", linkerSettings: [.linkedLibrary("cadical")]),
        .target(name: "CPageCache"),
        .systemLibrary(name: "CMalloc"),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),

        quickRoom("Values", on: ["CSodium"]),
        quickRoom("Storage", on: ["Values", logging]),
        quickRoom("Reasoning", on: ["Values", logging]),
        quickRoom("Web", on: ["Values", logging]),
        quickRoom("People", on: ["Values", "Storage", "Web", "COath", logging]),
        quickRoom("Files", on: ["Values", "Storage", "Web", "People"]),
        quickRoom("Supply", on: ["Values", "Storage", "Web", "People", "Files"]),
        quickRoom("Offer", on: ["Values", "Storage", "Web", "People", "Files", "Supply", "Reasoning", logging]),
        quickRoom("Trade", on: ["Values", "Storage", "Web", "People", "Files", "Supply", "Offer", logging]),
        quickRoom("Notices", on: uptoTrade),
        room("Faces", on: uptoTrade + ["Notices", "CQREncode", mustache], resources: [.embedInCode("Templates")]),

        quickRoom("SolverCaDiCaL", on: ["Reasoning", "CCadical"]),
        quickRoom("StorageSQLite", on: [
            "Values", "Storage", "CSQLite", logging,
            .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
        ]),
        room("StoragePostgres", on: ["Values", "Storage", "CPostgres", logging]),
        room("Imaging", on: ["Web", "Offer", "CVips", .product(name: "NIOPosix", package: "swift-nio")]),
        room("FilesOnDisk", on: ["Values", "Web", "Files", "CPageCache", .product(name: "NIOPosix", package: "swift-nio")]),
        room("Connectors", on: [
            "Values", "Web", "People", "Files", "Trade", "Notices", "CCurl", "CSodium", "CZxcvbn", logging,
        ]),
        room("SandboxBank", on: ["Values", "Web", logging]),

        room("Orderworks", on: uptoFaces + [
            "Reasoning", "SolverCaDiCaL", "StorageSQLite", "StoragePostgres", "FilesOnDisk", "Imaging", "Connectors",
            "SandboxBank", "CMalloc",
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "HummingbirdTLS", package: "hummingbird"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            .product(name: "Configuration", package: "swift-configuration"),
        ]),
        .executableTarget(name: "Launch", dependencies: ["Orderworks"], swiftSettings: settings),

        .target(name: "CBench", path: "Benchmarks/CBench", linkerSettings: [.linkedLibrary("sqlite3")]),
        .executableTarget(name: "Bench", dependencies: uptoFaces + [
            "CBench", "Reasoning", "SolverCaDiCaL", "StorageSQLite", "StoragePostgres", "Connectors", "SandboxBank", "Orderworks", "Testbed",
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ], path: "Benchmarks/Bench", swiftSettings: settings),

        .target(name: "Testbed", dependencies: uptoTrade + ["Reasoning", "SolverCaDiCaL", "StorageSQLite",
            "StoragePostgres", "FilesOnDisk", "Connectors", "Notices"],
                path: "Tests/Testbed", swiftSettings: settings + quickToo),
        .target(name: "Simulator", dependencies: uptoTrade + ["Notices", "Orderworks", "StorageSQLite", "Testbed"],
                path: "Tests/Simulator", swiftSettings: settings + quickToo),
        .executableTarget(name: "simulate", dependencies: ["Simulator", "Values"], path: "Tests/Simulate",
                          swiftSettings: settings),
        tests(of: "Values", on: ["Values", "Testbed"]),
        tests(of: "Reasoning", on: ["Reasoning", "SolverCaDiCaL", "Testbed", logging]),
        tests(of: "Storage", on: ["Values", "Storage", "StorageSQLite", "StoragePostgres", "Testbed"]),
        tests(of: "Web", on: ["Values", "Web", "Testbed"]),
        tests(of: "People", on: uptoTrade + ["Connectors", "Testbed"]),
        tests(of: "Files", on: uptoTrade + ["FilesOnDisk", "Imaging", "Connectors", "Testbed"]),
        tests(of: "Supply", on: uptoTrade + ["Testbed"]),
        tests(of: "Offer", on: uptoTrade + ["FilesOnDisk", "Imaging", "Reasoning", "SolverCaDiCaL", "Testbed"],
              besides: ["Golden"]),
        tests(of: "Trade", on: uptoTrade + ["FilesOnDisk", "StoragePostgres", "Testbed"]),
        tests(of: "Notices", on: uptoTrade + ["Notices", "Testbed"]),
        tests(of: "SandboxBank", on: ["Values", "Web", "SandboxBank", "Testbed"], besides: ["stripe_client.py"]),
        tests(of: "Connectors", on: uptoTrade + [
            "CCurl", "Connectors", "Notices", "SandboxBank", "Orderworks", "Testbed",
        ], besides: ["CommonPasswords.txt"]),
        tests(of: "Orderworks", on: uptoFaces + [
            "Orderworks", "Reasoning", "StorageSQLite", "Connectors", "Testbed",
            .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        ], besides: ["AccessMatrix.txt"]),
        .testTarget(name: "Journeys", dependencies: uptoFaces + [
            "Connectors", "Orderworks", "SandboxBank", "StorageSQLite", "Testbed",
        ],
                    swiftSettings: settings),
        .testTarget(name: "Crash", dependencies: uptoFaces + [
            "Connectors", "Orderworks", "StorageSQLite", "Testbed", .product(name: "GRDB", package: "GRDB.swift"),
        ], swiftSettings: settings),
        .testTarget(name: "Simulation", dependencies: ["Simulator", "Testbed", "Values"], swiftSettings: settings),
        .testTarget(name: "Tidy", swiftSettings: settings),
    ]
)

import Testing

/// A test that can't fail holds nothing: these show that Tidy sees what it should.
@Suite("Tidy sees what is wrong")
struct TidyItselfTests {
    @Test("an arrow that runs the wrong way is seen", arguments: [
        ("Supply", "Trade"), ("Storage", "Web"), ("Web", "Storage"), ("Trade", "GRDB"), ("Faces", "Hummingbird"),
        ("Values", "Storage"), ("SandboxBank", "Trade"), ("Trade", "Connectors"), ("Cellar", "Values"),
        ("Trade", "NIO"),
    ])
    func wrongWay(room: String, module: String) {
        #expect(Arrows.complaint(room, importing: module) != nil)
    }

    @Test("an arrow that runs down is fine", arguments: [
        ("Trade", "Supply"), ("StorageSQLite", "GRDB"), ("Orderworks", "HummingbirdCore"), ("Faces", "Notices"),
        ("Web", "Foundation"), ("Connectors", "Trade"),
    ])
    func rightWay(room: String, module: String) {
        #expect(Arrows.complaint(room, importing: module) == nil)
    }

    @Test("functions are measured, with signatures over several lines and without bodies")
    func functions() {
        let file = SourceFile(path: "Sources/Trade/A.swift", lines: [
            "protocol P {", "    func none()", "    func long(", "        a: Int", "    ) -> Int", "}",
            "struct S {", "    package init(", "        a: Int", "    ) {", "        f { $0 }", "    }",
            "    func one() -> Int { 1 }", "    private func two() {", "        // func three() {", "    }", "}",
        ])
        #expect(file.functions.map(\.line) == [8, 13, 14])
        #expect(file.functions.map(\.length) == [5, 1, 3])
    }

    @Test("comments and texts are not taken for code")
    func code() {
        #expect(SourceFile.code("let a = 1 // Task {") == "let a = 1 ")
        #expect(!SourceFile.code("print(\"Task { \\\" Date()\")").contains("Task"))
    }

    @Test("a word counts where it begins, not at the end of another")
    func words() {
        #expect(SourceFile.contains("    Task { }", word: "Task {"))
        #expect(SourceFile.contains("group.addTask { Task { } }", word: "Task {"))
        #expect(!SourceFile.contains("group.addTask { }", word: "Task {"))
        #expect(SourceFile.contains("Int.random(in: 0...1)", word: ".random"))
    }

    @Test("imports are read with their attributes")
    func imports() {
        let file = SourceFile(path: "Sources/Trade/A.swift", lines: [
            "import Values", "@preconcurrency import GRDB", "import struct Foundation.Data", "package import Web",
        ])
        #expect(file.imports == ["Values", "GRDB", "Foundation", "Web"])
    }
}

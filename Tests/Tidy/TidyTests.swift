import Testing

/// Holds what ARCHITECTURE.md and CONTRIBUTING.md say of the code itself.
@Suite("The house is tidy")
struct TidyTests {
    let files: [SourceFile]

    static let functionLimit = 60
    static let fileLimit = 300
    static let columnLimit = 120

    init() throws { files = try SourceFile.project.get() }

    @Test("there is something to look at")
    func found() {
        #expect(files.contains { $0.path == "Tests/Tidy/TidyTests.swift" })
        #expect(files.filter(\.isSource).count > 100)
    }

    @Test("imports follow the arrows")
    func arrows() {
        expectNone(files.filter(\.isSource).flatMap { file in
            file.imports.compactMap { module in
                Arrows.complaint(file.room, importing: module).map { "\(file.path): import \(module): \($0)" }
            }
        })
    }

    @Test("files, functions and lines are short enough to read")
    func short() {
        expectNone(files.flatMap { file in
            var long: [String] = []
            if file.lines.count > Self.fileLimit + 1 { long.append("\(file.path): \(file.lines.count - 1) lines") }
            for function in file.functions where function.length > Self.functionLimit {
                long.append("\(file.path):\(function.line): a function of \(function.length) lines")
            }
            // A drawing's paths are numbers in a row; breaking them makes nothing clearer.
            guard !file.path.hasSuffix("Drawing.swift") else { return long }
            for (place, line) in file.lines.enumerated() where line.count > Self.columnLimit {
                long.append("\(file.path):\(place + 1): \(line.count) columns")
            }
            return long
        })
    }

    @Test("contexts take time, chance and concurrency from the shop", arguments: [
        "Task {", "Task.detached", "Task.sleep", "Task.init", "Date()", "Date.now", "UUID()", ".random", "Thread",
        "RandomNumberGenerator", "ContinuousClock", "SuspendingClock", "DispatchQueue", "clock_gettime",
    ])
    func fromTheShop(word: String) {
        expectNone(lines { Arrows.isContext.contains($0.room) }
            .filter { SourceFile.contains($0.code, word: word) }.map { "\($0.place): \(word)" })
    }

    @Test("nothing is left for later")
    func finished() {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK"]
        expectNone(files.flatMap { file in
            file.lines.enumerated().filter { line in marks.contains { line.element.contains($0) } }
                .map { "\(file.path):\($0.offset + 1): \($0.element)" }
        })
    }

    @Test("types are named after things of the trade, and no folder is a drawer")
    func names() {
        let endings = ["Manager", "Service", "Helper", "Helpers", "Util", "Utils", "Base", "DTO", "Impl"]
        // HTTP's own word for what answers requests.
        let known = ["HTTPService"]
        let types = lines(\.isSource).compactMap { line -> String? in
            guard let name = Self.declaredType(in: line.code), !known.contains(name) else { return nil }
            return endings.contains { name.hasSuffix($0) } ? "\(line.place): \(name)" : nil
        }
        let drawers = ["Core", "Common", "Extensions", "Helpers", "Utils", "Utilities", "Misc", "Shared", "Models"]
        let folders = files.filter { file in file.path.split(separator: "/").contains { drawers.contains(String($0)) } }
        expectNone(types + folders.map(\.path))
    }

    @Test("every type says in a sentence what its name can't")
    func sentences() {
        expectNone(files.filter(\.isSource).flatMap { file in
            file.lines.indices.compactMap { place in
                let line = file.lines[place]
                guard !line.hasPrefix(" "), let name = Self.declaredType(in: file.code[place]),
                      !line.hasPrefix("private"), !line.hasPrefix("fileprivate") else { return nil }
                let above = file.lines[..<place].last { !$0.hasPrefix("@") } ?? ""
                return above.hasPrefix("///") ? nil : "\(file.path):\(place + 1): \(name)"
            }
        })
    }

    private static func declaredType(in code: String) -> String? {
        let words = code.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        let kinds = ["struct", "enum", "class", "actor", "protocol"]
        let modifiers = ["package", "private", "fileprivate", "final", "indirect", "public"]
        guard let kind = words.firstIndex(where: { kinds.contains(String($0)) }), kind + 1 < words.count,
              words[..<kind].allSatisfy({ modifiers.contains(String($0)) }) else { return nil }
        return String(words[kind + 1])
    }

    /// All lines of code of the files that are meant, without comments and texts.
    private func lines(_ meant: (SourceFile) -> Bool) -> [(place: String, code: String)] {
        files.filter(meant).flatMap { file in
            file.code.enumerated().map { (place: "\(file.path):\($0.offset + 1)", code: $0.element) }
        }
    }

    private func expectNone(_ complaints: [String], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(complaints.isEmpty, "\n\(complaints.joined(separator: "\n"))", sourceLocation: sourceLocation)
    }
}

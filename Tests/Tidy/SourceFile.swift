import Foundation

/// One Swift file of the project, as lines.
struct SourceFile: Sendable {
    /// From the project's root: `Sources/Trade/Cart/Cart.swift`.
    let path: String
    let lines: [String]
    /// The lines without comments and texts.
    let code: [String]

    init(path: String, lines: [String]) {
        self.path = path
        self.lines = lines
        code = lines.map(Self.code)
    }

    /// The project's files, read once for all tests.
    static let project = Result { try all() }

    /// The room or the tests it belongs to: `Trade`.
    var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

    var isSource: Bool { path.hasPrefix("Sources/") }

    /// Every Swift file below `Sources` and `Tests`.
    static func all(in root: URL = projectRoot) throws -> [SourceFile] {
        var files: [SourceFile] = []
        for folder in ["Sources", "Tests"] {
            let walk = FileManager.default.enumerator(
                at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            while let url = walk?.nextObject() as? URL {
                guard url.pathExtension == "swift" else { continue }
                let path = String(url.standardizedFileURL.path.dropFirst(root.standardizedFileURL.path.count + 1))
                let text = try String(contentsOf: url, encoding: .utf8)
                files.append(SourceFile(path: path, lines: text.components(separatedBy: "\n")))
            }
        }
        return files.sorted { $0.path < $1.path }
    }

    static let projectRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The modules it imports.
    var imports: [String] {
        lines.compactMap { line in
            let words = line.split(separator: " ").drop { $0.hasPrefix("@") || $0 == "package" || $0 == "public" }
            guard words.first == "import", let name = words.last else { return nil }
            return name.split(separator: ".").first.map(String.init)
        }
    }

    /// A line without its comment and without what stands between quotes, so that words about code are not code.
    static func code(_ line: String) -> String {
        let (quote, escape, slash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"))
        guard line.utf8.contains(where: { $0 == quote || $0 == slash }) else { return line }
        var code: [UInt8] = []
        var isText = false
        var previous: UInt8 = 0
        for byte in line.utf8 {
            if byte == quote, previous != escape { isText.toggle() }
            if !isText {
                if byte == slash, code.last == slash { return String(decoding: code.dropLast(), as: UTF8.self) }
                code.append(byte)
            }
            previous = byte
        }
        return String(decoding: code, as: UTF8.self)
    }

    /// Whether `word` stands in `line`, and not as the end of a longer one.
    static func contains(_ line: String, word: String) -> Bool {
        var rest = line[...]
        while let found = rest.range(of: word) {
            let before = found.lowerBound > line.startIndex ? line[line.index(before: found.lowerBound)] : " "
            if !before.isLetter || word.first?.isLetter == false { return true }
            rest = rest[found.upperBound...]
        }
        return false
    }

    /// Each function and initialiser with a body: its first line, counted from 1, and how many lines it has.
    var functions: [(line: Int, length: Int)] {
        lines.indices.compactMap { start in
            let words = lines[start].split { !$0.isLetter }
            let isFunction = words.contains("func") || lines[start].drop { $0 == " " }.hasPrefix("init")
                || words.starts(with: ["package", "init"]) || words.starts(with: ["private", "init"])
            guard isFunction, !lines[start].drop(while: { $0 == " " }).hasPrefix("//"),
                  let opening = opening(from: start) else { return nil }
            let indent = lines[start].prefix { $0 == " " }
            let end = lines[opening...].firstIndex { $0 == indent + "}" || $0.hasPrefix(indent + "} ") }
            return (start + 1, (lines[start].hasSuffix("}") ? start : end ?? start) - start + 1)
        }
    }

    /// The line on which the body of the declaration that begins on `start` opens; nil when it has none.
    private func opening(from start: Int) -> Int? {
        var depth = 0
        for place in start..<min(lines.count, start + Self.signatureLimit) {
            let code = self.code[place]
            depth += code.count { $0 == "(" } - code.count { $0 == ")" }
            if depth == 0 { return code.contains("{") ? place : nil }
        }
        return nil
    }

    /// Lines a signature may take.
    private static let signatureLimit = 20
}

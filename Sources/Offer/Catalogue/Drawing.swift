import Values

/// Reads an SVG drawing for one purpose: to make sure that it can only draw. It takes the elements that draw, without
/// event handlers, scripts, embedded documents, animations or references to anything but its own parts.
///
/// What it doesn't know it refuses: a list of what is dangerous is never complete (compare the Cure53 test cases,
/// https://github.com/cure53/DOMPurify).
struct Drawing {
    private var scanner: MarkupScanner
    private var open: [String] = []
    private var elements = 0

    static let depthLimit = 64
    static let elementLimit = 50_000

    static let namespace = "http://www.w3.org/2000/svg"
    static let linkNamespace = "http://www.w3.org/1999/xlink"

    /// Throws `Picture.Refusal.notOfItsType` for what is no SVG, `.unsafeDrawing` for what is more than a drawing.
    static func check(_ bytes: [UInt8]) throws(Picture.Refusal) {
        guard let text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
            throw .notOfItsType(.svg)
        }
        var drawing = Self(scanner: MarkupScanner(text))
        try drawing.read()
    }

    private init(scanner: MarkupScanner) { self.scanner = scanner }

    private mutating func read() throws(Picture.Refusal) {
        while let piece = try scanner.next() {
            switch piece {
            case .text(let text): try read(text)
            case .comment:
                // Left out by a browser, it would join the texts on its two sides to something nobody has checked.
                if open.last == "style" { throw .unsafeDrawing("a comment in a style sheet") }
            case .opening(let name, let attributes, let isEmpty):
                try check(name)
                for (attribute, value) in attributes { try Self.check(attribute, value, of: name) }
                if elements == 1 { try checkRoot(name, attributes) }
                if !isEmpty { open.append(name) }
            case .closing(let name):
                guard open.popLast() == name else { throw .notOfItsType(.svg) }
            }
        }
        guard open.isEmpty, elements > 0 else { throw .notOfItsType(.svg) }
    }

    private func read(_ text: String) throws(Picture.Refusal) {
        guard let element = open.last else {
            guard text.allSatisfy(\.isWhitespace) else { throw .notOfItsType(.svg) }
            return
        }
        if element == "style" { try Self.checkStyle(text) }
    }

    private mutating func check(_ name: String) throws(Picture.Refusal) {
        elements += 1
        guard elements == 1 || !open.isEmpty else { throw .notOfItsType(.svg) }
        guard elements <= Self.elementLimit, open.count < Self.depthLimit else {
            throw .unsafeDrawing("more or deeper elements than a drawing has")
        }
        guard Self.drawingElements.contains(name), open.last != "style" else {
            throw .unsafeDrawing("element \(name.prefix(50))")
        }
    }

    private func checkRoot(
        _ name: String, _ attributes: [(name: String, value: String)]
    ) throws(Picture.Refusal) {
        guard name == "svg", attributes.contains(where: { $0.name == "xmlns" }) else { throw .notOfItsType(.svg) }
    }

    private static func check(_ name: String, _ value: String, of element: String) throws(Picture.Refusal) {
        let refused = Picture.Refusal.unsafeDrawing("attribute \(name.prefix(50)) of \(element)")
        switch name {
        case "xmlns": guard value == namespace else { throw refused }
        case "xmlns:xlink": guard value == linkNamespace else { throw refused }
        case "xml:space", "xml:lang", "xlink:title": break
        case "href", "xlink:href": guard value.first == "#" else { throw refused }
        default:
            let isPlain = name.utf8.allSatisfy { byte in
                let lower = byte | 32
                return (97...122).contains(lower) || (48...57).contains(byte) || byte == 45 || byte == 95
            }
            guard isPlain, !name.lowercased().hasPrefix("on"), name.lowercased() != "src" else { throw refused }
            do { try checkStyle(value) } catch { throw refused }
        }
    }

    /// What a style sheet or an attribute may say: nothing that loads, and no escapes that could hide it.
    private static func checkStyle(_ text: String) throws(Picture.Refusal) {
        // Bytes, not characters: a browser finds a word also where an accent stands on its last letter.
        let bytes = Array(text.lowercased().utf8)
        for word in forbiddenWords where firstRange(of: word, in: bytes[...]) != nil {
            throw .unsafeDrawing("\(String(decoding: word, as: UTF8.self)) in a style")
        }
        var rest = bytes[...]
        while let start = firstRange(of: address, in: rest) {
            rest = rest[start.upperBound...]
            guard rest.first(where: { !spacesAndQuotes.contains($0) }) == UInt8(ascii: "#") else {
                throw .unsafeDrawing("a reference to something outside")
            }
        }
    }

    private static let spacesAndQuotes = Array("\t\n\u{C}\r \"'".utf8)

    private static let address = Array("url(".utf8)

    private static let forbiddenWords = [
        "\\", "@import", "@namespace", "@font-face", "javascript:", "expression(", "image(", "image-set(", "src(",
        "-moz-binding", "behavior:",
    ].map { Array($0.utf8) }

    private static func firstRange(of word: [UInt8], in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        var place = bytes.startIndex
        while place + word.count <= bytes.endIndex, let start = bytes[place...].firstIndex(of: word[0]) {
            if bytes[start...].starts(with: word) { return start..<(start + word.count) }
            place = start + 1
        }
        return nil
    }

    private static let drawingElements: Set<String> = [
        "svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "style",
        "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath",
        "linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker",
        "filter", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix",
        "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB",
        "feFuncG", "feFuncR", "feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight",
        "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
    ]
}

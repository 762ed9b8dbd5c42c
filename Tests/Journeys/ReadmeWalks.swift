import Foundation
import Testing

/// What the README tells a newcomer to type works as it is printed there.
@Suite("README walks", .serialized)
struct ReadmeWalks {
    @Test("the first walk orders a car, reads its mail, ships it, gives money back, and shop and bank agree")
    func firstWalk() throws {
        let walk = try Walk("First walk")
        let (code, output) = try walk.take()
        #expect(code == 3, "buyers' notes weren't given to the checker: \(output)")
        #expect(!output.contains(#""type":"/problems/"#), "\(output)")
        #expect(output.contains(#""valid":false"#) && output.contains(#""valid":true"#))
        #expect(output.contains("The traffic-jam pilot needs adaptive cruise control."))
        #expect(output.contains(#""state":"placed""#))
        let warehouse = #""place":"warehouse","placeName":"Parts warehouse Kassel","onHand":"#
        #expect(output.contains(warehouse + #"40,"reserved":1"#), "reserved with the order")
        #expect(output.contains(warehouse + #"39,"reserved":0"#), "lower after it was shipped")
        #expect(output.contains(#""subject":"Your order "#) && output.contains("Montis"))
        #expect(output.contains(#""state":"requested","reason":"The lorry came a day late.""#))
        #expect(output.components(separatedBy: "\nholds  ").count > 9, "\(output.suffix(1000))")
        #expect(output.contains("not checked  4.") && !output.contains("broken  "))
    }

    @Test("the second walk makes a shop from nothing and sells a configured desk in it")
    func secondWalk() throws {
        let (code, output) = try Walk("Second walk").take()
        #expect(code == 0, "\(output)")
        #expect(!output.contains(#""type":"/problems/"#), "\(output)")
        #expect(output.contains("Only the oak top carries a drawer.") && output.contains(#""valid":false"#))
        #expect(output.contains(#""mediaType":"image/png""#))
        #expect(output.contains(#""state":"placed""#))
        #expect(output.contains(#""place":"workshop","placeName":"Workshop","onHand":5,"reserved":1,"available":4"#))
    }
}

/// One of the README's walks: how its shop is started, and its commands.
private struct Walk {
    private let arguments: [String]
    private let commands: String

    init(_ title: String) throws {
        let readme = try String(contentsOf: ShopFolder.project.appendingPathComponent("README.md"), encoding: .utf8)
        let section = try #require(readme.components(separatedBy: "\n## ").first { $0.hasPrefix(title) })
        let start = try #require(Self.blocks("console", section).first)
        arguments = try #require(start.hasPrefix("$ bin/serve") ? start : nil)
            .split(whereSeparator: \.isWhitespace).dropFirst(2).map(String.init)
        let blocks = Self.blocks("sh", section)
        try #require(blocks.count > 3)
        commands = blocks.joined()
    }

    /// Opens the shop as printed, on ports that are free, and runs the commands as printed, but for address and key.
    func take() throws -> (code: Int32, output: String) {
        let folder = try ShopFolder()
        let shop = try ServedShop(in: folder, arguments)
        let key = try #require(shop.key)
        let lines = commands.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("shop=") { return "shop=\(shop.address)" }
            return line.hasPrefix("key=") ? "key=\(key)" : String(line)
        }
        let answer = try folder.run(lines.joined(separator: "\n"))
        #expect(shop.stop() == 0)
        return answer
    }

    private static func blocks(_ language: String, _ text: String) -> [String] {
        text.components(separatedBy: "\n```\(language)\n").dropFirst().compactMap { rest in
            rest.range(of: "\n```").map { rest[..<$0.lowerBound] + "\n" }
        }
    }
}

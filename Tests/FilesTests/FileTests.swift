import Files
import Testbed
import Testing
import Values
import Web

@Suite("What files are")
struct FileTests {
    static let whole: [(FileKind, [UInt8])] = [
        (.png, SampleFiles.png), (.jpeg, SampleFiles.jpeg), (.webp, SampleFiles.webp), (.pdf, SampleFiles.pdf),
    ]

    @Test("a kind is told by bytes, and a whole file is one")
    func kinds() async throws {
        for (kind, bytes) in Self.whole {
            #expect(FileKind(signature: Array(bytes.prefix(16))) == kind)
            try await FileShape.check(HeldBytes(bytes), is: kind)
        }
    }

    @Test("what we don't take has no kind", arguments: [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "<!DOCTYPE html><script>",
        "MZ\u{90}",
        "PK\u{3}\u{4}", "#!/bin/sh\n", "GIF89a", " %PDF-1.4", "RIFF    WAVE", "",
    ])
    func strangers(text: String) { #expect(FileKind(signature: Array(text.utf8)) == nil) }

    @Test("a file with another behind it is broken, and so is one that ends too early")
    func polyglots() async throws {
        for (kind, bytes) in Self.whole {
            let archive = bytes + Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 18)
            await #expect(throws: FileShape.Broken.self, "\(kind)") {
                try await FileShape.check(HeldBytes(archive), is: kind)
            }
            for count in [bytes.count - 1, bytes.count / 2, 16] where !(kind == .pdf && count == bytes.count - 1) {
                await #expect(throws: FileShape.Broken.self, "\(kind) \(count)") {
                    try await FileShape.check(HeldBytes(Array(bytes.prefix(count))), is: kind)
                }
            }
        }
    }

    @Test("a file's parts may lie across the window it is read through")
    func windows() async throws {
        let padding = [UInt8](repeating: 0x41, count: 65_400)
        for extra in stride(from: 0, to: 260, by: 13) {
            let comment = Array(SampleFiles.jpeg.prefix(2)) + [0xFF, 0xFE]
                + [UInt8((padding.count + 2) >> 8), UInt8((padding.count + 2) & 255)] + padding
                + [0xFF, 0xFE, UInt8((extra + 2) >> 8), UInt8((extra + 2) & 255)]
                + [UInt8](repeating: 0x42, count: extra) + SampleFiles.jpeg.dropFirst(2)
            try await FileShape.check(HeldBytes(comment), is: .jpeg)
        }
    }

    @Test("names say what a file is, once", arguments: [
        "logo.pdf", "Entwurf für Ada (2).PDF", "logo v1.2.pdf", "Логотип.png", "a_b-c.jpeg",
    ])
    func names(text: String) {
        #expect(FileName(text) != nil)
        #expect(FileName.schema.faults(in: .string(text)).isEmpty)
    }

    @Test("names that are paths, end twice, hide or turn around are refused", arguments: [
        "../logo.pdf", "..", "a/b.pdf", "a\\b.pdf", "/etc/passwd", ".htaccess", "logo", "logo.", "logo.html.pdf",
        "logo.pdf.exe.png", "logo.php5.jpg", "logo\u{202E}fdp.exe", "a\u{0}.pdf", "a\r\nSet-Cookie: x.pdf", "con:.pdf",
        " logo.pdf", "logo.toolong", "a\".pdf", "",
    ])
    func wrongNames(text: String) {
        #expect(FileName(text) == nil)
        #expect(!FileName.schema.faults(in: .string(text)).isEmpty)
    }
}

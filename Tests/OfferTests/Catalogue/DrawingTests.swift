import Offer
import Testing
import Values

@Suite("Hostile drawings")
struct DrawingTests {
    private static func drawing(_ inside: String, _ attributes: String = "") -> [UInt8] {
        Array("""
            <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
            \(attributes)>\(inside)</svg>
            """.utf8)
    }

    private static func refusal(of bytes: [UInt8]) -> Picture.Refusal? {
        do {
            _ = try Picture(kind: .svg, bytes: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("the frame of these tests draws")
    func harmless() { #expect(Self.refusal(of: Self.drawing("<g><path d='M0 0'/></g>", "width='1'")) == nil) }

    @Test(
        "what a drawing doesn't need is refused",
        arguments: [
            "<script>alert(1)</script>", "<script/>", "<SCRIPT>x</SCRIPT>", "<ScRiPt/>",
            "<svg:script xmlns:svg='http://www.w3.org/2000/svg'>x</svg:script>",
            "<foreignObject><body/></foreignObject>", "<iframe/>", "<embed/>", "<object/>", "<image href='#a'/>",
            "<image xlink:href='https://example.com/x.png'/>", "<feImage href='#a'/>", "<a href='#x'><path/></a>",
            "<a xlink:href='javascript:alert(1)'/>", "<animate attributeName='href' to='javascript:alert(1)'/>",
            "<set attributeName='onload' to='x'/>", "<handler/>", "<listener/>", "<metadata/>", "<unknown/>",
            "<path onclick='x()'/>", "<path ONLOAD='x()'/>", "<path onfocusin=\"x()\"/>", "<path on='x'/>",
            "<use href='https://example.com/x.svg#a'/>", "<use xlink:href='data:image/svg+xml;base64,AAAA'/>",
            "<use href='other.svg#a'/>", "<use href=''/>", "<use href=' javascript:alert(1)'/>",
            "<use href='&#106;avascript:alert(1)'/>", "<use href='java&#x09;script:alert(1)'/>",
            "<path xmlns:l='http://www.w3.org/1999/xlink' l:href='javascript:alert(1)'/>",
            "<g xmlns='http://www.w3.org/1999/xhtml'/>", "<g xmlns:xlink='http://www.w3.org/1999/xhtml'/>",
            "<g xml:base='https://example.com/'/>", "<path src='x'/>",
            "<path fill='url(https://example.com/x.svg#a)'/>", "<path style='fill:url(//example.com/x)'/>",
            "<path style=\"fill:URL( 'https://example.com' )\"/>", "<path style='fill:u\\72l(https://example.com)'/>",
            "<path filter='url(data:image/svg+xml,x)'/>", "<path fill='url(#a) url(https://example.com)'/>",
            "<path fill='url(\u{301}https://example.com)'/>", "<style>@import\u{301} url(#x);</style>",
            "<path style='background:&#117;rl(https://example.com)'/>", "<path style='behavior:url(#x)'/>",
            "<style>@import 'https://example.com/x.css';</style>", "<style>@IMPORT url(#x);</style>",
            "<style>&#64;import 'x';</style>", "<style>@im<!-- -->port 'x';</style>", "<style><g/></style>",
            "<style>a{fill:url(x.svg)}</style>", "<style>@font-face{src:url(#a)}</style>",
            "<style>a{background:image-set('x.png' 1x)}</style>", "<style><![CDATA[@import 'x';]]></style>",
            "<?xml-stylesheet href='x.css'?>", "<!DOCTYPE svg>", "<!ENTITY x 'y'>", "<path d='&x;'/>", "&lol;",
        ])
    func hostile(inside: String) {
        let refusal = Self.refusal(of: Self.drawing(inside))
        guard case .unsafeDrawing = refusal else {
            Issue.record("\(inside): \(String(describing: refusal))")
            return
        }
    }

    @Test("a document type before the drawing is refused, and with it entities and what they hide")
    func documentType() {
        let bomb = """
            <?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "&#60;script>x&#60;/script>">]>\
            <svg xmlns="http://www.w3.org/2000/svg">&a;</svg>
            """
        #expect(Self.refusal(of: Array(bomb.utf8))?.isUnsafe == true)
        #expect(Self.refusal(of: Self.drawing("<path/>", "onload='x()'"))?.isUnsafe == true)
        let page = Array("<html xmlns='http://www.w3.org/1999/xhtml'>".utf8) + Self.drawing("") + Array("</html>".utf8)
        #expect(Self.refusal(of: page) != nil)
    }

    @Test(
        "what is no well-formed XML is no drawing",
        arguments: [
            "<g>", "</g>", "<g></path>", "<g", "<g a>", "<g a=b/>", "<g a='1' a='2'/>", "<g a='1'b='2'/>", "<g a='<'/>",
            "<!-- ", "<path d='&amp'/>", "< g/>", "<>",
        ])
    func malformed(inside: String) { #expect(Self.refusal(of: Self.drawing(inside)) != nil) }

    @Test("bytes that are no UTF-8, and another root behind the first, are refused")
    func encodings() {
        #expect(Self.refusal(of: Self.drawing("<text>") + [0xFF, 0xFE]) == .notOfItsType(.svg))
        let utf16 = Self.drawing("<script/>").flatMap { [$0, UInt8(0)] }
        #expect(Self.refusal(of: [0xFF, 0xFE] + utf16) == .notOfItsType(.svg))
        #expect(Self.refusal(of: Self.drawing("") + Self.drawing("")) == .notOfItsType(.svg))
        #expect(Self.refusal(of: Self.drawing("") + Array("text".utf8)) == .notOfItsType(.svg))
        #expect(Self.refusal(of: [0xEF, 0xBB, 0xBF] + Self.drawing("")) == nil)
    }

    @Test("a drawing is neither endlessly deep nor endlessly long")
    func sizes() {
        func nested(_ depth: Int) -> [UInt8] {
            Self.drawing(String(repeating: "<g>", count: depth) + String(repeating: "</g>", count: depth))
        }
        #expect(Self.refusal(of: nested(60)) == nil)
        #expect(Self.refusal(of: nested(100_000))?.isUnsafe == true)
        #expect(Self.refusal(of: Self.drawing(String(repeating: "<g/>", count: 60_000)))?.isUnsafe == true)
    }
}

extension Picture.Refusal {
    fileprivate var isUnsafe: Bool { if case .unsafeDrawing = self { true } else { false } }
}

import Files
import FilesOnDisk
import Imaging
import Offer
import Storage
import Testbed
import Testing
import Values
import Web

@Suite("Pictures' sizes")
struct PictureSizeTests {
    @Test("a size is read from the head, without decoding")
    func sizes() {
        #expect(PictureSize(of: SampleFiles.png, .png).map { [$0.width, $0.height] } == [2, 2])
        #expect(PictureSize(of: SampleFiles.jpeg, .jpeg).map { [$0.width, $0.height] } == [2, 2])
        #expect(PictureSize(of: SampleFiles.webp, .webp).map { [$0.width, $0.height] } == [2, 2])
        #expect(PictureSize(of: SampleFiles.png(note: "a", width: 70_000, height: 3), .png)?.width == 70_000)
        for kind in [Picture.Kind.png, .jpeg, .webp] {
            #expect(PictureSize(of: [], kind) == nil)
            #expect(PictureSize(of: Array(SampleFiles.jpeg.prefix(20)), kind) == nil)
        }
    }

    private func add(_ bytes: [UInt8], as type: String = "image/png", to test: OfferShop) async throws -> TestAnswer {
        try await test.staff.send(
            .post, "/v1/products/roof-box/pictures?altEn=A", body: bytes, headers: ["Content-Type": type])
    }

    @Test("a pixel bomb is refused by what its head says", arguments: [(30_000, 30_000), (16_001, 1), (40_001, 1000)])
    func bombs(width: Int, height: Int) async throws {
        let test = try await OfferShop()
        let answer = try await add(SampleFiles.png(note: "bomb", width: width, height: height), to: test)
        #expect(answer.problem == "picture-too-large")
    }

    @Test("a picture with something behind its end is refused")
    func polyglots() async throws {
        let test = try await OfferShop()
        let tail = Array("PK\u{3}\u{4}<script>alert(1)</script>".utf8)
        let samples = [
            ("image/png", SampleFiles.png), ("image/jpeg", SampleFiles.jpeg), ("image/webp", SampleFiles.webp),
        ]
        for (type, bytes) in samples {
            #expect(try await add(bytes + tail, as: type, to: test).problem == "picture-broken", "\(type)")
            #expect(try await add(bytes, as: type, to: test).status == 201, "\(type)")
        }
    }

    @Test("a smaller picture is made once, kept, and is a WebP of that width at most")
    func smaller() async throws {
        let test = try await OfferShop()
        let cabinet = try CabinetOnDisk(test.shop)
        let scaler = SmallerPictures()
        // Something to make smaller: a picture of 900 by 300, which the scaler itself makes from nothing better.
        #expect(try await add(SampleFiles.png, to: test).status == 201)
        let client = try TestClient(Offer.endpoints(cabinet.cabinet, scaler), as: Anybody.guest())
        let id = Digest.hex(Digest.sha256(SampleFiles.png))
        let first = try await client.get("/v1/pictures/\(id)/640")
        #expect(first.status == 200, "\(first.text)")
        #expect(first.headers["Content-Type"] == "image/webp")
        #expect(first.headers["Cache-Control"] == "public, max-age=31536000, immutable")
        // What is smaller keeps its size.
        #expect(PictureSize(of: first.body, .webp).map { [$0.width, $0.height] } == [2, 2])
        let again = try await client.get("/v1/pictures/\(id)/640")
        #expect(again.body == first.body)
        #expect(try await client.get("/v1/pictures/\(id)/641").status == 404)
        let kept = try await test.shop.read { db in try StoredFile.all(of: "picture:\(id)", limit: 10, in: db) }
        #expect(kept.map(\.part) == ["640"])
        // Its bytes lost, it is made anew.
        try await cabinet.cabinet.store.remove(try #require(kept.first).content)
        #expect(try await client.get("/v1/pictures/\(id)/640").body == first.body)
    }

    @Test("the scaler makes pictures smaller, and decodes no bomb")
    func scaling() async throws {
        let scaler = SmallerPictures()
        let wide = try await scaler.webP(of: WidePNG.bytes(width: 900, height: 300), width: 160)
        #expect(PictureSize(of: wide, .webp).map { [$0.width, $0.height] } == [160, 53])
        let bomb = SampleFiles.png(note: "bomb", width: 30_000, height: 30_000)
        await #expect(throws: SmallerPictures.Unscalable.self) { try await scaler.webP(of: bomb, width: 160) }
        let drawing = Array("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>".utf8)
        await #expect(throws: SmallerPictures.Unscalable.self) { try await scaler.webP(of: drawing, width: 160) }
    }
}

/// A grey picture with real check sums, as large as one wants.
enum WidePNG {
    static func bytes(width: Int, height: Int) -> [UInt8] {
        // Stored blocks of DEFLATE (RFC 1951, section 3.2.4) in zlib's wrapping (RFC 1950).
        let rows = [UInt8](repeating: 0, count: (width + 1) * height)
        var data: [UInt8] = [0x78, 0x01]
        var rest = rows[...]
        while !rest.isEmpty {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let (low, high) = (UInt8(block.count & 255), UInt8(block.count >> 8))
            data += [rest.isEmpty ? 1 : 0, low, high, ~low, ~high] + block
        }
        // Adler-32 of zeros: the first sum stays 1, the second counts the bytes.
        data += big(rows.count % 65_521 << 16 | 1)
        return Array(SampleFiles.png.prefix(8))
            + chunk("IHDR", big(width) + big(height) + [8, 0, 0, 0, 0]) + chunk("IDAT", data) + chunk("IEND", [])
    }

    private static func chunk(_ kind: String, _ data: [UInt8]) -> [UInt8] {
        let named = Array(kind.utf8) + data
        return big(data.count) + named + big(Int(checkSum(named)))
    }

    private static func big(_ number: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(number >> $0 & 255) } }

    /// CRC-32 (PNG, third edition, annex D).
    private static func checkSum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1 }
        }
    }
}

import Offer
import Testbed
import Testing
import Values
import Web

@Suite("Pictures")
struct PictureTests {
    static let png = SampleFiles.png
    static let jpeg = SampleFiles.jpeg
    static let webp = SampleFiles.webp
    static let svg = Array("""
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- drawn -->
        <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">
          <title>A &lt;car&gt; &#228;</title>
          <style>.a { fill: url(#g); stroke: #123 }</style>
          <defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>
          <g class="a" style="fill:url( '#g' )" transform="translate(1,2)"><path id="p" d="M0 0L1 1Z"/></g>
          <use xlink:href="#p"/><use href='#p' x="3"/><text x="1">Tow bar</text>
        </svg>
        """.utf8)

    private func add(
        _ bytes: [UInt8], as type: String, to product: String = "roof-box",
        alt: String = "altEn=A+box&altDe=Ein%20Kasten", in test: OfferShop
    ) async throws -> TestAnswer {
        try await test.staff.send(
            .post, "/v1/products/\(product)/pictures?\(alt)", body: bytes, headers: ["Content-Type": type])
    }

    @Test("a picture is found by its content, and cached for ever")
    func reading() async throws {
        let test = try await OfferShop()
        let kinds = [
            ("image/png", Self.png), ("image/jpeg", Self.jpeg), ("image/webp", Self.webp), ("image/svg+xml", Self.svg),
        ]
        for (type, bytes) in kinds {
            let added = try await add(bytes, as: type, in: test)
            #expect(added.status == 201, "\(type): \(added.text)")
            let path = "/v1/pictures/\(Digest.hex(Digest.sha256(bytes)))"
            #expect(added.headers["Location"] == path)
            #expect(added.json["alt"] == ["en": "A box", "de": "Ein Kasten"])
            let read = try await test.guest.get(path)
            #expect(read.body == bytes)
            #expect(read.headers["Content-Type"] == type)
            #expect(read.headers["Cache-Control"] == "public, max-age=31536000, immutable")
            #expect(read.headers["X-Content-Type-Options"] == "nosniff")
            let policy = read.headers["Content-Security-Policy"] ?? ""
            #expect(policy.contains("default-src 'none'") && policy.contains("sandbox") && !policy.contains("script"))
            let tag = try #require(read.headers["ETag"])
            let again = try await test.guest.get(path, headers: ["If-None-Match": tag])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
        }
        #expect(try await test.guest.get("/v1/products/roof-box").json["pictures"]?.array?.count == 4)
        let listed = try await test.guest.get("/v1/products?words=dachbox").json["items"]?[0]
        #expect(listed?["picture"]?["mediaType"] == "image/png")
        let none = String(repeating: "0", count: 64)
        #expect(try await test.guest.get("/v1/pictures/\(none)").problem == "unknown-picture")
    }

    @Test(
        "bytes are taken only for what they are",
        arguments: [
            ("image/png", jpeg), ("image/jpeg", png), ("image/webp", svg), ("image/svg+xml", png), ("image/png", svg),
            ("image/png", []), ("image/svg+xml", []), ("image/webp", Array("RIFF....WAVE".utf8)),
            ("image/svg+xml", Array("<html></html>".utf8)), ("image/svg+xml", Array("<svg><g></svg>".utf8)),
            ("image/svg+xml", Array("<svg/>".utf8)), ("image/svg+xml", Array("hello".utf8)),
        ] as [(String, [UInt8])])
    func mismatched(type: String, bytes: [UInt8]) async throws {
        let test = try await OfferShop()
        let answer = try await add(bytes, as: type, in: test)
        #expect(answer.status == 422)
        #expect(["picture-not-of-its-type", "picture-unsafe"].contains(answer.problem))
    }

    @Test("other types and larger files are refused before they are looked at")
    func limits() async throws {
        let test = try await OfferShop()
        #expect(try await add(Self.png, as: "image/gif", in: test).status == 415)
        #expect(try await add(Self.png, as: "text/html", in: test).status == 415)
        let large = Self.png + [UInt8](repeating: 0, count: Picture.limitBytes)
        #expect(try await add(large, as: "image/png", in: test).status == 413)
        #expect(try await add(Self.png, as: "image/png", alt: "", in: test).faults.keys.sorted() == ["query:altEn"])
        #expect(try await add(Self.png, as: "image/png", to: "nothing", in: test).problem == "unknown-product")
        #expect(try await test.guest.send(
            .post, "/v1/products/roof-box/pictures?altEn=A", body: Self.png, headers: ["Content-Type": "image/png"]
        ).status == 401)
    }

    @Test("pictures are put in order, and the first stands for the product")
    func order() async throws {
        let test = try await OfferShop()
        for (type, bytes) in [("image/png", Self.png), ("image/jpeg", Self.jpeg), ("image/webp", Self.webp)] {
            _ = try await add(bytes, as: type, in: test)
        }
        func types() async throws -> [String] {
            try await test.guest.get("/v1/products/roof-box").list("pictures", "mediaType")
        }
        #expect(try await types() == ["image/png", "image/jpeg", "image/webp"])
        let ids = try await test.guest.get("/v1/products/roof-box").list("pictures", "id")
        let turned: JSON = ["pictures": .array(ids.reversed().map(JSON.string))]
        #expect(try await test.staff.put("/v1/products/roof-box/pictures", turned).status == 200)
        #expect(try await types() == ["image/webp", "image/jpeg", "image/png"])
        for wrong in [[ids[0]], [ids[0], ids[0], ids[1]], ids + ids] {
            let answer = try await test.staff.put(
                "/v1/products/roof-box/pictures", ["pictures": .array(wrong.map(JSON.string))])
            #expect(answer.faults.keys.sorted() == ["#/pictures"])
        }
        // Hung again, it gets the new text and keeps its place.
        #expect(try await add(Self.jpeg, as: "image/jpeg", alt: "altEn=Again", in: test).status == 201)
        #expect(try await test.guest.get("/v1/products/roof-box").json["pictures"]?[1]?["alt"] == ["en": "Again"])
    }

    @Test("a picture that hangs at two products is gone when the second lets go")
    func removal() async throws {
        let test = try await OfferShop()
        _ = try await add(Self.png, as: "image/png", in: test)
        _ = try await add(Self.png, as: "image/png", to: "estate", in: test)
        let id = Digest.hex(Digest.sha256(Self.png))
        #expect(try await test.staff.delete("/v1/products/roof-box/pictures/\(id)").status == 204)
        #expect(try await test.staff.delete("/v1/products/roof-box/pictures/\(id)").problem == "unknown-picture")
        #expect(try await test.guest.get("/v1/pictures/\(id)").status == 200)
        #expect(try await test.staff.delete("/v1/products/estate/pictures/\(id)").status == 204)
        #expect(try await test.guest.get("/v1/pictures/\(id)").problem == "unknown-picture")
    }

    @Test("a product has a limited number of pictures")
    func count() async throws {
        let test = try await OfferShop()
        for number in 0..<Picture.countLimit {
            #expect(try await add(SampleFiles.png(note: "\(number)"), as: "image/png", in: test).status == 201)
        }
        #expect(try await add(Self.jpeg, as: "image/jpeg", in: test).problem == "too-many-pictures")
        #expect(try await add(SampleFiles.png(note: "0"), as: "image/png", alt: "altEn=B", in: test).status == 201)
    }
}

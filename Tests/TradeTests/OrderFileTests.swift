import Files
import Foundation
import Offer
import People
import Storage
import Supply
import Testbed
import Testing
import Values
import Web

@testable import Trade

/// What buyers send for what is made for them, what staff put to orders, and what they take out of the books.
@Suite("Files of carts and orders")
struct OrderFileTests {
    private struct Shelf {
        let dealer: Dealer
        let files: CabinetOnDisk

        init() async throws {
            dealer = try await Dealer.open()
            files = try CabinetOnDisk(dealer.shop)
        }

        func client(_ authenticator: any Authenticator = Anybody.staff) throws -> TestClient {
            try TestClient(
                Trade.endpoints(files.cabinet, Dealer.secrets) + Files.endpoints(files.cabinet)
                    + Trade.endpoints(dealer.checkout, cards: nil),
                as: authenticator)
        }

        func guest(of order: ID<Order>? = nil) throws -> TestClient {
            try client(Anybody.guest(secret: order.map { Dealer.secrets.secret(of: $0) }))
        }

        func line(of cart: String) async throws -> String {
            let lines = try await dealer.client.get("/v1/carts/\(cart)").json["lines"]
            return try #require(lines?[0]?["id"]?.string)
        }

        /// A cart with a car, and a file for it.
        func cartWithArtwork() async throws -> (cart: String, file: String) {
            let cart = try await dealer.cart([("varia", 1)])
            let line = try await line(of: cart)
            let sent = try await guest().send(
                .post, "/v1/carts/\(cart)/lines/\(line)/files?name=logo.png", body: SampleFiles.png,
                headers: ["Content-Type": "application/octet-stream"])
            try #require(sent.status == 201, "\(sent.text)")
            return (cart, try #require(sent.json["id"]?.string))
        }
    }

    private static let octets: Headers = ["Content-Type": "application/octet-stream"]

    @Test("a buyer's file goes with the cart into the order: the buyer and staff read it, a stranger doesn't")
    func artwork() async throws {
        let shelf = try await Shelf()
        let (cart, file) = try await shelf.cartWithArtwork()
        let own = try await shelf.guest().get("/v1/carts/\(cart)/files/\(file)")
        #expect(own.body == SampleFiles.png)
        #expect(own.headers["Content-Disposition"]?.hasPrefix("attachment") == true)
        let answer = try await shelf.dealer.must(shelf.dealer.order(cart))
        let order = try #require(answer.json["order"]?["id"]?.string.flatMap { ID<Order>($0) })
        for client in [try shelf.guest(of: order), try shelf.client()] {
            let listed = try await client.get("/v1/orders/\(order)/files").json["items"]
            #expect(listed?[0]?["id"]?.string == file && listed?[0]?["purpose"] == "artwork")
            #expect(try await client.get("/v1/orders/\(order)/files/\(file)").body == SampleFiles.png)
        }
        for secret in [nil, "os_wrong", Dealer.secrets.secret(of: ID<Order>("another"))] as [String?] {
            let stranger = try shelf.client(Anybody.guest(secret: secret))
            #expect(try await stranger.get("/v1/orders/\(order)/files").problem == "unknown-order")
            #expect(try await stranger.get("/v1/orders/\(order)/files/\(file)").problem == "unknown-order")
            #expect(try await stranger.post("/v1/orders/\(order)/files/\(file)/links").problem == "unknown-order")
            #expect(try await stranger.delete("/v1/orders/\(order)/files/\(file)/links").problem == "unknown-order")
        }
        // It is ordered: nothing changes any more.
        #expect(try await shelf.guest().delete("/v1/carts/\(cart)/files/\(file)").problem == "cart-already-ordered")
        let line = try await shelf.line(of: cart)
        let late = try await shelf.guest().send(
            .post, "/v1/carts/\(cart)/lines/\(line)/files?name=logo.png", body: SampleFiles.png, headers: Self.octets)
        #expect(late.problem == "cart-already-ordered")
    }

    @Test("another order's file is unknown under one's own")
    func otherOrder() async throws {
        let shelf = try await Shelf()
        let order = try await shelf.dealer.placed()
        let other = try await shelf.dealer.must(shelf.dealer.order(
            try await shelf.dealer.cart([("tow-bar-kit", 1)]), key: "key-2"))
        let otherID = try #require(other.json["order"]?["id"]?.string)
        let sent = try await shelf.client().send(
            .post, "/v1/orders/\(otherID)/documents?name=invoice.pdf", body: SampleFiles.pdf, headers: Self.octets)
        let file = try #require(sent.json["id"]?.string)
        let guest = try shelf.guest(of: order)
        #expect(try await guest.get("/v1/orders/\(order)/files/\(file)").problem == "unknown-file")
        #expect(try await guest.post("/v1/orders/\(order)/files/\(file)/links").problem == "unknown-file")
    }

    @Test("what isn't made to order takes no file, and neither does a line that is gone")
    func madeToOrder() async throws {
        let shelf = try await Shelf()
        let cart = try await shelf.dealer.cart([("floor-mats", 1)])
        let line = try await shelf.line(of: cart)
        let client = try shelf.guest()
        let path = "/v1/carts/\(cart)/lines/\(line)/files?name=logo.png"
        let sent = try await client.send(.post, path, body: SampleFiles.png, headers: Self.octets)
        #expect(sent.problem == "not-made-to-order")
        let gone = try await client.send(
            .post, "/v1/carts/\(cart)/lines/nothing/files?name=a.png", body: SampleFiles.png, headers: Self.octets)
        #expect(gone.problem == "unknown-cart-line")
        #expect(try shelf.files.names().kept.isEmpty)
    }

    @Test("a name must say what the bytes are, and a scripted drawing is none of what is taken")
    func namesAndKinds() async throws {
        let shelf = try await Shelf()
        let cart = try await shelf.dealer.cart([("varia", 1)])
        let line = try await shelf.line(of: cart)
        let client = try shelf.guest()
        func send(
            _ name: String, _ bytes: [UInt8], type: String = "application/octet-stream"
        ) async throws -> TestAnswer {
            try await client.send(
                .post, "/v1/carts/\(cart)/lines/\(line)/files?name=\(Percent.encoded(name))", body: bytes,
                headers: ["Content-Type": type])
        }
        #expect(try await send("logo.pdf", SampleFiles.png).problem == "file-misnamed")
        #expect(try await send("logo.svg", Array("<svg onload='alert(1)'/>".utf8)).problem == "file-kind-not-taken")
        #expect(try await send("logo.png.exe", SampleFiles.png).faults.keys.sorted() == ["query:name"])
        #expect(try await send("logo.html.png", SampleFiles.png).faults.keys.sorted() == ["query:name"])
        #expect(try await send("../../logo.png", SampleFiles.png).faults.keys.sorted() == ["query:name"])
        #expect(try await send("logo.png", SampleFiles.png, type: "image/svg+xml").status == 415)
        #expect(try await send("logo.png", SampleFiles.png + Array("<script>".utf8)).problem == "file-broken")
        #expect(try await send("logo.png", []).problem == "file-empty")
        // What the sender calls it doesn't matter: bytes do.
        #expect(try await send("logo.png", SampleFiles.png, type: "image/webp").json["mediaType"] == "image/png")
    }

    @Test("a cart takes a limited number of files; they go with their line, and with a cart nobody orders")
    func limits() async throws {
        let shelf = try await Shelf()
        let (cart, file) = try await shelf.cartWithArtwork()
        let line = try await shelf.line(of: cart)
        let client = try shelf.guest()
        for number in 1..<Artwork.countLimit {
            let sent = try await client.send(
                .post, "/v1/carts/\(cart)/lines/\(line)/files?name=a\(number).png",
                body: SampleFiles.png(note: "\(number)"), headers: Self.octets)
            try #require(sent.status == 201, "\(sent.text)")
        }
        let path = "/v1/carts/\(cart)/lines/\(line)/files?name=b.png"
        #expect(try await client.send(.post, path, body: SampleFiles.png, headers: Self.octets).problem
            == "too-many-files")
        #expect(try await client.delete("/v1/carts/\(cart)/files/\(file)").status == 204)
        #expect(try await client.get("/v1/carts/\(cart)/files?limit=100").json["items"]?.array?.count
            == Artwork.countLimit - 1)
        #expect(try await client.delete("/v1/carts/\(cart)/lines/\(line)").status == 200)
        #expect(try await client.get("/v1/carts/\(cart)/files").json["items"] == [])
        let (other, _) = try await shelf.cartWithArtwork()
        try await Artwork.forgetUnordered(in: shelf.dealer.shop)
        #expect(try await client.get("/v1/carts/\(other)/files").json["items"]?.array?.count == 1)
        shelf.dealer.sample.time.advance(by: .days(61))
        try await Artwork.forgetUnordered(in: shelf.dealer.shop)
        #expect(try await client.get("/v1/carts/\(other)/files").json["items"] == [])
        try await shelf.files.cabinet.sweep()
        #expect(try shelf.files.names().kept.isEmpty)
    }

    @Test("a document is its buyer's and staff's; a link to it works alone, until it is revoked")
    func documents() async throws {
        let shelf = try await Shelf()
        let order = try await shelf.dealer.placed()
        let staff = try shelf.client()
        let guest = try shelf.guest(of: order)
        let path = "/v1/orders/\(order)/documents?name=invoice.pdf"
        #expect(try await guest.send(.post, path, body: SampleFiles.pdf, headers: Self.octets).status == 401)
        let sent = try await staff.send(.post, path, body: SampleFiles.pdf, headers: Self.octets)
        let file = try #require(sent.json["id"]?.string)
        #expect(try await guest.get("/v1/orders/\(order)/files/\(file)").body == SampleFiles.pdf)
        let made = try await guest.post("/v1/orders/\(order)/files/\(file)/links", ["seconds": 600])
        let link = try #require(made.json["path"]?.string)
        let anybody = try shelf.guest()
        #expect(try await anybody.get(link).body == SampleFiles.pdf)
        #expect(try await anybody.get("/v1/orders/\(order)/files/\(file)").problem == "unknown-order")
        #expect(try await guest.delete("/v1/orders/\(order)/files/\(file)/links").status == 204)
        #expect(try await anybody.get(link).problem == "link-void")
        #expect(try await guest.post("/v1/orders/\(order)/files/\(file)/links", ["seconds": 9_999_999]).status == 422)
        #expect(try await staff.delete("/v1/orders/\(order)/documents/\(file)").status == 204)
        #expect(try await guest.get("/v1/orders/\(order)/files/\(file)").problem == "unknown-file")
    }

    @Test("orders go into a table whose cells run no formula, and which goes after a week")
    func exports() async throws {
        let shelf = try await Shelf()
        let order = try await shelf.dealer.placed()
        let staff = try shelf.client()
        #expect(try await shelf.guest(of: order).post("/v1/exports").status == 401)
        let made = try await staff.post("/v1/exports", ["state": "placed"])
        let id = try #require(made.json["id"]?.string, "\(made.text)")
        let table = try await staff.get("/v1/exports/\(id)")
        let lines = table.text.components(separatedBy: "\r\n")
        #expect(lines.count == 3 && lines[0].hasPrefix("number,order,state,") && lines[1].contains(order.text))
        #expect(table.headers["Content-Type"] == "text/csv; charset=utf-8")
        #expect(OrderExport.cell("=HYPERLINK(\"x\")") == "\"'=HYPERLINK(\"\"x\"\")\"")
        #expect(["+1", "-1", "@a", "\ta"].map(OrderExport.cell) == ["'+1", "'-1", "'@a", "'\ta"])
        #expect(OrderExport.cell("Ada, \"x\"") == "\"Ada, \"\"x\"\"\"")
        let link = try #require(try await staff.post("/v1/exports/\(id)/links").json["path"]?.string)
        #expect(try await shelf.guest().get(link).status == 200)
        #expect(try await shelf.guest(of: order).get("/v1/exports/\(id)").status == 401)
        shelf.dealer.sample.time.advance(by: .days(8))
        for periodic in Trade.periodics(shelf.files.cabinet) { try await periodic.work() }
        #expect(try await staff.get("/v1/exports").json["items"] == [])
        #expect(try await staff.delete("/v1/exports/\(id)").problem == "unknown-file")
    }
}

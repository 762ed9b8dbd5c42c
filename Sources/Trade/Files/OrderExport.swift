import Files
import Storage
import Values
import Web

/// The shop's orders as a table for a spreadsheet: comma-separated values (RFC 4180), a line an order, newest first.
enum OrderExport {
    static let subject = "exports"
    /// More than a spreadsheet holds.
    static let orderLimit = 1_000_000
    private static let pageSize = 500
    /// Exports of people's data aren't kept for longer than they are needed.
    static let keep = Instant.Span.days(7)
    /// At a time.
    static let countLimit = 50

    private static let head = [
        "number", "order", "state", "created", "placed", "buyer", "email", "delivery", "payment", "total", "currency",
    ]

    /// Writes the table part by part; each page of orders is a transaction of its own.
    static func write(
        _ wanted: OrderSearch, of shop: Shop, _ append: ([UInt8]) async throws -> Void
    ) async throws {
        try await append(line(head))
        var after: ID<Order>?
        for _ in 0..<(orderLimit / pageSize) {
            let (search, cursor) = (wanted, after)
            let page = try await shop.read { db in try search.orders(after: cursor, limit: pageSize, in: db) }
            if !page.isEmpty { try await append(page.flatMap { line(cells(of: $0)) }) }
            guard page.count == pageSize, let last = page.last else { return }
            after = last.id
        }
    }

    private static func cells(of order: OrderListView) -> [String] {
        [
            order.number, order.id.text, order.state.rawValue, order.createdAt.description,
            order.placedAt?.description ?? "", order.buyer, order.email.text, order.delivery.rawValue,
            order.payment?.rawValue ?? "", order.total.decimalText, order.total.currency.rawValue,
        ]
    }

    static func line(_ cells: [String]) -> [UInt8] { Array((cells.map(cell).joined(separator: ",") + "\r\n").utf8) }

    /// A cell that begins like a formula is run by spreadsheets: an apostrophe makes it a text (OWASP, CSV Injection).
    static func cell(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.utf8.contains(where: { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}

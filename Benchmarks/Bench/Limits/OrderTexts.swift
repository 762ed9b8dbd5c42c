/// The texts of an order, as long as the demo shop's are.
enum OrderTexts {
    /// With a name and a number behind it an identifier has the length of the shop's.
    static let prefix = "01m8at30nw"
    static let now: Int64 = 1_795_659_236_028
    static let address = """
        {"name":"Ada Lovelace","street":"Hauptstr. 1","postalCode":"10115","city":"Berlin","country":"DE"}
        """
    static let name = #"{"en":"Roof box 420 l","de":"Dachbox 420 l"}"#
    static let choices = #"["adaptive-cruise","diesel-150","interior-cloth","lane-assist","paint-green","tow-bar"]"#
    /// What the shop marks a checked configuration with: product, version and choices.
    static let checked = "car 1 \(choices)"
    static let demand = list(#"{"item":"chassis-montis","count":1}"#, bytes: 90)
    static let options = list(#"{"group":{"en":"Engine","de":"Antrieb"},"name":{"en":"Diesel"}}"#, bytes: 320)
    static let totals = list(#"{"amount":{"amount":4884000,"currency":"EUR"},"trace":[]}"#, bytes: 5400)
    static let answer = list(#"{"amount":{"amount":4884000,"currency":"EUR"},"product":"montis"}"#, bytes: 7400)
    static let answerBytes = Array(answer.utf8)
    /// The bytes `OrderWriter.c` writes.
    static let hash: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8] + [UInt8](repeating: 0, count: 24)

    private static func list(_ element: String, bytes: Int) -> String {
        let count = max(1, bytes / (element.utf8.count + 1))
        return "[" + repeatElement(element, count: count).joined(separator: ",") + "]"
    }
}

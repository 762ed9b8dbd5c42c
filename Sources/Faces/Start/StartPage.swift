import Values
import Web

/// Says what is here, for whoever opens the server's address in a browser.
struct StartPage: Page {
    let path: PagePath = "/"
    private let response: Response

    init(_ document: JSON, hasMailbox: Bool) {
        response = .page(Templates.html("start", [
            "title": document["info"]?["title"]?.string ?? "", "version": document["info"]?["version"]?.string ?? "",
            "hasMailbox": hasMailbox,
        ]))
    }

    func answer(_ parts: [String], query: String) -> Response { response }
}

import Values
import Web

/// Says what is here, for whoever opens the server's address in a browser.
struct StartPage: Page {
    let path: PagePath = "/"

    func show(_ visit: Visit) -> Response {
        let about = visit.surroundings.document["info"]
        return visit.page("start", [
            "title": about?["title"]?.string ?? "", "version": about?["version"]?.string ?? "",
        ])
    }
}

import Values
import Web

/// One request for a page, and what a page may know of who sends it.
struct Visit: Sendable {
    let request: Request
    /// What stands in the places of the path's stars.
    let parts: [String]
    let query: Fields
    /// Of a form that was sent; empty otherwise.
    let form: Fields
    let cookies: [String: String]
    /// Whether the browser keeps a session of a customer, whatever has become of it.
    let isCustomer: Bool
    let language: Language
    /// What each form must hold in its field `form`.
    let token: FormGuard.Token
    let surroundings: Site.Surroundings

    init(_ request: Request, parts: [String], in surroundings: Site.Surroundings) {
        self.request = request
        self.parts = parts
        self.surroundings = surroundings
        let headers = request.head.headers
        query = Fields(request.head.query)
        let isForm = MediaType.essence(headers["Content-Type"] ?? "") == "application/x-www-form-urlencoded"
        form = isForm ? Fields(String(decoding: request.body, as: UTF8.self)) : Multipart.fields(request)
        cookies = Cookie.sent(with: headers)
        isCustomer = cookies[Door.customer.cookieName(isSecure: surroundings.isSecure)] != nil
        language = Self.language(cookies, headers)
        token = FormGuard.token(cookies[FormGuard.name], draw: surroundings.draw)
    }

    /// The same visit with another token, and by nobody in particular: no session came with it.
    func impersonal(_ token: FormGuard.Token) -> Visit { Visit(self, token) }

    private init(_ visit: Visit, _ token: FormGuard.Token) {
        request = visit.request
        parts = visit.parts
        query = visit.query
        form = visit.form
        let sessions = Door.cookieNames(isSecure: visit.surroundings.isSecure)
        cookies = visit.cookies.filter { !sessions.contains($0.key) }
        isCustomer = visit.isCustomer
        language = visit.language
        self.token = token
        surroundings = visit.surroundings
    }

    /// The API, asked in nobody's name.
    var api: API { API(surroundings.api, client: request.head.client) }

    /// A cookie of ours for the whole site, unless another path is named.
    func cookie(
        _ name: String, _ value: String, path: String = "/", reach: Cookie.Reach = .lax, seconds: Int? = nil
    ) -> Cookie {
        Cookie(
            name: name, value: value, path: path, reach: reach, seconds: seconds, isSecure: surroundings.isSecure)
    }

    /// 128 bits that nobody can guess, as 32 digits: for the key of a form that must not act twice.
    func newKey() -> String { FormGuard.token(nil, draw: surroundings.draw).text }

    /// The address that was asked for, query included: to come back to.
    var address: String {
        request.head.query.isEmpty ? request.head.path : "\(request.head.path)?\(request.head.query)"
    }

    /// Fills a template. `content` is what the page says; the words of the visitor's language (`w`), the form's token,
    /// the language and the shop's name are there for all.
    func page(_ template: String, _ content: [String: Any], status: Int = 200) -> Response {
        var content = content
        content["w"] = Words.all(in: language)
        content["lang"] = language.rawValue
        content["isGerman"] = language == .de
        content["token"] = token.text
        content["shopName"] = surroundings.shopName
        content["isCustomer"] = isCustomer
        if content["isStaffs"] == nil { content["isStaffs"] = false }
        content["hasMailbox"] = surroundings.mailbox != nil
        content["cartCount"] = cartCount
        for name in ["hasShopCategories", "hasShopCurrencies", "q"] where content[name] == nil { content[name] = false }
        let here = request.head.method == .post ? "/" : address
        content["here"] = Percent.encoded(here)
        content["hereAsIs"] = here
        return .page(Templates.html(template, content), status: status)
    }

    /// A page that says why there is nothing to see.
    func sorry(_ status: Int, _ reason: Words.Sorry) -> Response { sorry(status, reason.text(in: language)) }

    /// The same in words that are made already, in the visitor's language.
    func sorry(_ status: Int, _ reason: String) -> Response {
        page("sorry", ["reason": reason], status: status).unstored
    }

    /// What a visitor chose counts; then what their browser prefers; English where it prefers none of ours.
    private static func language(_ cookies: [String: String], _ headers: Headers) -> Language {
        if let chosen = cookies["language"].flatMap(Language.init) { return chosen }
        let wanted = (headers["Accept-Language"] ?? "").split(separator: ",").prefix(20).map { range in
            let parts = range.split(separator: ";")
            let weight = parts.dropFirst().first { $0.trimmed.hasPrefix("q=") }
            return (tag: parts.first.map { $0.trimmed.lowercased() } ?? "",
                    weight: weight.map { Double($0.trimmed.dropFirst(2)) ?? 0 } ?? 1)
        }
        // Sorting keeps no order among equals, so the place counts as well.
        let sorted = wanted.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
        return sorted.lazy.compactMap { Language(rawValue: String($0.element.tag.prefix(2))) }.first ?? .en
    }
}

extension Substring {
    fileprivate var trimmed: String { String(self).trimmed }
}

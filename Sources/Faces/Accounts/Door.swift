import Values
import Web

/// The two ways in: that of staff and that of customers. Each has a cookie, pages and a log-in of its own.
enum Door: String, Sendable {
    case staff, customer

    /// What its pages' addresses begin with.
    var base: String { self == .staff ? "/staff" : "/account" }

    var logIn: String { "\(base)/login" }
    var secondFactor: String { "\(base)/second-factor" }
    var setup: String { "\(base)/second-factor/setup" }
    /// Where people look after their own account.
    var account: String { self == .staff ? "/staff/account" : "/account" }

    /// The endpoint that lets people in.
    var sessions: String { self == .staff ? "/v1/staff/sessions" : "/v1/sessions" }

    /// As long as a customer's session lasts at most; staff's goes with the browser.
    fileprivate var keptSeconds: Int? { self == .staff ? nil : 90 * 24 * 3600 }

    /// Over TLS a name that browsers take from this very host alone (RFC 6265bis, section 4.1.3.2).
    func cookieName(isSecure: Bool) -> String { isSecure ? "__Host-\(rawValue)" : rawValue }

    /// The names of all doors' cookies.
    static func cookieNames(isSecure: Bool) -> [String] {
        [Self.staff, .customer].map { $0.cookieName(isSecure: isSecure) }
    }

    /// A page behind this door to come back to; its first one, where `address` is none.
    func local(_ address: String?) -> String {
        let address = LanguageChoice.local(address)
        switch self {
        case .staff:
            let isStaffs = address == base || address.hasPrefix("\(base)/") || address.hasPrefix("\(base)?")
            return isStaffs && !isEntrance(address) ? address : base
        case .customer:
            return address == "/" || address.hasPrefix("/staff") || isEntrance(address) ? base : address
        }
    }

    /// Pages on the way in lead on, not back to themselves.
    private func isEntrance(_ address: String) -> Bool {
        [logIn, secondFactor, "\(base)/logout", "\(base)/register"].contains { address.hasPrefix($0) }
    }

    /// The browser keeps the session that has just begun, and goes where the API says, in the end to `back`.
    func enter(_ fresh: JSON, _ visit: Visit, back: String?) -> Response {
        guard let text = fresh["token"]?.string else { return visit.sorry(502, .tryAgain) }
        let back = local(back)
        let onward = "?back=\(Percent.encoded(back))"
        let address = switch fresh["next"]?.string {
        case "second_factor": secondFactor + onward
        case "enrolment": setup + onward
        default: back
        }
        return .go(address).with(visit.cookie(keeping: text, at: self)).with(deviceOf: fresh, visit, at: self)
    }

    /// By which the log-in knows the browser again. It outlives the session.
    fileprivate func deviceName(isSecure: Bool) -> String {
        isSecure ? "__Host-\(rawValue)-device" : "\(rawValue)-device"
    }

    /// As long as browsers keep any cookie (RFC 6265bis, section 5.5).
    fileprivate static let deviceSeconds = 400 * 24 * 3600
}

extension Response {
    /// Whoever sits down at the browser next finds nothing of who was there: neither the session nor a cart with an
    /// address, the secrets of orders or what scripts kept (W3C, Clear Site Data). What opens nothing is kept anew: the
    /// language, and by what the log-in knows the browser, at least where a browser clears before it keeps.
    func leaving(_ visit: Visit, by door: Door) -> Response {
        var response = with(visit.cookie(forgetting: door))
        response.headers["Clear-Site-Data"] = "\"cookies\", \"storage\""
        for door in [Door.staff, .customer] {
            guard let device = visit.device(at: door) else { continue }
            response = response.with(deviceOf: ["device": .string(device)], visit, at: door)
        }
        return visit.cookies["language"] == nil ? response : response.with(LanguageChoice.cookie(visit.language, visit))
    }

    /// The browser keeps what a log-in will know it by, if `fresh` has any.
    func with(deviceOf fresh: JSON, _ visit: Visit, at door: Door) -> Response {
        guard let text = fresh["device"]?.string else { return self }
        return with(visit.cookie(
            door.deviceName(isSecure: visit.surroundings.isSecure), text, reach: door == .staff ? .strict : .lax,
            seconds: Door.deviceSeconds))
    }
}

extension Visit {
    /// The session that the browser keeps for a door. What can be none isn't asked about.
    func session(at door: Door) -> String? {
        kept(door.cookieName(isSecure: surroundings.isSecure), beginning: "se_")
    }

    /// What the browser is known by at a door. What can be none isn't shown.
    func device(at door: Door) -> String? {
        kept(door.deviceName(isSecure: surroundings.isSecure), beginning: "dv_")
    }

    private func kept(_ name: String, beginning: String) -> String? {
        guard let text = cookies[name], text.hasPrefix(beginning), text.utf8.count <= 128,
              text.utf8.allSatisfy({ byte in
                  (48...57).contains(byte) || (97...122).contains(byte) || byte == 95 || byte == 46
              }) else { return nil }
        return text
    }

    func cookie(keeping session: String, at door: Door) -> Cookie {
        Cookie(
            name: door.cookieName(isSecure: surroundings.isSecure), value: session, path: "/",
            reach: door == .staff ? .strict : .lax, seconds: door.keptSeconds, isSecure: surroundings.isSecure)
    }

    func cookie(forgetting door: Door) -> Cookie {
        Cookie(
            name: door.cookieName(isSecure: surroundings.isSecure), value: "", path: "/",
            reach: door == .staff ? .strict : .lax, seconds: 0, isSecure: surroundings.isSecure)
    }

    /// Leads to the log-in, and from there to `back`; a session that opens nothing is forgotten.
    func logIn(at door: Door, back: String) -> Response {
        let response = Response.go("\(door.logIn)?back=\(Percent.encoded(back))")
        // A browser that comes by a link from elsewhere doesn't bring the session of staff along, and keeps it.
        let isKept = cookies[door.cookieName(isSecure: surroundings.isSecure)] != nil
        return isKept ? response.with(cookie(forgetting: door)) : response
    }

    /// The name of the visitor's browser, for the list of sessions.
    var agent: String? {
        guard let agent = request.head.headers["User-Agent"] else { return nil }
        let shown = agent.unicodeScalars.filter { (32...126).contains($0.value) }.prefix(150)
        let text = String(String.UnicodeScalarView(shown)).trimmed
        return text.isEmpty ? nil : text
    }
}

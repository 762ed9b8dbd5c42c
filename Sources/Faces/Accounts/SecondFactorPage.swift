import Values
import Web

/// Asks whoever has shown their password for a code of their authenticator program.
struct SecondFactorPage: FormPage {
    let door: Door

    var path: PagePath { door == .staff ? "/staff/second-factor" : "/account/second-factor" }

    func show(_ visit: Visit) async -> Response { await form(visit, back: visit.query["back"], nil) }

    func take(_ visit: Visit) async -> Response {
        let back = visit.form["back"]
        guard let session = visit.session(at: door) else { return visit.logIn(at: door, back: door.local(back)) }
        var body = visit.typed(["code"])
        if let device = visit.device(at: door) { body["device"] = .string(device) }
        let reply = await visit.api.with(bearer: session).post("/v1/session/second-factor", .object(body))
        if reply.isDone { return door.enter(reply.json, visit, back: back) }
        if reply.status == 401 { return visit.logIn(at: door, back: door.local(back)) }
        if reply.problem == "no-second-factor" { return .go(setup(back)) }
        return await form(visit, back: back, reply)
    }

    private func setup(_ back: String?) -> String { "\(door.setup)?back=\(Percent.encoded(door.local(back)))" }

    private func form(_ visit: Visit, back: String?, _ refused: Reply?) async -> Response {
        guard visit.session(at: door) != nil else { return visit.logIn(at: door, back: door.local(back)) }
        let form = AccountForm(
            visit: visit, door: door, name: "code", refused: refused, hidden: [("back", door.local(back))],
            // A session doesn't say whether it waits for a code or for a first one; customers' wait for a code alone.
            links: (door == .staff ? [("link set up", setup(back))] : []) + [("link start again", door.logIn)])
        return await form.page([form.field("code", complete: "one-time-code", hint: "hint code")])
    }
}

/// Gives somebody a second factor: a square code for the authenticator program, its first code back, and codes for the
/// day it is lost.
struct SecondFactorSetup: FormPage {
    let door: Door

    var path: PagePath { door == .staff ? "/staff/second-factor/setup" : "/account/second-factor/setup" }

    func show(_ visit: Visit) async -> Response {
        await beginning(visit, back: door.local(visit.query["back"]), nil)
    }

    /// Asks for the password, unless it was shown just now.
    private func beginning(_ visit: Visit, back: String, _ refused: Reply?) async -> Response {
        let form = AccountForm(
            visit: visit, door: door, name: "setup", refused: refused, hidden: [("back", back), ("do", "begin")])
        switch await Insider.find(at: door, visit) {
        case .stranger: return visit.logIn(at: door, back: back)
        case .busy: return visit.sorry(503, .tryAgain)
        case .half: return await form.page([])
        case .whole: return await form.page([form.field("password", complete: "current-password")])
        }
    }

    func take(_ visit: Visit) async -> Response {
        let back = door.local(visit.form["back"])
        guard let session = visit.session(at: door) else { return visit.logIn(at: door, back: back) }
        let api = visit.api.with(bearer: session)
        let reply: Reply
        switch visit.form["do"] {
        case "begin":
            reply = await api.post("/v1/account/second-factor", .object(visit.typed(["password"])))
            if reply.problem == "wrong-password" || reply.problem == "too-many-tries" || reply.status == 422 {
                return await beginning(visit, back: back, reply)
            }
            if reply.isDone {
                return await square(
                    reply.json["seed"]?.string ?? "", reply.json["address"]?.string ?? "", visit, nil)
            }
        case "confirm":
            reply = await api.post("/v1/account/second-factor/confirmation", .object(visit.typed(["code"])))
            if reply.isDone {
                return await RecoveryCodes(visit: visit, door: door, back: back).page(reply.json)
            }
            if reply.problem != "second-factor-set", (400..<500).contains(reply.status), reply.status != 401,
               let seed = visit.form["seed"], let address = visit.form["address"] {
                return await square(seed, address, visit, reply)
            }
        default: return visit.sorry(404, .noSuchPage)
        }
        switch (reply.status, reply.problem) {
        case (401, _): return visit.logIn(at: door, back: back)
        case (_, "second-factor-set"): return .go("\(door.secondFactor)?back=\(Percent.encoded(back))")
        default: return visit.sorry(503, .tryAgain)
        }
    }

    /// The seed travels along with the form, so that a mistyped code doesn't draw another.
    private func square(_ seed: String, _ address: String, _ visit: Visit, _ refused: Reply?) async -> Response {
        guard let code = SquareCode(address) else { return visit.sorry(503, .tryAgain) }
        let form = AccountForm(
            visit: visit, door: door, name: "square", refused: refused,
            hidden: [
                ("back", door.local(visit.form["back"])), ("do", "confirm"), ("seed", seed), ("address", address),
            ])
        return await form.page("second-factor", [
            "square": code.path, "view": code.view, "side": code.side, "seed": Self.grouped(seed),
            "fields": [form.field("code", complete: "one-time-code")],
        ])
    }

    /// `abcd efgh …`, for typing it in.
    private static func grouped(_ seed: String) -> String {
        seed.enumerated().map { ($0 > 0 && $0.isMultiple(of: 4) ? " " : "") + String($1) }.joined()
    }
}

/// Shows recovery codes, which no later page does.
struct RecoveryCodes {
    let visit: Visit
    let door: Door
    /// Where it goes on.
    let back: String

    /// `answer` is what the API gave: codes, and a session in the place of the one that asked.
    func page(_ answer: JSON) async -> Response {
        let form = AccountForm(visit: visit, door: door, name: "codes")
        let page = await form.page("recovery-codes", [
            "codes": (answer["codes"]?.array ?? []).compactMap(\.string), "back": back,
        ])
        guard let session = answer["session"], let text = session["token"]?.string else { return page }
        return page.with(visit.cookie(keeping: text, at: door)).with(deviceOf: session, visit, at: door)
    }
}

import Values
import Web

/// What people of both doors look after in their own accounts: name, password, second factor, and where they are logged
/// in.
struct OwnAccount {
    let insider: Insider
    private let refused: (deed: Deed, reply: Reply)?

    /// What the page's forms do.
    enum Deed: String, CaseIterable, Sendable {
        case details, password, email, end, others
        case removeFactor = "remove-factor"
        case renewCodes = "renew-codes"
    }

    /// What came of a form.
    enum Outcome {
        case answered(Response)
        case refused(Reply)
    }

    init(_ insider: Insider, refused: (deed: Deed, reply: Reply)? = nil) {
        self.insider = insider
        self.refused = refused
    }

    private var visit: Visit { insider.visit }
    private var door: Door { insider.door }

    func take(_ deed: Deed) async -> Outcome {
        let (api, form) = (insider.api, insider.form)
        let reply = switch deed {
        case .details: await api.put("/v1/account", .object(visit.typed(["name", "language"])))
        case .password:
            await api.put("/v1/account/password", .object(visit.typed(["password", "newPassword"])))
        case .email: await api.post("/v1/account/email", .object(visit.typed(["email", "password"])))
        case .end: await api.delete("/v1/account/sessions/\(Percent.encoded(form["session"] ?? ""))")
        case .others: await api.delete("/v1/account/sessions")
        case .removeFactor:
            await api.post("/v1/account/second-factor/removal", .object(visit.typed(["password"])))
        case .renewCodes: await api.post("/v1/account/recovery-codes", .object(visit.typed(["password"])))
        }
        guard reply.isDone else { return .refused(reply) }
        if deed == .renewCodes {
            return .answered(await RecoveryCodes(visit: visit, door: door, back: door.account).page(reply.json))
        }
        let done = Response.go("\(door.account)?done=\(deed.rawValue)")
        // Another password comes with another session.
        guard let text = reply.json["token"]?.string else { return .answered(done) }
        return .answered(
            done.with(visit.cookie(keeping: text, at: door)).with(deviceOf: reply.json, visit, at: door))
    }

    /// For the template `account-parts`; `account` and `sessions` are the API's answers.
    func content(_ account: JSON, _ sessions: JSON) -> [String: Any] {
        let listed = (sessions["items"]?.array ?? []).map(session)
        return [
            "ownEmail": account["email"]?.string ?? "", "details": [details(account)],
            "emailForm": [emailForm], "passwordForm": [passwordForm],
            "hasFactor": account["hasSecondFactor"]?.bool == true,
            "factorSetup": "\(door.setup)?back=\(Percent.encoded(door.account))",
            "renewForm": [proving(.renewCodes)], "removeForm": [proving(.removeFactor)],
            "sessions": listed, "hasOthers": listed.count > 1,
            "done": done.map { insider.word("account done \($0)") } ?? false as Any,
            "refusal": refused.map { AccountProblems.text($0.reply, in: insider.language) } ?? false as Any,
        ]
    }

    /// What was done last, as its word is called.
    private var done: String? {
        let done = insider.query["done"]
        return done == EmailPage.done ? done : done.flatMap(Deed.init)?.rawValue
    }

    private func form(_ deed: Deed) -> AccountForm {
        AccountForm(
            visit: visit, door: door, name: deed.rawValue, refused: refused?.deed == deed ? refused?.reply : nil)
    }

    private func details(_ account: JSON) -> [String: Any] {
        let form = form(.details)
        let language = form.refused == nil ? account["language"]?.string : insider.form["language"]
        let choice = Choice(
            name: "language", label: form.word("field language"),
            options: [("en", "English"), ("de", "Deutsch")], value: language ?? "en",
            fault: form.fault(of: "language"))
        return [
            "fields": [form.field("name", complete: "name", usually: account["name"]?.string ?? "")],
            "languages": [choice.content],
        ]
    }

    private var emailForm: [String: Any] {
        let form = form(.email)
        return [
            "isOpen": form.refused != nil,
            "fields": [
                form.field("email", type: "email", complete: "email", id: "email-new"),
                form.field(
                    "password", type: "password", complete: "current-password", hint: "hint your password",
                    id: "password-email"),
            ],
        ]
    }

    private var passwordForm: [String: Any] {
        let form = form(.password)
        return [
            "isOpen": form.refused != nil,
            "fields": [
                form.field(
                    "password", type: "password", complete: "current-password", hint: "hint your password"),
                form.field(
                    "newPassword", type: "password", complete: "new-password", hint: "hint new password"),
            ],
        ]
    }

    /// A form that takes the password alone.
    private func proving(_ deed: Deed) -> [String: Any] {
        let form = form(deed)
        return [
            "isOpen": form.refused != nil,
            "fields": [form.field(
                "password", type: "password", complete: "current-password", id: "password-\(deed.rawValue)")],
        ]
    }

    private func session(_ session: JSON) -> [String: Any] {
        func time(_ name: String) -> String {
            session[name]?.string.flatMap { Instant($0) }.map { Readable(insider.language).time($0) } ?? ""
        }
        let name = session["agent"]?.string.map(BrowserName.text) ?? ""
        return [
            "session": session["id"]?.string ?? "", "isThis": session["isThis"]?.bool == true,
            "sessionName": name.isEmpty ? insider.word("unknownBrowser") : name,
            "sessionSeen": insider.word("sessionSeen").replacing("%", with: time("seenAt")),
            "sessionFrom": session["address"]?.string ?? false as Any,
        ]
    }
}

/// A page where people look after their own account, among other things.
protocol OwnPage: InsiderPage {
    func page(_ own: OwnAccount, _ insider: Insider, status: Int) async -> Response
}

extension OwnPage {
    func show(_ insider: Insider) async -> Response { await page(OwnAccount(insider), insider, status: 200) }

    func take(_ insider: Insider) async -> Response {
        guard let deed = insider.form["do"].flatMap(OwnAccount.Deed.init) else {
            return insider.visit.sorry(404, .noSuchPage)
        }
        switch await OwnAccount(insider).take(deed) {
        case .answered(let response): return response
        case .refused(let reply):
            let own = OwnAccount(insider, refused: (deed, reply))
            return await page(own, insider, status: reply.status < 500 ? reply.status : 503)
        }
    }
}

/// A browser's name as people know it, from its User-Agent.
enum BrowserName {
    /// The first that is found counts: many call themselves by others' names, too.
    private static let programs = [
        ("Firefox/", "Firefox"), ("Edg/", "Edge"), ("OPR/", "Opera"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ]
    private static let systems = [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]

    /// `Firefox, Linux`; what it says itself where that is none we know.
    static func text(_ agent: String) -> String {
        let known = [programs, systems].compactMap { list in list.first { agent.contains($0.0) }?.1 }
        return known.isEmpty ? String(agent.prefix(60)) : known.joined(separator: ", ")
    }
}

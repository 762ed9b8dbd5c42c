import Values
import Web

/// A form about an account: fresh, or as it was typed when the API refused it. It may be a page of its own.
struct AccountForm {
    let visit: Visit
    let door: Door
    /// In the names of its words: `form logIn title`.
    let name: String
    /// Why it was not taken; nil when it is fresh.
    var refused: Reply?
    /// Sent along unseen.
    var hidden: [(name: String, value: String)] = []
    /// Ways elsewhere, below the form.
    var links: [(word: String, address: String)] = []
    /// The word for good news above the form.
    var done: String?

    /// Its page's status.
    var status: Int {
        switch refused?.status {
        case nil: 200
        case let status? where status >= 500: 503
        case let status?: status
        }
    }

    /// Why it was not taken, in the visitor's language.
    var notice: String? { refused.map { AccountProblems.text($0, in: visit.language) } }

    /// A field as the template `field` shows it. What was typed stands in it again, but for passwords and codes.
    func field(
        _ field: String, type: String = "text", complete: String? = nil, usually: String = "", hint: String? = nil,
        isOptional: Bool = false, width: Field.Width = .whole, id: String? = nil
    ) -> [String: Any] {
        let isSecret = type == "password" || complete == "one-time-code"
        let value = isSecret ? "" : refused == nil ? usually : visit.form[field] ?? ""
        return Field(
            name: field, label: word("field \(field)"), value: value, fault: fault(of: field), type: type,
            complete: complete, isOptional: isOptional, hint: hint.map(word), width: width, id: id
        ).content
    }

    func fault(of field: String) -> String? {
        guard let refused, let detail = refused.faults["#/\(field)"] else { return nil }
        switch refused.problem {
        case "weak-password": return word("rule weak password")
        case "wrong-password": return word("rule wrong password")
        case "wrong-code": return word("rule wrong code")
        default:
            let isMissing = detail == "is missing" || detail == "must not be empty"
            return word(isMissing ? "rule missing" : "rule \(field)")
        }
    }

    /// The form as a page.
    func page(_ fields: [[String: Any]]) async -> Response {
        await page("account-form", ["fields": fields, "hasForm": true])
    }

    /// Instead of the form, what came of it; `text` is a word.
    func note(_ text: String) async -> Response {
        await page("account-form", ["hasForm": false, "done": word(text)])
    }

    func page(_ template: String, _ given: [String: Any]) async -> Response {
        var content: [String: Any] = [
            "heading": own("title") ?? "", "why": own("why") as Any? ?? false as Any, "send": own("send") ?? "",
            "action": visit.request.head.path,
            "notice": notice as Any? ?? false as Any, "done": done.map(word) as Any? ?? false as Any,
            "hidden": hidden.map { ["hiddenName": $0.name, "hiddenValue": $0.value] },
            "links": links.map { ["linkName": word($0.word), "linkAddress": $0.address] },
        ]
        content.merge(given) { _, own in own }
        var response = switch door {
        case .staff: visit.page(template, content, status: status)
        case .customer: await visit.shopPage(template, content, status: status)
        }
        if let wait = refused?.headers["Retry-After"] { response.headers["Retry-After"] = wait }
        return response.unstored
    }

    func word(_ name: String) -> String { Words.text(name, in: visit.language) }

    /// The form's own word, at this door if it has one there.
    private func own(_ part: String) -> String? {
        let words = Words.all(in: visit.language)
        return words["form \(name) \(part) \(door.rawValue)"] ?? words["form \(name) \(part)"]
    }
}

/// What the API refuses about accounts, in words that both doors' pages use.
enum AccountProblems {
    /// `{name}` in a word is a member of the problem.
    static func text(_ reply: Reply, in language: Language) -> String {
        guard reply.status < 500 else { return Words.Sorry.tryAgain.text(in: language) }
        guard let problem = reply.problem, var text = Words.all(in: language)["account problem \(problem)"] else {
            return reply.title
        }
        for member in reply.json.object?.members ?? [] {
            let value = member.value.string ?? member.value.integer.map { String($0) }
            text = text.replacing("{\(member.name)}", with: value ?? "")
        }
        return text
    }
}

import Values
import Web

/// A form of staff's that was not taken. Its page is shown again with what was typed and with what is wrong.
struct RefusedForm: Sendable {
    /// Which of the page's forms it is.
    let name: String
    let status: Int
    /// Why it was not taken, in the reader's language.
    let notice: String
    /// The names of the fields that are wrong.
    let wrong: Set<String>
    /// It can't be sent again as it is: its key stands for something else, or its version is no longer the latest.
    let isSpent: Bool
    let fields: Fields

    /// What the API says of a form. `field` tells which field a fault's JSON pointer means.
    init(_ name: String, _ reply: Reply, _ staff: StaffVisit, field: (String) -> String?) {
        self.name = name
        // The page is there; what the form named is not.
        status = switch reply.status {
        case 500...: 503
        case 404: 422
        case 412: 409
        default: reply.status
        }
        notice = Self.notice(reply, staff)
        wrong = Set(reply.faults.keys.compactMap(field))
        isSpent = ["idempotency-key-reused", "reference-taken", "changed-meanwhile"].contains(reply.problem)
        fields = staff.form
    }

    /// For a field that could not even be read.
    init(_ name: String, _ staff: StaffVisit, wrong field: String) {
        self.name = name
        status = 422
        notice = staff.word("staff problem invalid-input")
        wrong = [field]
        isSpent = false
        fields = staff.form
    }

    /// In words of our own where there are some; else as the API puts it.
    private static func notice(_ reply: Reply, _ staff: StaffVisit) -> String {
        guard reply.status < 500 else { return staff.word("staffBusy") }
        guard let problem = reply.problem, var text = Words.all(in: staff.language)["staff problem \(problem)"] else {
            return reply.title.isEmpty ? staff.word("staffBusy") : AccountProblems.text(reply, in: staff.language)
        }
        for member in reply.json.object?.members ?? [] {
            text = text.replacing("{\(member.name)}", with: staff.written.member(member.value))
        }
        return text
    }
}

extension Shown {
    /// A member of a problem, for a sentence.
    fileprivate func member(_ json: JSON) -> String {
        if money(json) != nil { return amount(json) }
        return json.string ?? json.integer.map(String.init) ?? ""
    }
}

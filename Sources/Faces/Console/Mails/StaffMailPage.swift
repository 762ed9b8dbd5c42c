import Values
import Web

/// One mail that the shop wrote to a buyer: its HTML in a frame that may do nothing, and its text.
struct StaffMailPage: StaffPage {
    let path: PagePath = "/staff/mails/*"

    func show(_ staff: StaffVisit) async -> Response {
        let reply = await staff.api.get("/v1/mails/\(Percent.encoded(staff.parts[0]))")
        guard reply.isDone, let mail = reply.json["mail"] else { return staff.sorry(reply) }
        return staff.page("staff-mail", in: .orders, [
            "mail": mail["id"]?.string ?? "", "subject": mail["subject"]?.string ?? "",
            "to": mail["to"]?.string ?? "", "sent": staff.written.time(mail["sentAt"]),
            "order": mail["order"]?.string ?? "", "messageID": mail["messageID"]?.string ?? "",
            "text": reply.json["text"]?.string ?? "",
        ])
    }
}

/// The HTML of one mail, alone in its frame.
struct StaffMailContent: StaffPage {
    let path: PagePath = "/staff/mails/*/content"

    func show(_ staff: StaffVisit) async -> Response {
        let reply = await staff.api.get("/v1/mails/\(Percent.encoded(staff.parts[0]))")
        guard reply.isDone, let html = reply.json["html"]?.string else { return staff.sorry(reply) }
        return MailContent.framed(html)
    }
}

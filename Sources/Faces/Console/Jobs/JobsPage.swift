import Values
import Web

/// Work that the shop gave up on and waits for staff, and how much is under way.
struct JobsPage: StaffPage {
    let path: PagePath = "/staff/jobs"

    private static let pageLength = 25

    func show(_ staff: StaffVisit) async -> Response { await Self.page(staff, nil) }

    func take(_ staff: StaffVisit) async -> Response {
        guard let job = staff.form["job"] else { return staff.sorry(404, "noSuchPage") }
        let reply = await staff.api.post("/v1/jobs/\(Percent.encoded(job))/retries")
        guard reply.isDone else { return await Self.page(staff, RefusedForm("retry", reply, staff) { _ in nil }) }
        return .go("/staff/jobs?done=retry")
    }

    private static func page(_ staff: StaffVisit, _ refused: RefusedForm?) async -> Response {
        let query = Fields([("after", staff.query["after"] ?? ""), ("limit", "\(pageLength)")]).query
        let replies = await staff.all([("/v1/job-counts", ""), ("/v1/jobs", query)])
        if let refusal = replies.first(where: { !$0.isDone }) { return staff.sorry(refusal) }
        let jobs = (replies[1].json["items"]?.array ?? []).map { JobRow.content($0, staff.written) }
        let kinds = replies[0].json["kinds"]?.array ?? []
        return staff.page("staff-jobs", in: .jobs, [
            "jobs": jobs, "isEmpty": jobs.isEmpty, "mayRetry": staff.may(.jobRetry), "hasKinds": !kinds.isEmpty,
            "kinds": kinds.map { kind -> [String: Any] in
                [
                    "kindName": staff.written.label("work", kind["kind"]?.string ?? ""),
                    "waiting": staff.written.count(kind["waiting"]), "parked": staff.written.count(kind["parked"]),
                ]
            },
            "isFirst": staff.query["after"] == nil,
            "next": replies[1].json["next"]?.string.map { "/staff/jobs?after=\(Percent.encoded($0))" } ?? false as Any,
            "done": staff.query["done"] == "retry" ? staff.word("staff done retry") as Any : false as Any,
            "refusal": refused?.notice ?? false as Any,
        ], status: refused?.status ?? 200)
    }
}

/// A parked job as a row.
enum JobRow {
    /// Of what a failure says, as much as helps; the log has all of it.
    private static let errorLimit = 600

    static func content(_ job: JSON, _ written: Shown) -> [String: Any] {
        let kind = job["kind"]?.string ?? ""
        let key = job["key"]?.string ?? ""
        let error = job["lastError"]?.string ?? ""
        return [
            "job": job["id"]?.string ?? "", "jobName": written.label("work", kind), "jobKey": key,
            "jobOrder": order(kind, key) ?? false as Any, "attempts": written.count(job["attempts"]),
            "parkedAt": written.time(job["parkedAt"]),
            "error": error.count > errorLimit ? "\(error.prefix(errorLimit)) …" : error,
        ]
    }

    /// The order that the job's key names, for those whose key does.
    private static func order(_ kind: String, _ key: String) -> String? {
        guard ["notices.order-mail", "unwind-payment"].contains(kind) else { return nil }
        return key.split { $0 == "." || $0 == ":" }.first { $0.utf8.count == 26 }.map(String.init)
    }
}

import Values
import Web

/// A page for staff alone.
protocol StaffPage: Sendable {
    var path: PagePath { get }
    var formLimitBytes: Int { get }

    func show(_ staff: StaffVisit) async -> Response

    /// Takes the page's form, if it has one.
    func take(_ staff: StaffVisit) async -> Response
}

extension StaffPage {
    /// More than any form of text here.
    var formLimitBytes: Int { 64 * 1024 }

    func take(_ staff: StaffVisit) async -> Response { Response(405, headers: ["Allow": "GET, HEAD"]) }
}

/// Leads whoever shows no key to the log-in, and from there back to the page.
struct StaffOnly: FormPage {
    let page: any StaffPage

    var path: PagePath { page.path }
    var formLimitBytes: Int { page.formLimitBytes }

    func show(_ visit: Visit) async -> Response {
        guard let staff = await StaffVisit(visit) else { return Self.logIn(visit, back: visit.address) }
        return await page.show(staff)
    }

    func take(_ visit: Visit) async -> Response {
        guard let staff = await StaffVisit(visit) else { return Self.logIn(visit, back: visit.request.head.path) }
        return await page.take(staff)
    }

    private static func logIn(_ visit: Visit, back: String) -> Response {
        .go("/staff/login?back=\(Percent.encoded(back))")
            .with(visit.cookie(StaffVisit.cookie, "", path: "/staff", reach: .strict, seconds: 0))
    }
}

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

/// Shows a page to whoever came in by the door of staff.
struct StaffOnly: InsiderPage {
    let page: any StaffPage
    let door = Door.staff

    var path: PagePath { page.path }
    var formLimitBytes: Int { page.formLimitBytes }

    func show(_ insider: Insider) async -> Response { await page.show(StaffVisit(insider)) }

    func take(_ insider: Insider) async -> Response { await page.take(StaffVisit(insider)) }
}

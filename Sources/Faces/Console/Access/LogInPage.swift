import Values
import Web

/// Where staff show their key. It is kept in a cookie that no script, no other site and no other page is given.
struct LogInPage: FormPage {
    let path: PagePath = "/staff/login"

    func show(_ visit: Visit) async -> Response { Self.form(visit, back: visit.query["back"]) }

    func take(_ visit: Visit) async -> Response {
        guard let key = visit.form["key"], Self.isCookieText(key), await StaffVisit(visit, key: key) != nil else {
            return Self.form(visit, back: visit.form["back"], isWrong: true)
        }
        return .go(Self.local(visit.form["back"]))
            .with(visit.cookie(StaffVisit.cookie, key, path: "/staff", reach: .strict))
    }

    private static func form(_ visit: Visit, back: String?, isWrong: Bool = false) -> Response {
        let fault = isWrong ? Words.text("staffWrongKey", in: visit.language) : nil
        let field = Field(
            name: "key", label: Words.text("staffKey", in: visit.language), value: "", fault: fault, type: "password",
            complete: "current-password")
        return visit.page(
            "staff-login", ["fields": [field.content], "back": local(back)], status: isWrong ? 401 : 200
        ).unstored
    }

    /// The page of staff to come back to.
    private static func local(_ address: String?) -> String {
        let address = LanguageChoice.local(address)
        let isStaffs = address == "/staff" || address.hasPrefix("/staff/") || address.hasPrefix("/staff?")
        return isStaffs && !address.hasPrefix("/staff/login") ? address : "/staff"
    }

    /// What can be no key isn't written into a cookie, nor asked about.
    private static func isCookieText(_ key: String) -> Bool {
        key.utf8.count <= 128 && key.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
        }
    }
}

/// Takes the key out of the browser.
struct LogOutPage: FormPage {
    let path: PagePath = "/staff/logout"

    func take(_ visit: Visit) async -> Response {
        .go("/staff/login").with(visit.cookie(StaffVisit.cookie, "", path: "/staff", reach: .strict, seconds: 0))
    }
}

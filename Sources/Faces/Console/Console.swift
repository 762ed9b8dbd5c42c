/// What staff see: the day, orders, stock, products, jobs.
enum Console {
    static let pages: [any Page] = [LogInPage(), LogOutPage()] + staffPages.map { StaffOnly(page: $0) }

    private static let staffPages: [any StaffPage] = [
        OrdersPage(),
    ]

    static let templates: [String: [UInt8]] = [
        "staff-login": PackageResources.StaffLogin_mustache,
        "staff-navigation": PackageResources.StaffNavigation_mustache,
        "staff-sorry": PackageResources.StaffSorry_mustache,
        "staff-order-rows": PackageResources.StaffOrderRows_mustache,
        "staff-orders": PackageResources.StaffOrders_mustache,
    ]

    static let words = Words([commonWords, stateWords].reduce(into: [:]) { all, own in
        all.merge(own) { _, _ in preconditionFailure("two words of one name") }
    })
}

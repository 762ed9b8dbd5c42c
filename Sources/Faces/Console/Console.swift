/// What staff see: the day, orders, stock, products, jobs, who works here, and what was done.
enum Console {
    static let pages: [any Page] = [
        LogInPage(door: .staff), LogOutPage(door: .staff), SecondFactorPage(door: .staff),
        SecondFactorSetup(door: .staff), ForgotPage(door: .staff), ResetPage(door: .staff), OwnerPage(), JoinPage(),
        InsidersOnly(page: OwnAccountPage()), InsidersOnly(page: EmailPage(door: .staff)),
    ] + staffPages.map { InsidersOnly(page: StaffOnly(page: $0)) }

    private static let staffPages: [any StaffPage] = [
        OrdersPage(), OrderPage(), OrderHistoryPage(), OrderStockPage(), StaffMailPage(), StaffMailContent(),
        TodayPage(), StockPage(), ItemPage(), JobsPage(), ProductsPage(), ProductPage(),
        PeoplePage(), RolesPage(), KeysPage(), AuditPage(),
    ]

    static let templates: [String: [UInt8]] = [
        "staff-navigation": PackageResources.StaffNavigation_mustache,
        "staff-sorry": PackageResources.StaffSorry_mustache,
        "staff-account": PackageResources.StaffAccount_mustache,
        "staff-people": PackageResources.StaffPeople_mustache,
        "staff-roles": PackageResources.StaffRoles_mustache,
        "staff-keys": PackageResources.StaffKeys_mustache,
        "staff-audit": PackageResources.StaffAudit_mustache,
        "staff-order-rows": PackageResources.StaffOrderRows_mustache,
        "staff-orders": PackageResources.StaffOrders_mustache,
        "staff-order": PackageResources.StaffOrder_mustache,
        "staff-order-forms": PackageResources.StaffOrderForms_mustache,
        "staff-order-facts": PackageResources.StaffOrderFacts_mustache,
        "staff-order-money": PackageResources.StaffOrderMoney_mustache,
        "staff-order-goods": PackageResources.StaffOrderGoods_mustache,
        "staff-order-history": PackageResources.StaffOrderHistory_mustache,
        "staff-order-stock": PackageResources.StaffOrderStock_mustache,
        "staff-counts": PackageResources.StaffCounts_mustache,
        "staff-steps": PackageResources.StaffSteps_mustache,
        "staff-movements": PackageResources.StaffMovements_mustache,
        "staff-parts": PackageResources.StaffParts_mustache,
        "staff-mail": PackageResources.StaffMail_mustache,
        "staff-today": PackageResources.StaffToday_mustache,
        "staff-stock": PackageResources.StaffStock_mustache,
        "staff-stock-rows": PackageResources.StaffStockRows_mustache,
        "staff-item": PackageResources.StaffItem_mustache,
        "staff-jobs": PackageResources.StaffJobs_mustache,
        "staff-products": PackageResources.StaffProducts_mustache,
        "staff-product": PackageResources.StaffProduct_mustache,
        "staff-alt-fields": PackageResources.StaffAltFields_mustache,
    ]

    static let words = Words([
        commonWords, stateWords, orderWords, orderFormWords, stepWords, problemWords, stockWords, todayWords,
        productWords, peopleWords, roleWords,
    ])
}

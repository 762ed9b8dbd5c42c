/// What buyers see: the catalogue, a product and its equipment, the cart, the checkout, their orders.
enum Storefront {
    static let pages: [any Page] = [
        CataloguePage(), CurrencyChoice(), OfferPage(), CartPage(), AddLine(), ChangeLine(), AcceptCart(),
        AddressPage(), DeliveryPage(), PayPage(), BuyersOrderPage(), BackFromBank(), OtherCard(),
        LogInPage(door: .customer), LogOutPage(door: .customer), SecondFactorPage(door: .customer),
        SecondFactorSetup(door: .customer), ForgotPage(door: .customer), ResetPage(door: .customer), RegisterPage(),
        ConfirmPage(), InsidersOnly(page: EmailPage(door: .customer)),
        InsidersOnly(page: AccountPage()), InsidersOnly(page: KeptAddressPage()),
        InsidersOnly(page: ClosingPage()), InsidersOnly(page: ExportPage()), ClaimPage(),
    ]

    static let templates: [String: [UInt8]] = [
        "catalogue": PackageResources.Catalogue_mustache, "tile": PackageResources.Tile_mustache,
        "stage": PackageResources.Stage_mustache, "product": PackageResources.Product_mustache,
        "price-rows": PackageResources.PriceRows_mustache, "cart": PackageResources.Cart_mustache,
        "steps": PackageResources.Steps_mustache, "cart-aside": PackageResources.CartAside_mustache,
        "country": PackageResources.Country_mustache, "addresses": PackageResources.Addresses_mustache,
        "delivery": PackageResources.Delivery_mustache, "pay": PackageResources.Pay_mustache,
        "under-way": PackageResources.UnderWay_mustache,
        "account": PackageResources.Account_mustache, "kept-address": PackageResources.KeptAddress_mustache,
        "order": PackageResources.Order_mustache,
    ]

    static let words = Words([
        shopWords, catalogueWords, productWords, cartWords, checkoutWords, orderWords, accountWords, Refusals.words,
    ])
}

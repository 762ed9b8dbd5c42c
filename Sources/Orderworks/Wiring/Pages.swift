import Faces
import Notices
import Storage
import Web

extension Wiring {
    /// The API with the pages for browsers beside it.
    ///
    /// The mailbox shows everybody's mails to whoever opens it: only while the shop is tried out, on this machine or
    /// with `--demo`, without a mail server or a bank that takes real money.
    func site(_ settings: Settings, _ addresses: Addresses) throws -> Site {
        let isTriedOut = settings.ifSet(Known.bankURL) == nil && settings.ifSet(Known.smtpURL) == nil
        let isOurs = settings.isLoopback && settings.ifSet(Known.publicURL) == nil
        let mailbox = isTriedOut && (isOurs || settings[Known.demo])
            ? try API(endpoints: Notices.endpoints(shop), authenticator: MailReader(), log: shop.log) : nil
        let chance = shop.chance
        return Site(Site.Surroundings(
            api: api, document: api.document, mailbox: mailbox, shopName: settings[Known.shopName],
            isSecure: addresses.shop.hasPrefix("https://"), origin: addresses.origin, standing: Self.standing(of: shop),
            draw: { chance.next() }))
    }
}

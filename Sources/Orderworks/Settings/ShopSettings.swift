import Logging
import Offer
import People
import Storage
import StoragePostgres
import Values

/// Every setting there is.
package enum Known {
    static let settings = Setting.text(
        "settings", "FILE", "A JSON file with settings by these names; flags and the environment win over it.")
    static let logLevel = Setting<Logger.Level>.choice(
        "log-level", fallback: .notice, "How much is written to standard error.")

    static let data = Setting.text(
        "data", "DIR", fallback: "./data",
        "The folder of the shop's key, its files, and its database unless --database is set; made when missing.")
    static let database = Setting.postgres(
        "database",
        """
        A PostgreSQL database, as postgresql://user:password@host/name, which several servers may share; a SQLite file \
        in the data folder unless set.
        """)
    static let secretKey = Setting<[UInt8]>(
        "secret-key", .value("HEX"), fallback: nil, isSecret: true,
        """
        The key of the secrets that guests read their orders by, the same for all servers of a shop; the file \
        secret.key in the data folder unless set, which is made at the first start.
        """
    ) { text throws(Malformed) in
        guard let key = Digest.bytes(hex: text), key.count >= OrderSecrets.keyLengthBytes else {
            throw Malformed("must be \(OrderSecrets.keyLengthBytes) bytes or more, two hexadecimal digits each")
        }
        return key
    } write: { Digest.hex($0) }
    static let host = Setting.text(
        "host", "HOST", fallback: "127.0.0.1", "The address that requests are taken on; 0.0.0.0 takes all of them.")
    static let port = Setting.integer(
        "port", "PORT", 0...65_535, fallback: 8080, "The port that requests are taken on; 0 takes any that is free.")
    static let publicURL = Setting.address(
        "public-url", schemes: ["http", "https"],
        """
        Where buyers reach the shop, for links in mails and to know its own forms behind a proxy; http://HOST:PORT \
        unless set.
        """)
    static let frontEndURL = Setting.address(
        "front-end-url", schemes: ["http", "https"],
        """
        Where buyers' pages stand when they are a front end of your own: the bank sends buyers back to \
        URL/orders/ORDER/return, mails lead to URL/orders/ORDER?secret=SECRET; the shop's own pages unless set.
        """)
    static let certificate = Setting.text(
        "certificate", "FILE",
        "The server's certificate with those that vouch for it, in PEM; it then speaks TLS. Read anew when it changes.")
    static let certificateKey = Setting.text("certificate-key", "FILE", "The certificate's key, in PEM.")
    static let securityContact = Setting.address(
        "security-contact", schemes: ["https"],
        "Where weaknesses are told, for /.well-known/security.txt; the address that mails are from unless set.")
    static let s3URL = Setting.address(
        "s3-url", schemes: ["http", "https"],
        """
        Object storage for files instead of the data folder, as https://s3.eu-central-1.amazonaws.com/BUCKET; several \
        servers need it, or one shared folder.
        """)
    static let s3Region = Setting.text("s3-region", "NAME", fallback: "us-east-1", "The region of the object storage.")
    static let s3AccessKey = Setting.text("s3-access-key", "KEY", "Who the shop is at the object storage.")
    static let s3SecretKey = Setting.text(
        "s3-secret-key", "SECRET", isSecret: true, "What requests to the object storage are signed with.")
    static let shopName = Setting.text(
        "shop-name", "NAME", fallback: "Orderworks", "What the shop's mails are signed with.")
    static let empty = Setting.flag("empty", "Begins a new database without the demo shop.")
    static let demo = Setting.flag(
        "demo", "Allows the sandbox bank, which takes no real money, on an address that others reach.")

    static let secondFactor = Setting<SecondFactorRule>.choice(
        "second-factor", fallback: .realMoney,
        "Whether staff must show a second factor to log in; real-money: once --bank-url is set.")
    static let proxies = Setting.integer(
        "proxies", "COUNT", 0...10, fallback: 0,
        "How many proxies of your own stand in front and say in X-Forwarded-For who asks.")

    static let keepCarts = Setting.integer(
        "keep-carts-days", "DAYS", 1...3650, fallback: 90, "How long a cart is kept that nobody touches.")
    static let keepMails = Setting.integer(
        "keep-mails-days", "DAYS", 1...3650, fallback: 365, "How long mails stay in the built-in mailbox.")
    static let keepClosedAccounts = Setting.integer(
        "keep-closed-accounts-days", "DAYS", 0...3650, fallback: 30,
        "How long a closed account is still known by name; then whatever names its owner goes.")
    static let keepOrders = Setting.integer(
        "keep-orders-years", "YEARS", 1...100, fallback: 10,
        "How long orders are known by their buyers' names: as long as tax law wants.")

    static let bankURL = Setting.address(
        "bank-url", schemes: ["http", "https"],
        "The card gateway's API, as https://api.stripe.com; the sandbox bank is started unless set.")
    static let bankSecretKey = Setting.text(
        "bank-secret-key", "KEY", isSecret: true, "The shop's secret key at the card gateway.")
    static let bankWebhookSecret = Setting.text(
        "bank-webhook-secret", "SECRET", isSecret: true, "What the gateway signs its events with.")
    static let bankPort = Setting.integer(
        "bank-port", "PORT", 0...65_535, fallback: 8081, "The sandbox bank's port; 0 takes any that is free.")
    static let threeDSecureDeadline = Setting.integer(
        "three-d-secure-deadline-minutes", "MINUTES", 1...1440, fallback: 30,
        "How long a buyer has to confirm a card payment before the order is given up.")

    static let smtpURL = Setting.address(
        "smtp-url", schemes: ["smtp", "smtps"],
        "The mail server, as smtp://mail.example.org:587; mails stay in the built-in mailbox unless set.")
    static let smtpUser = Setting.text("smtp-user", "NAME", "The user that logs in to the mail server.")
    static let smtpPassword = Setting.text("smtp-password", "PASSWORD", isSecret: true, "That user's password.")
    static let smtpStartTLS = Setting<StartTLS>.choice(
        "smtp-starttls", fallback: .required, "Whether an smtp:// connection must be, may be or isn't encrypted.")
    static let mailFrom = Setting<EmailAddress>(
        "mail-from", .value("ADDRESS"), fallback: EmailAddress("shop@localhost"), "Who the shop's mails are from."
    ) { text throws(Malformed) in
        guard let address = EmailAddress(text) else { throw Malformed("must be an e-mail address as shop@example.org") }
        return address
    } write: { $0.text }

    static let endAt = Setting<Failpoint>.choice(
        "end-at",
        """
        For tests of what a crash leaves behind: the step at which the program kills itself, as a power cut would. \
        Never ends there unless set.
        """)
    static let product = Setting<ID<Product>>(
        "product", .value("ID"), fallback: nil, "The product whose model's draft it becomes; a configurable one."
    ) { text throws(Malformed) in
        guard let product = ID<Product>(text) else { throw Malformed("must be a product's id as montis") }
        return product
    } write: { $0.text }

    static let copyFrom = Setting<String>(
        "from", .value("FILE"), fallback: nil, "The database to move, as sqlite:data/orderworks.sqlite."
    ) { text throws(Malformed) in
        guard text.hasPrefix("sqlite:"), text.count > 7 else {
            throw Malformed("must be a file as sqlite:data/orderworks.sqlite")
        }
        return String(text.dropFirst(7))
    } write: { $0 }
    static let copyTo = Setting.postgres(
        "to", "Where it is moved to, as postgresql://user:password@host/name; a database without a shop.")

    static let bankStore = Setting.text(
        "bank", "FILE", "The sandbox bank's store, to compare the books with; not compared unless given.")
    static let buyersLog = Setting.text(
        "buyers", "FILE", "What buyers were told, a line of JSON each; not compared unless given.")

    /// Everything `serve` takes.
    static let serving: [any DeclaredSetting] = [
        data, database, secretKey, host, port, publicURL, frontEndURL, shopName, empty, demo, secondFactor, proxies,
        keepCarts, keepMails, keepClosedAccounts, keepOrders,
        bankURL, bankSecretKey, bankWebhookSecret, bankPort, threeDSecureDeadline,
        smtpURL, smtpUser, smtpPassword, smtpStartTLS, mailFrom,
        certificate, certificateKey, securityContact, s3URL, s3Region, s3AccessKey, s3SecretKey, logLevel, endAt,
        settings,
    ]
}

/// Whether staff must show a second factor.
package enum SecondFactorRule: String, CaseIterable, Sendable {
    case required, optional
    case realMoney = "real-money"
}

/// How far a mail server's STARTTLS is insisted on.
package enum StartTLS: String, CaseIterable, Sendable {
    case required, offered, never
}

extension Settings {
    /// What single settings can't say: which go together. A sentence for each mistake.
    static func serveMistakes(_ settings: Settings) -> [String] {
        var mistakes: [String] = []
        let usesSandbox = settings.ifSet(Known.bankURL) == nil
        if usesSandbox, !settings.isLoopback, !settings[Known.demo] {
            mistakes.append(
                "host: \(settings[Known.host]) is reached by others, and the sandbox bank takes no real money; "
                    + "set --bank-url, or --demo when that is meant")
        }
        if !usesSandbox {
            for needed in [Known.bankSecretKey, Known.bankWebhookSecret] where settings.ifSet(needed) == nil {
                mistakes.append("\(needed.name): is needed with --bank-url")
            }
        }
        if settings.ifSet(Known.smtpUser) != nil, settings.ifSet(Known.smtpPassword) == nil {
            mistakes.append("smtp-password: is needed with --smtp-user")
        }
        if (settings.ifSet(Known.certificate) == nil) != (settings.ifSet(Known.certificateKey) == nil) {
            mistakes.append("certificate: goes with --certificate-key, and that with it")
        }
        mistakes += settings.objectStorageMistakes
        if settings.ifSet(Known.smtpURL) != nil, settings.origin(of: Known.mailFrom) == .fallback {
            mistakes.append("mail-from: is needed with --smtp-url")
        }
        return mistakes
    }

    /// How long the shop keeps what names people.
    var retention: Retention {
        func days(_ setting: Setting<Int>, times count: Int64 = 1) -> Instant.Span {
            .hours(Int64(self[setting]) * 24 * count)
        }
        return Retention(
            carts: days(Known.keepCarts), mails: days(Known.keepMails),
            closedAccounts: days(Known.keepClosedAccounts), orders: days(Known.keepOrders, times: 366))
    }

    /// Whether staff must show a second factor to come in.
    var requiresSecondFactor: Bool {
        switch self[Known.secondFactor] {
        case .required: true
        case .optional: false
        case .realMoney: ifSet(Known.bankURL) != nil
        }
    }

    /// Whether only this machine reaches the shop.
    var isLoopback: Bool {
        let host = self[Known.host]
        return host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}

extension Setting<String> {
    fileprivate static func postgres(_ name: String, _ sentence: String) -> Self {
        Setting(name, .value("ADDRESS"), fallback: nil, isSecret: true, sentence) { text throws(Malformed) in
            guard text.hasPrefix("postgresql:") || text.hasPrefix("postgres:") else {
                throw Malformed("must be an address as postgresql://user:password@host/name")
            }
            do { _ = try PostgresTarget(text) } catch { throw Malformed("is no address of a database: \(error)") }
            return text
        } write: { $0 }
    }
}

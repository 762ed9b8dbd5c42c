import Logging
import Notices
import Orderworks
import People
import Storage
import StorageSQLite
import Testbed
import Trade
import Values
import Web

/// The shop in its world: the process that runs at the moment, what is outside of it, and the way between the two.
///
/// Unchecked, because only the history's thread uses it.
final class Establishment: @unchecked Sendable {
    let world: World
    let bank = SimulatedBank()
    let letterbox = SimulatedMail.Letterbox()
    private let memory = BankLine.Memory()
    private let mutant: Mutant?
    /// Nil until it is open, and after it has ended.
    private var process: Process?
    /// Also of a process that is still starting.
    private var incarnation: Incarnation?
    private(set) var crashes = 0
    /// What buyers were told.
    var told: [Acknowledged] = []
    /// Orders whose mail is asked for outside their transaction, by a mistake that is built in.
    private var forgottenMails: [ID<Order>] = []
    /// The last that was logged as an error.
    private(set) var lastError = ""

    private struct Process {
        let incarnation: Incarnation
        let wiring: Wiring
        let buyers: TestClient
        let staff: TestClient
    }

    /// What buyers, staff and bank ask: to declare all endpoints takes longer than a history.
    private static let served: Set<String> = [
        "/v1/carts", "/v1/carts/{cart}/order", "/v1/orders/{order}/payment-return", "/v1/orders/{order}/cancellation",
        "/v1/orders/{order}/shipments", "/v1/orders/{order}/refunds", "/v1/bank-events",
    ]

    static let secrets = OrderSecrets(key: [UInt8](repeating: 7, count: OrderSecrets.keyLengthBytes))
    static let threeDSecureDeadline = Instant.Span.seconds(90)

    init(_ world: World, _ mutant: Mutant?) {
        self.world = world
        self.mutant = mutant
        bank.onChange = { [weak self] news in self?.send(news) }
    }

    /// What of the house isn't simulated.
    static func outside(_ bank: any CardBank, _ mail: any MailCarrier) -> Wiring.Outside {
        Wiring.Outside(
            bank: bank, cards: nil, mailServer: mail, mailFrom: sender, shopName: "Simulated",
            buyersURL: "https://shop.example", passwords: passwords, threeDSecureDeadline: threeDSecureDeadline)
    }

    /// Nobody logs in: buyers are guests.
    private static let passwords = CountedPasswords()

    private static let sender: EmailAddress = {
        guard let address = EmailAddress("shop@example.org") else { preconditionFailure("no address") }
        return address
    }()

    // MARK: - The process

    func open() {
        let incarnation = Incarnation(in: world)
        self.incarnation = incarnation
        do {
            let wiring = try Wiring(
                around: shop(of: incarnation), Self.secrets, .sample,
                Self.outside(
                    BankLine(incarnation: incarnation, bank: bank, mutant: mutant, memory: memory),
                    SimulatedMail(incarnation: incarnation, letterbox: letterbox, mutant: mutant)),
                DataFolder(path: "/nowhere"), serving: { Self.served.contains(type(of: $0).route.path) })
            let process = Process(
                incarnation: incarnation, wiring: wiring, buyers: TestClient(wiring.api),
                staff: TestClient(try wiring.inside(as: "simulation")))
            incarnation.start { [self] in await run(process) }
        } catch {
            world.fail("the shop can't be opened: \(error)")
        }
    }

    private func run(_ process: Process) async {
        do {
            try await process.wiring.takeOver()
            guard process.incarnation.isAlive else { return }
            self.process = process
            world.note("opened")
            if mutant == .mailOutsideTransaction {
                process.incarnation.start { [self] in await sendForgottenMails(process.wiring.shop) }
            }
            try await process.wiring.worker.run()
        } catch {
            guard process.incarnation.isAlive else { return }
            world.note("did not open: \(error)")
            // It could not start, such as on a commit that failed; whoever looks after it starts it again.
            process.incarnation.end()
            world.after(.seconds(1)) { [self] in open() }
        }
    }

    private func shop(of incarnation: Incarnation) -> Shop {
        let log = Logger(label: "simulation") { _ in ErrorLog { [weak self] in self?.lastError = $0 } }
        var subscriptions = Notices.subscriptions
        if mutant == .mailOutsideTransaction {
            subscriptions[0] = Subscription(OrderPlaced.self) { [weak self] news, _, _ in
                self?.forgottenMails.append(news.order)
            }
        }
        return Shop(
            database: SimulatedDatabase(incarnation: incarnation, mutant: mutant),
            time: SimulatedTime(incarnation: incarnation), chance: SeededChance(world.people.next()), log: log,
            outbox: Outbox(subscriptions: subscriptions))
    }

    private func sendForgottenMails(_ shop: Shop) async {
        let outbox = Outbox(subscriptions: [Notices.subscriptions[0]])
        while true {
            do { try await shop.time.sleep(.milliseconds(50)) } catch { return }
            guard let order = forgottenMails.popLast() else { continue }
            let now = shop.now
            _ = try? await shop.write { db in try outbox.publish(OrderPlaced(order: order), at: now, in: db) }
        }
    }

    /// The process ends where it stands, and another begins soon.
    func crash() {
        guard let incarnation else { return }
        crashes += 1
        process = nil
        self.incarnation = nil
        forgottenMails = []
        incarnation.end()
        world.dropReads()
        do { try world.database.crash() } catch { world.fail("a crash can't be simulated: \(error)") }
        world.note("crash")
        world.after(world.delay(100...8_000)) { [self] in open() }
    }

    /// Ends the process, and starts no other.
    func close() {
        incarnation?.end()
        (process, incarnation) = (nil, nil)
        world.dropReads()
        try? world.database.crash()
    }

    func happen(_ fault: Fault.Kind) {
        switch fault {
        case .crash: crash()
        case .bankSilent: memory.silentUntil = world.now + world.delay(60_000...150_000)
        case .frozen: world.freeze(world.delay(21_000...70_000))
        default: break
        }
    }

    // MARK: - The way to it

    /// Asks the shop over a network that loses and repeats; nil when no answer came.
    func ask(
        _ method: Web.Method, _ path: String, _ body: JSON = [:], headers: Headers = Headers(), asStaff: Bool = false
    ) async -> TestAnswer? {
        let fault = world.fault(.requestLost, .replyLost, .requestRepeated)
        await world.sleep(world.delay(1...150))
        if fault == .requestLost {
            await world.sleep(.seconds(20))
            return nil
        }
        if fault == .requestRepeated {
            world.after(world.delay(1...30_000)) { [self] in
                deliver(method, path, body, headers, asStaff) { _ in }
            }
        }
        let answer = await withCheckedContinuation { caller in
            deliver(method, path, body, headers, asStaff) { caller.resume(returning: $0) }
        }
        if fault == .replyLost {
            await world.sleep(.seconds(20))
            return nil
        }
        await world.sleep(world.delay(1...150))
        if let answer { world.note("\(method.rawValue) \(path): \(answer.status) \(answer.problem ?? "")") }
        return answer
    }

    private func deliver(
        _ method: Web.Method, _ path: String, _ body: JSON, _ headers: Headers, _ asStaff: Bool,
        _ finish: @escaping @Sendable (TestAnswer?) -> Void
    ) {
        guard let process else { return world.after(.milliseconds(500)) { finish(nil) } }
        let client = asStaff ? process.staff : process.buyers
        process.incarnation.start { [self] in
            let answer = method == .get
                ? try? await client.get(path, headers: headers)
                : try? await client.send(method, path, json: body, headers: headers)
            guard process.incarnation.isAlive else { return finish(nil) }
            if answer?.status == 500 { answeredBroken(path) }
            finish(answer)
        }
    }

    private func answeredBroken(_ path: String) {
        world.fail("\(path) broke: \(lastError)")
    }

    /// The bank's news, sent again until they are taken.
    private func send(_ news: String, attempts: Int = 6) {
        guard attempts > 0, world.fault(.eventLost) == nil else { return }
        if world.fault(.eventRepeated) != nil { world.after(world.delay(10...90_000)) { [self] in post(news, 1) } }
        world.after(world.delay(attempts == 6 ? 5...5_000 : 5_000...60_000)) { [self] in post(news, attempts) }
    }

    private func post(_ news: String, _ attempts: Int) {
        guard let process else { return send(news, attempts: attempts - 1) }
        process.incarnation.start { [self] in
            let answer = try? await process.buyers.send(
                .post, "/v1/bank-events", body: Array(news.utf8),
                headers: ["Stripe-Signature": "good", "Content-Type": "application/json"])
            if answer?.status != 200, answer?.status != 204 { send(news, attempts: attempts - 1) }
        }
    }
}

/// Keeps what is logged as an error, for who wants to say why something broke.
private struct ErrorLog: LogHandler {
    let keep: @Sendable (String) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.error

    init(_ keep: @escaping @Sendable (String) -> Void) { self.keep = keep }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        keep("\(event.message) \((event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })")
    }
}

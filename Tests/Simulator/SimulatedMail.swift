import Notices
import Trade
import Values

/// A mail server, and the way to it.
struct SimulatedMail: MailCarrier {
    let incarnation: Incarnation
    let letterbox: Letterbox
    let mutant: Mutant?

    /// All mails that came, with their copies. Unchecked: on the history's thread alone.
    final class Letterbox: @unchecked Sendable {
        private(set) var arrived: [(order: ID<Order>, kind: Mail.Kind, name: String)] = []

        func take(_ mail: Mail) {
            guard case .order(let order) = mail.about else { return }
            arrived.append((order, mail.kind, mail.messageID.text))
        }

        /// Under how many names an order's confirmation came.
        func confirmations(of order: ID<Order>) -> Int {
            Set(arrived.filter { $0.order == order && $0.kind == .confirmation }.map(\.name)).count
        }
    }

    struct NotTaken: Error {}

    private static let patience = Instant.Span.seconds(30)
    private static let way: ClosedRange<Int64> = 5...900
    /// A server that takes its time.
    private static let slow: ClosedRange<Int64> = 5_000...70_000

    func send(_ mail: Mail) async throws -> Mail.Keep? {
        do {
            try await incarnation.call { finish in begin(mail, finish) }
        } catch where mutant == .mailMarkedBeforeSent && incarnation.isAlive {}
        return nil
    }

    private func begin(_ mail: Mail, _ finish: @escaping (Result<Void, any Error>) -> Void) {
        let world = incarnation.world
        let arrive = { [letterbox] in
            letterbox.take(mail)
            world.note("mail: \(mail.messageID)")
        }
        switch world.fault(.mailLost, .mailReplyLost) {
        case .mailLost: world.after(Self.patience) { finish(.failure(NotTaken())) }
        case .mailReplyLost:
            world.after(world.delay(Self.way), arrive)
            world.after(Self.patience) { finish(.failure(NotTaken())) }
        default:
            world.after(world.delay(world.chance(15) ? Self.slow : Self.way)) {
                arrive()
                finish(.success(()))
            }
        }
    }
}

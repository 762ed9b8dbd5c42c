import Trade
import Web

/// Takes the sandbox bank's events and nothing else, beside a shop that speaks TLS. They are signed, and don't leave
/// this machine.
struct BankDoor: HTTPService {
    let api: API

    func admit(_ head: Request.Head) -> Admission {
        Self.isEvent(head) ? api.admit(head) : .refuse(Response(404))
    }

    func respond(to request: Request) async -> Response {
        Self.isEvent(request.head) ? await api.respond(to: request) : Response(404)
    }

    private static func isEvent(_ head: Request.Head) -> Bool {
        head.method == Trade.bankEvents.method && head.path == Trade.bankEvents.path
    }
}

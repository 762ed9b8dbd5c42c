import Connectors
import Testbed
import Testing
import Trade
import Values

@Suite("Events that say they are from the bank")
struct EventTests {
    private let gateway = StripeGateway(
        .init(url: "http://127.0.0.1:1", secretKey: "sk", eventSecret: "whsec_shop"), over: CurlTransport(),
        log: .quiet)

    private let body = Array("""
        {"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": {"object": "payment_intent",
        "id": "pi_1", "metadata": {"attempt": "attempt-1"}}}}
        """.utf8)

    private func code(_ secret: String = "whsec_shop", at seconds: Int64 = Instant.sample.seconds) -> String {
        Digest.hex(Digest.hmac(Array("\(seconds).".utf8) + body, key: Array(secret.utf8)))
    }

    private func refusal(_ signature: String, _ bytes: [UInt8]? = nil, at now: Instant = .sample) -> String? {
        do throws(BankFailure) {
            _ = try gateway.event(bytes ?? body, signature: signature, at: now)
            return nil
        } catch {
            guard case .refused(let code, _) = error else { return "\(error)" }
            return code
        }
    }

    private let seconds = Instant.sample.seconds

    @Test("a signed event is read, also beside signatures of another secret or kind")
    func reads() throws {
        for signature in [
            "t=\(seconds),v1=\(code())", "t=\(seconds),v1=\(code("whsec_old")),v1=\(code())",
            "v0=abc,v1=\(code()),t=\(seconds)",
        ] {
            #expect(try gateway.event(body, signature: signature, at: .sample) == BankEvent(
                id: "evt_1", kind: "payment_intent.succeeded", intent: BankIntent.ID("pi_1"), attempt: "attempt-1"))
        }
    }

    @Test("a changed body, another's secret, a missing part or an old signature is refused")
    func refuses() {
        #expect(refusal("t=\(seconds),v1=\(code("whsec_other"))") == "signature-wrong")
        #expect(refusal("t=\(seconds + 1),v1=\(code())") == "signature-wrong")
        #expect(refusal("t=\(seconds),v1=\(code())", body + [32]) == "signature-wrong")
        #expect(refusal("t=\(seconds),v1=") == "signature-malformed")
        #expect(refusal("v1=\(code())") == "signature-malformed")
        #expect(refusal("") == "signature-malformed")
        #expect(refusal("t=99999999999999999,v1=\(code())") == "signature-malformed")
        let signature = "t=\(seconds),v1=\(code())"
        #expect(refusal(signature, at: .sample + .seconds(300)) == nil)
        #expect(refusal(signature, at: .sample + .seconds(301)) == "signature-old")
        #expect(refusal(signature, at: .sample - .seconds(301)) == "signature-old")
    }

    @Test("news of a charge names the payment it belongs to")
    func charges() throws {
        let body = Array("""
            {"id": "evt_2", "type": "charge.refunded", "data": {"object": {"object": "charge", "id": "ch_1",
            "payment_intent": "pi_9"}}}
            """.utf8)
        let code = Digest.hex(Digest.hmac(Array("\(seconds).".utf8) + body, key: Array("whsec_shop".utf8)))
        let event = try gateway.event(body, signature: "t=\(seconds),v1=\(code)", at: .sample)
        #expect(event.intent == BankIntent.ID("pi_9"))
        #expect(event.attempt == nil)
    }

    @Test("no secret stands in a description")
    func secretsAreHidden() {
        var dumped = ""
        dump(gateway, to: &dumped)
        #expect(!dumped.contains("whsec_shop"))
    }
}

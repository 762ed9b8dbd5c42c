import Connectors
import Foundation
import Notices
import Testbed
import Storage
import Testing
import Values

@Suite("Mail over a real mail server")
struct SMTPTests {
    private struct RealServer {
        let folder: TemporaryFolder
        let script: PythonScript
        let url: String
        let certificate: String

        init(refusing address: String? = nil) async throws {
            folder = try TemporaryFolder()
            script = try PythonScript("mail_server.py", [folder.path] + (address.map { [$0] } ?? []))
            let start = try await script.next()
            url = "smtp://127.0.0.1:\(start["port"]?.integer ?? 0)"
            certificate = start["certificate"]?.string ?? ""
        }

        func carrier(
            _ startTLS: MailServer.StartTLS = .required, user: String? = "shop", password: String = "geheim",
            trusted: Bool = true
        ) -> SMTPCarrier {
            let login = user.map { MailServer.Login(user: $0, password: password) }
            return SMTPCarrier(
                MailServer(url, startTLS: startTLS, login: login, greeting: "shop.test"),
                over: CurlTransport(trustedRoots: trusted ? certificate : nil))
        }
    }

    private func mail(to address: EmailAddress = EmailAddress("ada@example.org")!) throws -> Mail {
        try Mail(
            MessageID(.order("order-1"), .confirmation, nil, at: "shop.test"),
            about: .order("order-1"), kind: .confirmation,
            from: Correspondent(name: "Autohaus Süd", EmailAddress("shop@shop.test")!),
            to: Correspondent(name: "Ada Lovelace", address), subject: "Ihre Bestellung – größer",
            text: "Guten Tag,\n.\n..dots stay\nbye", html: "<p>Guten Tag</p>", language: .de, date: .sample)
    }

    @Test("all mails of a rush to the slowest server there may be come to an end before a job's time is over")
    func rushFits() {
        let lots = (JobWorker.rush + SMTPCarrier.sideBySide - 1) / SMTPCarrier.sideBySide
        #expect(lots * Int(SMTPCarrier.timeout.milliseconds) < Int(JobWorker.handlerLimit.milliseconds))
    }

    @Test("a mail arrives over STARTTLS after login, byte for byte, for its reader alone")
    func delivers() async throws {
        let server = try await RealServer()
        let mail = try mail()
        let carrier = server.carrier()
        for _ in 0..<2 {
            #expect(try await carrier.send(mail) == nil, "nothing is left to be written")
            let kept = try await server.script.next()
            #expect(kept["tls"] == true)
            #expect(kept["user"] == "shop")
            #expect(kept["from"] == "shop@shop.test")
            #expect(kept["to"] == ["ada@example.org"])
            let data = Data(base64Encoded: kept["data"]?.string ?? "") ?? Data()
            #expect(Array(data) == mail.message)
        }
    }

    @Test("no password goes to a server without encryption, an unknown certificate or a wrong login")
    func refusals() async throws {
        let server = try await RealServer()
        let mail = try mail()
        await #expect(throws: TransportFailure.self) { try await server.carrier(password: "falsch").send(mail) }
        await #expect(throws: TransportFailure.self) { try await server.carrier(trusted: false).send(mail) }
        await #expect(throws: TransportFailure.self) { try await server.carrier(.none).send(mail) }
    }

    @Test("the server's own words come with its refusal, and nothing was sent")
    func refusedRecipient() async throws {
        let server = try await RealServer(refusing: "nobody@example.org")
        let carrier = server.carrier()
        do throws(any Error) {
            _ = try await carrier.send(mail(to: EmailAddress("nobody@example.org")!))
            Issue.record("it was sent")
        } catch {
            guard case TransportFailure.neverSent(let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(reason.contains("no such mailbox here"))
        }
    }

    @Test("a login's password stands in no description")
    func passwordIsHidden() {
        let login = MailServer.Login(user: "shop", password: "geheim")
        var dumped = ""
        dump(MailServer("smtp://localhost", startTLS: .required, login: login), to: &dumped)
        #expect(!dumped.contains("geheim"))
        #expect(!"\(login)".contains("geheim"))
    }
}

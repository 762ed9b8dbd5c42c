import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Orderworks
import ServiceLifecycle

/// The shop's HTTP library sending stored answers from memory, with the options the shop uses: the limit of what
/// the shop could answer through it.
enum HummingbirdAnswers {
    static func serve(_ answers: [StoredAnswer]) async throws {
        let log = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
        let limits = Orderworks.Server.Limits()
        let table = AnswerTable(answers) { (head: response($0), body: ByteBuffer(bytes: $0.body)) }
        let connection = HTTP1Channel.Configuration(
            idleTimeout: .seconds(limits.idleSeconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.headerFieldBytes, maxHeaderListSize: limits.headerBytes,
                maxHeaderFieldCount: limits.headerFields))
        let listening = ServerConfiguration(
            address: .hostname("127.0.0.1", port: 0), backlog: limits.backlog,
            availableConnectionsDelegate: .maximum(limits.connections, logger: log))
        let server = try HTTPServerBuilder.http1(configuration: connection).buildServer(
            configuration: listening, eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: log,
            responder: { request, writer, _ in
                let tag = request.headers[.ifNoneMatch]
                guard let (head, body) = table.answer(request.head.path ?? "/", has: tag) else {
                    return try await writer.writeResponse(HTTPResponse(status: .notFound))
                }
                try await writer.write(
                    response: head, body: body.readableBytes == 0 ? ResponseBody() : ResponseBody(byteBuffer: body))
            },
            onServerRunning: { channel in AnswerServer.say(channel.localAddress?.port) })
        try await server.run()
    }

    private static func response(_ answer: StoredAnswer) -> HTTPResponse {
        var fields = HTTPFields()
        for field in answer.fields {
            if let name = HTTPField.Name(field.name) { fields.append(HTTPField(name: name, value: field.value)) }
        }
        return HTTPResponse(status: .init(code: answer.status), headerFields: fields)
    }
}

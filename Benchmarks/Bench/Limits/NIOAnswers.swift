import NIOCore
import NIOHTTP1
import NIOPosix

/// The plain HTTP/1 pipeline of SwiftNIO sending stored answers from memory: what the shop's HTTP library stands on.
enum NIOAnswers {
    static func serve(_ answers: [StoredAnswer]) async throws {
        let table = AnswerTable(answers, response)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(table))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        AnswerServer.say(channel.localAddress?.port)
        try await channel.closeFuture.get()
    }

    private struct Response: Sendable {
        let head: HTTPResponseHead
        let body: ByteBuffer
    }

    private static func response(_ answer: StoredAnswer) -> Response {
        Response(
            head: HTTPResponseHead(
                version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status),
                headers: HTTPHeaders(answer.fields.map { ($0.name, $0.value) })),
            body: ByteBuffer(bytes: answer.body))
    }

    /// Answers each request once it has come whole.
    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let table: AnswerTable<Response>
        private var asked: HTTPRequestHead?

        init(_ table: AnswerTable<Response>) { self.table = table }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): asked = head
            case .body: break
            case .end:
                guard let head = asked,
                      let response = table.answer(head.uri, has: head.headers["If-None-Match"].first)
                else { return context.close(promise: nil) }
                context.write(wrapOutboundOut(.head(response.head)), promise: nil)
                if response.body.readableBytes > 0 {
                    context.write(wrapOutboundOut(.body(.byteBuffer(response.body))), promise: nil)
                }
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}

import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// A connection as the library serves it, but that what is at hand is answered on the connection's own loop.
struct Connection: ServerChildChannel {
    let inner: HTTP1Channel
    let conversation: Conversation

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        inner.setup(channel: channel, logger: logger).flatMapThrowing { [conversation] value in
            // Behind what watches over idle connections, which is to hear of these requests too.
            let watch = try channel.pipeline.syncOperations.handler(type: HTTPConnectionStateHandler.self)
            try channel.pipeline.syncOperations.addHandler(AtHand(conversation), position: .after(watch))
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async { await inner.handle(value: value, logger: logger) }
}

/// Answers what is at hand as soon as its request has come: no task is woken for it, and no thread hands on to another.
/// Anything else goes on to where it is waited for.
///
/// A body that nobody wants is passed over when it has come together with its head; one that is still to come is waited
/// for where all bodies are, with a watch over its pace.
///
/// Answers go out in the order of their requests: while one that went on isn't answered, those behind it follow it. So
/// they do when the client doesn't read, so that answers don't pile up.
final class AtHand: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What is sent for a request.
    struct Answer {
        let head: HTTPResponse
        let body: ByteBuffer?
        /// It is sent once the request is here to its end.
        let waitsForBody: Bool
    }

    private let conversation: Conversation
    /// The answer that waits, and what has come of its request.
    private var held: (answer: Answer, parts: [NIOAny])?
    /// Of the requests that went on.
    private var unanswered = 0
    /// The end of its request is still to come, and nobody waits for that.
    private var isAnswered = false
    /// Either side has said that the connection ends: what comes then is nobody's to answer (RFC 9112, section 9.6).
    private var isLast = false

    init(_ conversation: Conversation) { self.conversation = conversation }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isLast = isLast || Self.ends(head.headerFields)
            guard unanswered == 0, !isLast, context.channel.isWritable, let answer = conversation.atHand(head) else {
                unanswered += 1
                return context.fireChannelRead(data)
            }
            if answer.waitsForBody {
                held = (answer, [data])
            } else {
                isAnswered = true
                send(answer, context)
            }
        case .body:
            if held != nil { held?.parts.append(data) } else if !isAnswered { context.fireChannelRead(data) }
        case .end:
            if let held {
                self.held = nil
                send(held.answer, context)
            } else if isAnswered {
                isAnswered = false
            } else {
                context.fireChannelRead(data)
            }
        }
    }

    /// All that came at once is here.
    func channelReadComplete(context: ChannelHandlerContext) {
        if let held {
            self.held = nil
            unanswered += 1
            for part in held.parts { context.fireChannelRead(part) }
        }
        context.fireChannelReadComplete()
    }

    private func send(_ answer: Answer, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        if let body = answer.body { context.write(wrapOutboundOut(.body(body)), promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): isLast = isLast || Self.ends(head.headerFields)
        case .body: break
        case .end: unanswered -= 1
        }
        context.write(data, promise: promise)
    }

    /// Whether the connection is over with this. (Asked for a name, fields would index all of them.)
    private static func ends(_ fields: HTTPFields) -> Bool {
        fields.contains { $0.name == .connection && $0.value.lowercased() == "close" }
    }
}

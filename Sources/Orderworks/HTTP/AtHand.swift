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
/// Who is turned away is told so when their request has come in one piece; a body that is still to come is waited for
/// where all bodies are, with a watch over its pace.
///
/// Answers go out in the order of their requests: while one that went on isn't answered, those behind it follow it. So
/// they do when the client doesn't read, so that answers don't pile up.
final class AtHand: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let conversation: Conversation
    /// A request that may be refused at hand, and what has come of it.
    private var held: (request: HTTPRequest, parts: [NIOAny])?
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
            let mayAnswer = unanswered == 0 && !isLast && context.channel.isWritable
            if mayAnswer, let found = conversation.atHand(head) {
                isAnswered = true
                send(found, context)
            } else if mayAnswer, conversation.mayBeRefused(head) {
                held = (head, [data])
            } else {
                unanswered += 1
                context.fireChannelRead(data)
            }
        case .body:
            if held != nil { held?.parts.append(data) } else if !isAnswered { context.fireChannelRead(data) }
        case .end:
            if let request = held?.request, let found = conversation.refusal(of: request) {
                held = nil
                send(found, context)
            } else if isAnswered {
                isAnswered = false
            } else {
                letGoOn(context)
                context.fireChannelRead(data)
            }
        }
    }

    /// All that came at once is here.
    func channelReadComplete(context: ChannelHandlerContext) {
        letGoOn(context)
        context.fireChannelReadComplete()
    }

    /// What is held is to be answered as any other.
    private func letGoOn(_ context: ChannelHandlerContext) {
        guard let parts = held?.parts else { return }
        held = nil
        unanswered += 1
        for part in parts { context.fireChannelRead(part) }
    }

    private func send(_ found: Conversation.Found, _ context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(.head(found.head)), promise: nil)
        if let body = found.body { context.write(wrapOutboundOut(.body(body)), promise: nil) }
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

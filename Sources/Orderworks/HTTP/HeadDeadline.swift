import NIOCore
import NIOHTTPTypes

/// Ends a connection on which the head of a request comes too slowly: it would hold its place for as long as its client
/// likes, a byte at a time, and keep others out.
///
/// It stands behind the decoder, which hands on nothing before a head is whole: bytes that were read between two
/// requests and led to nothing are the beginning of one. Amid a body they may be the frame of its next part. Over TLS
/// it hears of bytes only once their record is whole; what holds a connection with a part of one, or with half a
/// handshake, is ended as idle.
final class HeadDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart

    private let limit: TimeAmount
    private var hasRead = false
    private var isInBody = false
    private var end: Scheduled<Void>?

    init(_ limit: TimeAmount) { self.limit = limit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasRead = true
        switch unwrapInboundIn(data) {
        case .head, .body: isInBody = true
        case .end: isInBody = false
        }
        end?.cancel()
        end = nil
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !hasRead, !isInBody, end == nil {
            let channel = context.channel
            end = context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
        }
        hasRead = false
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        end?.cancel()
        end = nil
        context.fireChannelInactive()
    }
}

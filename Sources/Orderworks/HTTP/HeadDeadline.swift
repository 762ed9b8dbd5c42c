import NIOCore

/// Ends a connection on which the head of a request comes too slowly: it would hold its place for as long as its client
/// likes, a byte at a time, and keep others out.
///
/// It stands behind the decoder, which hands on nothing before a head is whole: bytes that were read and led to
/// nothing are the beginning of one.
final class HeadDeadline: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = Never

    private let limit: TimeAmount
    private var hasRead = false
    private var end: Scheduled<Void>?

    init(_ limit: TimeAmount) { self.limit = limit }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasRead = true
        end?.cancel()
        end = nil
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if !hasRead, end == nil {
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

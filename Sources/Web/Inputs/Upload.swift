import Values

/// A body that is not JSON: a picture, a bank's signed event. The Input has a member `upload: Upload`.
package struct Upload: Sendable {
    package let mediaType: String
    package let bytes: [UInt8]
    /// Where the endpoint's body is `.stream`: the bytes as they come.
    package let stream: BodyStream?

    package init(mediaType: String, bytes: [UInt8], stream: BodyStream? = nil) {
        self.mediaType = mediaType
        self.bytes = bytes
        self.stream = stream
    }
}

extension Upload: Decodable {
    /// The body of the request that is being decoded. A decoder hands out JSON, which a picture is not.
    @TaskLocal static var arriving: Upload?

    static let sample = Upload(mediaType: "application/octet-stream", bytes: [])

    package init(from decoder: any Decoder) throws {
        guard let upload = Self.arriving else { throw Malformed("an upload comes as a request's body") }
        self = upload
    }
}

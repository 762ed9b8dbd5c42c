import Values
import Web

/// Signs requests to object storage: AWS Signature Version 4, with the body's hash in the signature
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html).
struct S3Signature {
    let accessKey: String
    let secretKey: Secret<String>
    let region: String

    private static let algorithm = "AWS4-HMAC-SHA256"
    private static let service = "s3"

    /// The header fields that sign it; all of them are sent, and no other is signed.
    /// - Parameters:
    ///   - path: percent-encoded, as it is sent.
    ///   - query: names and values, not encoded.
    func headers(
        _ method: Method, host: String, path: String, query: [(name: String, value: String)], bodyHash: String,
        at now: Instant
    ) -> Headers {
        let time = Self.time(now)
        let day = String(time.prefix(8))
        let scope = "\(day)/\(region)/\(Self.service)/aws4_request"
        let signed = "host;x-amz-content-sha256;x-amz-date"
        let request = [
            method.rawValue, path, Self.text(of: query),
            "host:\(host)", "x-amz-content-sha256:\(bodyHash)", "x-amz-date:\(time)", "", signed, bodyHash,
        ].joined(separator: "\n")
        let message = [Self.algorithm, time, scope, Digest.hex(Digest.sha256(request))].joined(separator: "\n")
        let key = [day, region, Self.service, "aws4_request"].reduce(Array("AWS4\(secretKey.reveal())".utf8)) {
            Digest.hmac(Array($1.utf8), key: $0)
        }
        let signature = Digest.hex(Digest.hmac(Array(message.utf8), key: key))
        return [
            "x-amz-content-sha256": bodyHash, "x-amz-date": time,
            "Authorization": "\(Self.algorithm) Credential=\(accessKey)/\(scope), SignedHeaders=\(signed), "
                + "Signature=\(signature)",
        ]
    }

    /// Sorted by name, everything but unreserved characters escaped.
    static func text(of query: [(name: String, value: String)]) -> String {
        query.map { (Percent.encoded($0.name), Percent.encoded($0.value)) }
            .sorted { $0.0 < $1.0 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// `20261123T093000Z`.
    private static func time(_ now: Instant) -> String {
        String(Instant(seconds: now.seconds).description.filter { $0 != "-" && $0 != ":" })
    }
}

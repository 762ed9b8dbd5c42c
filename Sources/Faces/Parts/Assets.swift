import Values
import Web

/// The look of all pages, their script or their icon. A browser keeps it and asks whether it has changed.
struct Asset: Page {
    let path: PagePath
    private let response: Response
    private let tag: String

    static let all = [
        Asset("/faces.css", PackageResources.faces_css, as: "text/css; charset=utf-8"),
        Asset("/faces.js", PackageResources.faces_js, as: "text/javascript; charset=utf-8"),
        Asset("/icon.svg", PackageResources.icon_svg, as: "image/svg+xml"),
    ]

    private init(_ path: PagePath, _ bytes: [UInt8], as mediaType: String) {
        self.path = path
        tag = "\"\(Digest.hex(Digest.sha256(bytes).prefix(12)))\""
        response = Response(200, headers: ["Content-Type": mediaType, "ETag": tag], body: bytes)
    }

    func show(_ visit: Visit) -> Response {
        guard visit.request.head.headers["If-None-Match"] == tag else { return response }
        return Response(304, headers: ["ETag": tag])
    }
}

import Values
import Web

/// A refusal as Stripe words it (https://docs.stripe.com/api/errors).
struct StripeError: Error {
    let status: Int
    let kind: Kind
    let code: String?
    let message: String
    var param: String?
    var declineCode: String?
    /// The payment it is about, shown with the error.
    var intent: PaymentIntent?
    var method: PaymentMethod?
    /// Whether the same idempotency key gets this answer again; what failed before any work began is forgotten.
    let isStored: Bool

    enum Kind: String {
        case api = "api_error"
        case card = "card_error"
        case idempotency = "idempotency_error"
        case invalidRequest = "invalid_request_error"
    }

    init(
        _ status: Int, _ kind: Kind, _ code: String? = nil, _ message: String, param: String? = nil,
        intent: PaymentIntent? = nil, isStored: Bool = true
    ) {
        self.status = status
        self.kind = kind
        self.code = code
        self.message = message
        self.param = param
        self.intent = intent
        self.isStored = isStored
    }

    var json: JSON {
        var error = JSON.Object()
        if let charge = intent?.latestCharge, declineCode != nil { error["charge"] = .string(charge.id.text) }
        if let code { error["code"] = .string(code) }
        if let declineCode { error["decline_code"] = .string(declineCode) }
        error["message"] = .string(message)
        if let param { error["param"] = .string(param) }
        if let intent { error["payment_intent"] = intent.json() }
        if let method { error["payment_method"] = method.json }
        error["type"] = .string(kind.rawValue)
        return ["error": .object(error)]
    }
}

extension StripeError {
    /// A parameter that can't be read; nothing was done.
    static func invalid(_ param: String, _ message: String, code: String? = nil) -> Self {
        Self(400, .invalidRequest, code, message, param: param, isStored: false)
    }

    static func missing(_ param: String) -> Self {
        invalid(param, "Missing required param: \(param).", code: "parameter_missing")
    }

    static func tooSmall(_ param: String) -> Self {
        invalid(param, "This value must be greater than or equal to 1.", code: "parameter_invalid_integer")
    }

    static func noSuch(_ noun: String, _ id: String, param: String, status: Int = 404) -> Self {
        Self(status, .invalidRequest, "resource_missing", "No such \(noun): '\(id)'", param: param)
    }

    static func unknownURL(_ head: Request.Head) -> Self {
        Self(404, .invalidRequest, nil, "Unrecognized request URL (\(head.method.rawValue): \(head.path)).")
    }

    /// The sandbox's own breakdown, on demand or because its store can't be written.
    static let brokenDown = Self(
        500, .api, nil, "An unknown error occurred.", isStored: false)

    static let tooManyRequests = Self(
        429, .invalidRequest, "rate_limit", "Too many requests hit the API too quickly.", isStored: false)

    static func keyReused(_ key: String) -> Self {
        Self(400, .idempotency, nil, "Keys for idempotent requests can only be used with the same parameters they were "
            + "first used with. Try using a key other than '\(key)' if you meant to execute a different request.",
            isStored: false)
    }

    static func keyInUse(_ key: String) -> Self {
        Self(409, .idempotency, "idempotency_key_in_use", "There is currently another in-progress request using this "
            + "Idempotent Key (that probably means you submitted twice, and the other request is still going through): "
            + "\(key). Please try again later.", isStored: false)
    }
}

import Foundation
import Logging
import Offer
import Reasoning
import SolverCaDiCaL
import Storage
import Values
import Web

/// `orderworks model import FILE.uvl`: stores a file in the Universal Variability Language as the draft of a product's
/// model, whole or not at all.
enum ModelImport {
    static let settings: [any DeclaredSetting] = [Known.product, Known.data, Known.database, Known.settings]

    /// Why nothing was stored: a line each for whoever asked.
    struct Refused: Error, Equatable {
        let sentences: [String]
    }

    /// - Parameter file: the path of the file.
    static func run(_ file: String, _ settings: Settings) async throws -> ExitCode {
        let place = DataFolder(settings).database
        guard let product = settings.ifSet(Known.product) else {
            Program.complain(["product: is needed"])
            return .misused
        }
        guard let bytes = FileManager.default.contents(atPath: file) else {
            Program.complain(["There is no file at \(file)."])
            return .misused
        }
        guard !place.isMissing else {
            Program.complain(["There is no shop at \(place.name)."])
            return .misused
        }
        let log = Program.log(.error)
        do {
            let database = try place.open(log: log)
            do {
                try await database.migrate(Wiring.migrations)
                let shop = Shop(database: database, time: SystemTime(), chance: SystemChance(), log: log)
                Program.say(try await store([UInt8](bytes), of: product, in: shop))
            } catch {
                await database.close()
                throw error
            }
            await database.close()
            return .done
        } catch let refused as Refused {
            Program.complain(refused.sentences.map { "\(file): \($0)" })
            return .failed
        } catch let failure as StorageFailure {
            Program.complain(["\(place.name) can't be used: \(failure.inWords)."])
            return .failed
        }
    }

    /// Says what was stored. Throws `Refused`.
    ///
    /// It asks the API's own endpoint, so that a file gets in by no other rules than what staff write.
    static func store(_ file: [UInt8], of product: ID<Product>, in shop: Shop) async throws -> String {
        let model: FeatureModel
        do throws(UVLFault) { model = try UVLReader.read(file) } catch { throw Refused(sentences: [error.description]) }
        let currency = try await shop.read { db in try PricingSettings.find(in: db).currencies.first } ?? .EUR
        let document: ModelDocument
        do throws(ImportedModel.Fault) {
            document = try ImportedModel(model, currency: currency).document
        } catch {
            throw Refused(sentences: [error.description])
        }
        let reasoners = Reasoners(source: CaDiCaL(), log: shop.log)
        let api = try Wiring.house("model import", Offer.endpoints(shop, reasoners), log: shop.log)
        let path = "/v1/products/\(product)/model/draft"
        let current = await api.respond(to: Request(.init(.get, path), body: []))
        try check(current)
        var headers = Headers()
        headers["Content-Type"] = "application/json"
        headers["If-Match"] = current.headers["ETag"]
        try check(await api.respond(
            to: Request(.init(.put, path, headers: headers), body: try JSONCoding.bytes(document))))
        return """
            Stored as the draft of \(product): \(document.groups.count) groups, \(document.options) options, \
            \(document.parameters.count) parameters, \(document.rules.count) rules. Nothing is published yet.
            """
    }

    private static func check(_ response: Response) throws(Refused) {
        guard !(200..<300).contains(response.status) else { return }
        let problem = try? JSON.parse(response.body)
        let title = problem?["title"]?.string ?? "The shop answered \(response.status)."
        let faults = (problem?["errors"]?.array ?? []).map { fault in
            "\(fault["pointer"]?.string ?? ""): \(fault["detail"]?.string ?? "")"
        }
        throw Refused(sentences: [title] + faults)
    }
}

extension ModelDocument {
    fileprivate var options: Int { groups.map(\.options.count).reduce(0, +) }
}

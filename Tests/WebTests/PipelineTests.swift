import Testbed
import Testing
import Values
import Web

@Suite("The pipeline")
struct PipelineTests {
    @Test("an endpoint's declaration is enough to be served")
    func served() async throws {
        let client = try TestClient([Counter.PutLine()], as: Anybody.guest())
        let answer = try await client.post("/v1/carts/c1/lines", ["product": "roof-box", "quantity": 2])
        #expect(answer.status == 201)
        #expect(answer.headers["Location"] == "/v1/carts/c1")
        #expect(answer.json == ["text": "c1/roof-box", "quantity": 2])
        #expect(answer.headers["X-Request-ID"] != nil)
    }
}

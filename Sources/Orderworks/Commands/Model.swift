/// `orderworks model import FILE`: what is done with a product's model outside of the shop's pages.
struct Model: Command {
    static let name = "model"
    static let sentence = """
        Stores a UVL file as the draft of a product's model, whole or not at all: orderworks model import FILE.
        """
    static let words = ["import", "FILE"]
    static let settings = ModelImport.settings

    private var words: [String] = []

    mutating func take(_ words: [String]) { self.words = words }

    func mistakes(in settings: Settings) -> [String] {
        words.first == "import" ? [] : ["\(words.first ?? ""): is nothing that is done with models; import is"]
    }

    func run(_ settings: Settings) async throws -> ExitCode {
        try await ModelImport.run(words.last ?? "", settings)
    }
}

import Foundation

/// nginx sending stored answers as files, with their head fields: a limit outside of this language.
struct Nginx {
    private static let executables = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"]
    private static let readinessLimit = 500
    /// Fields that nginx writes itself, and those that it takes from the configuration's other words.
    private static let own = ["content-length", "content-type", "date", "connection", "etag", "last-modified"]

    /// Starts nginx on a folder of its own. Throws when there is none.
    static func serve(_ answers: [StoredAnswer], folder: String) throws -> AnswerServer {
        guard let executable = executables.first(where: FileManager.default.isExecutableFile) else {
            throw Program.Failure(description: "nginx isn't installed: bin/libraries nginx")
        }
        let port = try BenchShop.freePort()
        for name in ["logs", "temporary"] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        }
        var locations = ""
        for (number, answer) in answers.enumerated() where answer.status == 200 {
            let file = "\(folder)/\(number).body"
            try Data(answer.body).write(to: URL(fileURLWithPath: file))
            locations += location(answer, file: file)
        }
        let configuration = configuration(folder, port, locations)
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: "\(folder)/nginx.conf"))
        let program = try Program(
            executable, ["-p", folder, "-c", "\(folder)/nginx.conf", "-e", "\(folder)/logs/error.log"],
            saying: "\(folder)/nginx.output")
        let server = AnswerServer("nginx", port: port, program: program) {
            // The master answers nothing: what counts is its workers' time.
            Program.childrenSeconds(of: program.number)
        }
        guard let path = answers.first?.path else { return server }
        for _ in 0..<readinessLimit {
            if (try? StoredAnswer.fetch(path, port: port)) != nil { return server }
            usleep(10_000)
        }
        throw Program.Failure(description: "nginx doesn't answer:\n\(program.said)")
    }

    /// The words of https://nginx.org/en/docs/dirindex.html. A connection stays for the whole run, and a file stays
    /// open from one request to the next.
    private static func configuration(_ folder: String, _ port: UInt16, _ locations: String) -> String {
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder)/temporary/\($0);" }.joined(separator: "\n    ")
        return """
            daemon off;
            worker_processes auto;
            pid \(folder)/nginx.pid;
            \(geteuid() == 0 ? "user root;" : "")
            events { worker_connections 1024; }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                tcp_nodelay on;
                keepalive_timeout 60s;
                keepalive_requests 1000000000;
                open_file_cache max=100 inactive=600s;
                open_file_cache_valid 600s;
                server_tokens off;
                \(temporary)
                types {}
                server {
                    listen 127.0.0.1:\(port);
            \(locations)
                }
            }

            """
    }

    private static func location(_ answer: StoredAnswer, file: String) -> String {
        let fields = answer.fields.filter { !own.contains($0.name.lowercased()) }
            .map { "            add_header \($0.name) \(quoted($0.value));\n" }.joined()
        let path = answer.path.prefix { $0 != "?" }
        return """
                    location = \(path) {
                        default_type \(quoted(answer["Content-Type"] ?? "application/octet-stream"));
                        alias \(file);
            \(fields)        }

            """
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}

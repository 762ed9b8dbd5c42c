import Synchronization

/// One SQL statement of a feature, written once as a static value in its `…Table.swift`.
///
/// Parameters are `$name`. What the two engines spell differently is a `Dialect` token in braces, for example
/// `{bytes}`. A driver prepares it once a connection, found by `number`.
package final class Statement: Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let text: String

    /// Counts up from 0 through all statements of the program: an index into a driver's prepared statements.
    package let number: Int

    /// Whether it may become one with what is sent beside it; see `joining`.
    package let joins: Bool

    private static let made = Mutex(0)

    package convenience init(_ text: String) { self.init(text, joins: false) }

    private init(_ text: String, joins: Bool) {
        self.text = text
        self.joins = joins
        number = Self.made.withLock { count in
            defer { count += 1 }
            return count
        }
    }

    package convenience init(stringLiteral text: String) { self.init(text) }

    /// A change that neither reads nor finds rows which others of its transaction change: `INSERT … VALUES (…)`, or an
    /// `UPDATE … WHERE …` of rows by their keys. Of those that are sent beside each other an engine may make one
    /// statement, in any order, each seeing what was there before all of them; so no two may mean the same row.
    package static func joining(_ text: String) -> Statement { Statement(text, joins: true) }

    package var description: String { text }
}

/// A statement's parameters, in the order in which the statement names them first (which binds fastest) or any other.
package typealias Parameters = KeyValuePairs<String, any Storable>

/// How an engine spells what SQL has no common word for.
package struct Dialect: Sendable {
    /// By token without braces: `bytes` (a column of bytes), `json` (a column of JSON), `strict` (behind a table's
    /// closing parenthesis), `identity` (a column's type when the database counts it up as the primary key),
    /// `skip locked` (behind the select that claims rows), `chance` (64 random bits), `renew edition` (what a trigger
    /// does that tells of a change to a reference table), `refuse` (what a trigger does that lets no change happen);
    /// `for sqlite` and `end sqlite`, `for postgres` and `end postgres` (around what one engine alone reads, in
    /// migrations).
    package let words: [String: String]

    /// Column types of the common dialect that the engine calls otherwise. They are replaced in migrations alone:
    /// SQLite's strict tables know `INTEGER` (of 64 bits), PostgreSQL's `INTEGER` has 32.
    package let types: [String: String]

    package init(words: [String: String], types: [String: String] = [:]) {
        self.words = words
        self.types = types
    }

    /// The statement's text with every token spelt out.
    package func spell(_ text: String) -> String {
        guard text.contains("{") else { return text }
        return words.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
    }

    /// The same for a migration's statement, whose column types are spelt out too.
    package func spellSchema(_ text: String) -> String {
        types.reduce(spell(text)) { $0.replacing($1.key, with: $1.value) }
    }
}

/// A numbered change of the schema, made once, in a transaction of its own.
package struct Migration: Sendable {
    package let number: Int
    package let name: String
    package let statements: [String]

    /// Numbers are the shop's, not a context's, and never change once landed.
    package init(_ number: Int, _ name: String, _ statements: String...) {
        self.init(number, name, statements)
    }

    package init(_ number: Int, _ name: String, _ statements: [String]) {
        self.number = number
        self.name = name
        self.statements = statements
    }
}

extension Migration {
    /// The tables of jobs and events.
    package static let storage = [JobTable.migration, EventTable.migration, JobTable.subjects]
}

extension Site {
    /// All pages; the first whose path fits is asked.
    static func pages(_ surroundings: Surroundings) -> [any Page] {
        let mails: [any Page] = surroundings.mailbox.map {
            [MailboxPage(mails: $0), MailPage(mails: $0), MailContent(mails: $0)]
        } ?? []
        let document = ReferenceDocument(json: surroundings.document)
        let common: [any Page] = [
            ReferencePage(document: document), ReferenceChapter(document: document), SchemaPage(document: document),
            LanguageChoice(), PartsPage(),
        ]
        return common + Asset.all + Storefront.pages + Console.pages + mails
    }
}

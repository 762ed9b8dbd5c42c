import People
import Storage
import Testbed
import Testing
import Values
import Web

@Suite("Staff")
struct StaffTests {
    @Test("the first owner comes by the printed link, once; a later start makes the earlier link void")
    func owner() async throws {
        let people = try await PeopleShop()
        let first = try #require(try await people.ports.ownerToken())
        people.time.advance(by: .seconds(1))
        let second = try #require(try await people.ports.ownerToken())
        func make(_ token: String, _ email: String) async throws -> TestAnswer {
            try await people.client().post("/v1/owner", [
                "token": .string(token), "email": .string(email), "name": "Olga",
                "password": .string(PeopleShop.password),
            ])
        }
        #expect(try await make(first, "olga@example.org").problem == "unknown-link")
        let made = try await make(second, "olga@example.org")
        #expect(made.status == 201 && made.json["next"] == "none")
        #expect(try await make(second, "eve@example.org").problem == "unknown-link")
        #expect(try await people.ports.ownerToken() == nil)
        let owner = people.client(made.json["token"]?.string)
        let caller = try await owner.get("/v1/caller").json
        #expect(caller["kind"] == "staff" && caller["email"] == "olga@example.org")
        #expect(caller["permissions"]?.array?.count == Permission.allCases.count)
    }

    @Test("somebody is invited, comes, works, is suspended, comes back and is let go")
    func invited() async throws {
        let people = try await PeopleShop()
        let boss = try await people.owner()
        let owner = people.client(boss)
        let clerk = people.client(try await people.staff("warehouse", by: boss))
        #expect(try await clerk.get("/v1/keys").status == 403)
        let listed = try await owner.get("/v1/staff").json["items"]?.array ?? []
        let id = try #require(listed.first { $0["role"] == "warehouse" }?["id"]?.string)
        let audited = try await owner.put("/v1/staff/\(id)", ["role": "auditor"])
        #expect(audited.json["role"] == "auditor")
        #expect(try await clerk.get("/v1/audit").status == 200)
        #expect(try await owner.put("/v1/staff/\(id)", ["role": "auditor", "isSuspended": true]).status == 200)
        #expect(try await clerk.get("/v1/audit").status == 401)
        let door = "/v1/staff/sessions"
        #expect(try await people.logIn("warehouse@example.org", at: door).problem == "wrong-login")
        #expect(try await owner.put("/v1/staff/\(id)", ["role": "auditor", "isSuspended": false]).status == 200)
        #expect(try await people.logIn("warehouse@example.org", at: door).status == 201)
        #expect(try await owner.delete("/v1/staff/\(id)").status == 204)
        #expect(try await people.logIn("warehouse@example.org", at: door).problem == "wrong-login")
        let trail = try await owner.get("/v1/audit").json["items"]?.array?.compactMap { $0["what"]?.string } ?? []
        for what in ["staff.invite", "staff.join", "staff.assign", "staff.dismiss"] { #expect(trail.contains(what)) }
    }

    @Test("the last owner stays an owner")
    func lastOwner() async throws {
        let people = try await PeopleShop()
        let owner = people.client(try await people.owner())
        let id = try #require(try await owner.get("/v1/staff").json["items"]?[0]?["id"]?.string)
        #expect(try await owner.put("/v1/staff/\(id)", ["role": "sales"]).problem == "last-owner")
        #expect(try await owner.put("/v1/staff/\(id)", ["role": "owner", "isSuspended": true]).problem == "last-owner")
        #expect(try await owner.delete("/v1/staff/\(id)").problem == "last-owner")
        #expect(try await owner.post("/v1/account/closing", ["password": .string(PeopleShop.password)]).problem
            == "last-owner")
    }

    @Test("an administrator makes no owner, and touches none")
    func administrator() async throws {
        let people = try await PeopleShop()
        let owner = try await people.owner()
        let admin = people.client(try await people.staff("administrator", by: owner))
        let invitation: JSON = ["email": "x@example.org", "name": "X", "role": "owner"]
        #expect(try await admin.post("/v1/staff", invitation).problem == "role-beyond-yours")
        let listed = try await admin.get("/v1/staff").json["items"]?.array ?? []
        let boss = try #require(listed.first { $0["role"] == "owner" }?["id"]?.string)
        #expect(try await admin.put("/v1/staff/\(boss)", ["role": "sales"]).problem == "role-beyond-yours")
        #expect(try await admin.delete("/v1/staff/\(boss)").problem == "role-beyond-yours")
        #expect(try await admin.delete("/v1/staff/\(boss)/second-factor").problem == "role-beyond-yours")
        let mine = try #require(listed.first { $0["role"] == "administrator" }?["id"]?.string)
        #expect(try await admin.put("/v1/staff/\(mine)", ["role": "owner"]).problem == "role-beyond-yours")
        #expect(try await admin.put("/v1/roles/x", ["name": "X", "permissions": []]).status == 403)
    }

    @Test("an invitation sent again is another link, and the earlier one is void")
    func invitedAgain() async throws {
        let people = try await PeopleShop()
        let owner = people.client(try await people.owner())
        let invitation: JSON = ["email": "w@example.org", "name": "W", "role": "works"]
        _ = try await owner.post("/v1/staff", invitation)
        let first = try people.token(.invitation)
        people.time.advance(by: .seconds(1))
        #expect(try await owner.post("/v1/staff", invitation).status == 201)
        func join(_ token: String) async throws -> TestAnswer {
            try await people.client().post("/v1/staff/invitations/acceptance", [
                "token": .string(token), "password": .string(PeopleShop.password),
            ])
        }
        #expect(try await join(first).problem == "unknown-link")
        #expect(try await join(try people.token(.invitation)).status == 201)
        #expect(try await owner.post("/v1/staff", invitation).problem == "address-taken")
    }
}

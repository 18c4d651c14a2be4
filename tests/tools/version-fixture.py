#!/usr/bin/env python3
"""Makes the fixture of one schema version: what a real server of that version stored, as SQL that can be reviewed.

    dotnet build src/Roster
    python3 tests/tools/version-fixture.py src/Roster/bin/Debug/net10.0/roster > tests/Roster.Storage.Tests/Migrations/version1.sql
    python3 tests/tools/version-fixture.py src/Roster/bin/Debug/net10.0/roster --postgres tests/Roster.Storage.Tests/Migrations

The second writes what the same server stored on PostgreSQL (postgres1.sql), and beside it what it answered (postgres1.json).
Run it once with the last program that has the version, and keep the result: it stands for the installations that are out there. Ids, times, tokens
and hashes are other ones with each run. The server is started on a folder of its own, filled over HTTP and by commands, stopped, and its tables are written
out in the order of their keys; documents, which are bytes, as the text that they are.
"""
import http.client, json, os, re, signal, socket, sqlite3, subprocess, sys, tempfile, time, urllib.parse

program = os.path.abspath(sys.argv[1])
CLIENT, SECRET = "fixture", "the-fixture-has-a-secret-that-everybody-knows"
USER, GROUP = "urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
OWN = "urn:example:params:scim:schemas:extension:acme:1.0:User"
LOCKER = "urn:example:params:scim:schemas:core:1.0:Locker"

target = sys.argv[3] if sys.argv[2:3] == ["--postgres"] else None
POSTGRES = "/usr/lib/postgresql/15/bin/"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_postgres(*words, **more):
    # PostgreSQL does not run as root.
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
    return subprocess.run([*user, POSTGRES + words[0], *words[1:]], check=True, cwd="/", **more)


folder = tempfile.TemporaryDirectory()
port = free_port()
environment = {**os.environ, "ROSTER_Data": folder.name, "ROSTER_Urls": f"http://127.0.0.1:{port}", "ROSTER_Bootstrap__ClientId": CLIENT,
               "ROSTER_Bootstrap__ClientSecret": SECRET, "ROSTER_RateLimit__RequestsPerMinute": "0", "ROSTER_PublicUrl": "https://roster.example"}
if target:
    cluster, database_port = tempfile.TemporaryDirectory(), free_port()
    os.chmod(cluster.name, 0o777)
    data, connect = cluster.name + "/data", ["-h", "127.0.0.1", "-p", str(database_port), "-U", "admin"]
    as_postgres("initdb", "-D", data, "--username=admin", "--auth=trust", "--encoding=UTF8", "--no-sync", stdout=subprocess.DEVNULL)
    as_postgres("pg_ctl", "-D", data, "-w", "-o", f"-c port={database_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=", "-l", data + "/log", "start", stdout=subprocess.DEVNULL)
    for sql in ("CREATE ROLE roster LOGIN", "CREATE DATABASE roster OWNER roster", "\\connect roster\nCREATE EXTENSION pg_trgm"):
        as_postgres("psql", *connect, "-q", "postgres", input=sql, text=True)
    environment["ROSTER_Storage__ConnectionString"] = f"Host=127.0.0.1;Port={database_port};Database=roster;Username=roster"


def command(*words):
    done = subprocess.run([program, *words, "--json"], env=environment, cwd=folder.name, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def send(method, path, body=None, token=None, kind="application/scim+json"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": kind} if body is not None else {}
    if token:
        headers["Authorization"] = "Bearer " + token
    connection.request(method, path, json.dumps(body) if isinstance(body, dict) else body, headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    if answer.status >= 300:
        raise SystemExit(f"{method} {path}: {answer.status} {text!r}")
    return json.loads(text) if text else None


def token_of(client, secret):
    form = f"grant_type=client_credentials&client_id={client}&client_secret={secret}"
    return send("POST", "/oauth/token", form, kind="application/x-www-form-urlencoded")["access_token"]


def fill(token, people, prefix):
    def user(number, **more):
        name = f"{prefix}{number:02}"
        return send("POST", "/scim/v2/Users", {
            "schemas": [USER], "userName": f"{name.title()}@Example.org", "displayName": f"Person {name}", "externalId": f"ext-{name}",
            "name": {"givenName": "Zoë" if number % 3 == 0 else "Jürgen", "familyName": f"O’Neill-{number}"}, "title": ["Agent", "Clerk", "Cook"][number % 3],
            "active": number % 4 != 2, "emails": [{"value": f"{name}@example.org", "type": "work", "primary": True}, {"value": f"{name}@home.example", "type": "home"}], **more}, token)["id"]

    ids = [user(1, password="correct horse battery staple", roles=[{"value": "supervisor"}])]
    ids += [user(n, **({ENTERPRISE: {"employeeNumber": f"E{n}", "department": "Ops", "manager": {"value": ids[0]}}, "schemas": [USER, ENTERPRISE]} if n % 2 else {})) for n in range(2, people + 1)]

    def group(name, members):
        return send("POST", "/scim/v2/Groups", {"schemas": [GROUP], "displayName": f"{prefix} {name}", "members": [{"value": m} for m in members]}, token)["id"]

    # Members neither in the order of their rows nor of their ids.
    inner = group("inner", ids[4:1:-1])
    outer = group("outer", [ids[0], inner, ids[5]])
    group("empty", [])
    group("around", [outer, inner])

    def patch(path, *operations):
        send("PATCH", path, {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations}, token)

    patch(f"/scim/v2/Groups/{outer}", {"op": "remove", "path": f'members[value eq "{ids[0]}"]'})
    patch(f"/scim/v2/Groups/{outer}", {"op": "add", "path": "members", "value": [{"value": ids[1]}, {"value": ids[0]}]})
    patch(f"/scim/v2/Users/{ids[1]}", {"op": "replace", "path": "title", "value": "Chef"}, {"op": "remove", "path": "externalId"})

    gone = [user(people + 1), user(people + 2), user(people + 3)]
    doomed = group("doomed", [gone[0], ids[0]])
    for one in gone:
        send("DELETE", f"/scim/v2/Users/{one}", token=token)
    send("DELETE", f"/scim/v2/Groups/{doomed}", token=token)
    return ids, gone


server = subprocess.Popen([program, "serve"], env=environment, cwd=folder.name, stdout=subprocess.DEVNULL)
try:
    for _ in range(300):
        try:
            send("GET", "/health/ready")
            break
        except OSError:
            time.sleep(0.1)

    root = token_of(CLIENT, SECRET)
    command("tenant", "add", "acme")
    command("tenant", "add", "empty-org")
    command("tenant", "add", "dormant")
    command("tenant", "settings", "acme", "--set", "maxCount=100", "--set", "deletedRetentionDays=null")
    command("catalogue", "add", "skills", "Knots & <ropes>", "--tenant", "acme")
    client = command("client", "add", "--tenant", "acme", "--name", "acme's IdP", "--permissions", "all")
    command("client", "rotate", client["clientId"])
    command("client", "revoke", command("client", "add", "--tenant", "acme", "--name", "old", "--permissions", "directory:user:view")["clientId"])
    acme = token_of(client["clientId"], client["clientSecret"])

    send("POST", "/admin/v1/schemas", {"id": OWN, "name": "Acme", "attributes": [
        {"name": "desk", "uniqueness": "server"}, {"name": "since", "type": "dateTime"}, {"name": "floor", "type": "integer"}]}, acme, "application/json")
    send("PUT", "/admin/v1/resource-types/User", {"schemaExtensions": [{"schema": OWN}]}, acme, "application/json")
    send("POST", "/admin/v1/schemas", {"id": LOCKER, "name": "Locker", "attributes": [{"name": "label", "required": True, "uniqueness": "server"}]}, acme, "application/json")
    with open(os.path.join(folder.name, "locker.json"), "w") as file:
        json.dump({"name": "Locker", "endpoint": "/Lockers", "schema": LOCKER}, file)
    command("resource-type", "set", file.name, "--tenant", "acme")
    for path in ("title", "name.familyName", OWN + ":since", OWN + ":floor"):
        command("index", "add", "User", path, "--tenant", "acme")
    command("index", "add", "User", "nickName", "--tenant", "acme")
    command("index", "drop", "User", "nickName", "--tenant", "acme")
    time.sleep(2)

    fill(root, 6, "dana")
    people, gone = fill(acme, 10, "amir")
    send("POST", "/scim/v2/Users", {"schemas": [USER, OWN], "userName": "at-a-desk", OWN: {"desk": "4-12", "since": "2020-02-29T12:00:00Z", "floor": 4}}, acme)
    for label in ("A1", "A2"):
        send("POST", "/scim/v2/Lockers", {"schemas": [LOCKER], "label": label}, acme)
    command("deleted", "purge", "User", gone[1], "--tenant", "acme")
    command("deleted", "restore", "User", gone[2], "--tenant", "acme")
    command("token", "add", "--client", client["clientId"], "--name", "entra", "--days", "3650")
    own = command("token", "add", "--client", client["clientId"], "--name", "own", "--user", people[0])["token"]
    command("tenant", "suspend", "dormant")
    time.sleep(1)
    if target:
        # Nothing of what the server itself defines, which may grow.
        lists = ["/scim/v2/Users?count=100", "/scim/v2/Users?sortBy=name.familyName&count=4&startIndex=2", '/scim/v2/Users?filter=title eq "chef" or emails.value co "@HOME"',
                 "/scim/v2/Users?filter=not (externalId pr)", "/scim/v2/Groups?count=100", "/scim/v2/Groups?attributes=members,members.display", "/scim/v2/?count=100",
                 "/api/v2/scim/v2/users?count=100", "/api/v2/scim/v2/groups?count=100", "/admin/v1/deleted", "/admin/v1/changes?count=500", "/admin/v1/indexes", "/admin/v1/clients",
                 "/admin/v1/catalogues/skills"]
        callers = [
            {"clientId": CLIENT, "clientSecret": SECRET, "answers": lists + ["/admin/v1/tenants"]},
            {"clientId": client["clientId"], "clientSecret": client["clientSecret"], "answers": lists + [
                "/scim/v2/Lockers", f"/scim/v2/Users?filter={OWN}:floor ge 4", f'/scim/v2/Users?filter={OWN}:desk eq "4-12"', f"/scim/v2/Users/{people[0]}",
                f"/admin/v1/schemas/{OWN}", "/admin/v1/resource-types/Locker"]},
            {"token": own, "answers": ["/scim/v2/Me"]}]
        for caller in callers:
            token = caller.get("token") or token_of(caller["clientId"], caller["clientSecret"])
            caller["answers"] = {path: send("GET", urllib.parse.quote(path, safe="/?&=:"), token=token) for path in caller["answers"]}
finally:
    server.send_signal(signal.SIGTERM)
    server.wait(60)

if target:
    dump = as_postgres("pg_dump", *connect, "--column-inserts", "--no-owner", "--no-privileges", "--no-comments", "roster", stdout=subprocess.PIPE, text=True).stdout
    version = as_postgres("psql", *connect, "-At", "roster", input="SELECT count(*) FROM schemaversions", stdout=subprocess.PIPE, text=True).stdout.strip()
    as_postgres("pg_ctl", "-D", data, "-m", "immediate", "stop", stdout=subprocess.DEVNULL)
    # What only psql understands goes, documents are shown as the text that they are.
    lines = [line for line in dump.splitlines() if line and not line.startswith(("--", "\\"))]
    text = re.sub(r"'\\x(7b[0-9a-f]*)'", lambda found: "convert_to('" + bytes.fromhex(found[1]).decode().replace("'", "''") + "', 'UTF8')", "\n".join(lines))
    with open(os.path.join(target, f"postgres{version}.sql"), "w") as file:
        file.write(f"-- What a server with schema version {version} stored. Made by tests/tools/version-fixture.py; not to be edited.\n{text}\n")
    with open(os.path.join(target, f"postgres{version}.json"), "w") as file:
        # A line for each answer.
        one = lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        file.write('{"what": "What the server answered that stored it. Made by tests/tools/version-fixture.py; not to be edited.", "callers": [\n' + ",\n".join(
            one({key: value for key, value in caller.items() if key != "answers"})[:-1] + ',"answers":{\n' + ",\n".join(f"{one(path)}:{one(answer)}" for path, answer in caller["answers"].items()) + "\n}}"
            for caller in callers) + "\n]}\n")
    raise SystemExit


def literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    try:
        text = value.decode()
        if text.startswith("{"):
            return f"CAST({literal(text)} AS BLOB)"
    except UnicodeDecodeError:
        pass
    return f"X'{value.hex().upper()}'"


database = sqlite3.connect(os.path.join(folder.name, "roster.db"))
print(f"-- What a server with schema version {database.execute('PRAGMA user_version').fetchone()[0]} stored. Made by tests/tools/version-fixture.py; not to be edited.")
print("BEGIN;")
objects = database.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid").fetchall()
for kind, name, sql in objects:
    if kind != "trigger":
        print(sql + ";")
print("ANALYZE sqlite_schema;")
tables = [name for kind, name, _ in objects if kind == "table"] + ["sqlite_stat1", "sqlite_sequence"]
for table in tables:
    columns = database.execute("SELECT name, pk FROM pragma_table_info(?)", (table,)).fetchall()
    key = [name for name, place in sorted(columns, key=lambda c: c[1]) if place] or [name for name, _ in columns]
    names = ", ".join(name for name, _ in columns)
    for row in database.execute(f"SELECT {names} FROM {table} ORDER BY {', '.join(key)}"):
        print(f"INSERT INTO {table} ({names}) VALUES ({', '.join(map(literal, row))});")
# Last, as what they would write is among the rows.
for kind, name, sql in objects:
    if kind == "trigger":
        print(sql + ";")
print("COMMIT;")
print(f"PRAGMA user_version = {database.execute('PRAGMA user_version').fetchone()[0]};")

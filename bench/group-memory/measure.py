#!/usr/bin/env python3
"""How much memory a server needs for one PUT, GET and PATCH of a large group.

    dotnet build src/Roster -c Release
    python3 bench/group-memory/measure.py src/Roster/bin/Release/net10.0/roster [members]

The server is a process of its own. It is warmed up with a group of 2,000 members; then each request is sent once, and the peak of the anonymous
memory (RssAnon in /proc/PID/status, read every 2 ms) is compared with what it was before. That counts garbage which is not collected yet, so it is
what the machine must have, whatever the collector thinks of it.
"""
import http.client, json, os, socket, subprocess, sys, tempfile, threading, time

program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
secret = "s" * 43
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]

folder = tempfile.TemporaryDirectory()
server = subprocess.Popen([program, "serve"], stdout=subprocess.DEVNULL, env={
    **os.environ, "ROSTER_Data": folder.name, "ROSTER_Urls": f"http://127.0.0.1:{port}", "ROSTER_Bootstrap__ClientId": "bench",
    "ROSTER_Bootstrap__ClientSecret": secret, "ROSTER_RateLimit__RequestsPerMinute": "0"})


def send(method, path, body=None, token=None, kind="application/scim+json"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    headers = {"Content-Type": kind} if body is not None else {}
    if token:
        headers["Authorization"] = "Bearer " + token
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    size, data = 0, b""
    while part := answer.read(65536):
        size += len(part)
        data = part if size == len(part) else data[:200]
    connection.close()
    if answer.status >= 300:
        raise SystemExit(f"{method} {path}: {answer.status} {data[:500]!r}")
    return data, size


def anonymous():
    with open(f"/proc/{server.pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssAnon")) / 1024


def measured(name, method, path, body=None):
    time.sleep(2)
    before, peak, done = anonymous(), [0], threading.Event()

    def watch():
        while not done.is_set():
            peak[0] = max(peak[0], anonymous())
            time.sleep(0.002)

    watcher = threading.Thread(target=watch)
    watcher.start()
    started = time.perf_counter()
    _, size = send(method, path, body, token)
    elapsed = time.perf_counter() - started
    done.set()
    watcher.join()
    print(f"{name:38} {before:6.0f} MiB before, peak +{peak[0] - before:5.1f} MiB, {elapsed:6.2f} s, request {len(body or '') / 1048576:5.1f} MiB, answer {size / 1048576:5.1f} MiB", flush=True)


try:
    for _ in range(300):
        try:
            token = json.loads(send("POST", "/oauth/token", f"grant_type=client_credentials&client_id=bench&client_secret={secret}", kind="application/x-www-form-urlencoded")[0])["access_token"]
            break
        except (OSError, ConnectionError):
            time.sleep(0.2)

    ids = [None] * count

    def create(start):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        for n in range(start, count, 64):
            connection.request("POST", "/scim/v2/Users", json.dumps({"userName": f"user{n}", "displayName": f"Person {n}"}),
                               {"Content-Type": "application/scim+json", "Authorization": "Bearer " + token})
            ids[n] = json.loads(connection.getresponse().read())["id"]

    workers = [threading.Thread(target=create, args=(s,)) for s in range(64)]
    [w.start() for w in workers]
    [w.join() for w in workers]

    def body(name, members):
        return json.dumps({"displayName": name, "members": [{"value": m} for m in members]})

    warm = json.loads(send("POST", "/scim/v2/Groups?attributes=id", body("Warm", ids[:2000]), token)[0])["id"]
    for _ in range(5):
        send("PUT", f"/scim/v2/Groups/{warm}", body("Warm", ids[2000:4000]), token)
        send("PUT", f"/scim/v2/Groups/{warm}", body("Warm", ids[:2000]), token)
        send("GET", f"/scim/v2/Groups/{warm}", None, token)
    group = json.loads(send("POST", "/scim/v2/Groups?attributes=id", body("Large", []), token)[0])["id"]
    path = f"/scim/v2/Groups/{group}"
    measured(f"PUT of {count} new members", "PUT", path, body("Large", ids))
    measured("the same PUT again", "PUT", path, body("Large", ids))
    measured("GET", "GET", path)
    measured("GET with names", "GET", path + "?attributes=members")
    measured("PATCH add of one who is there", "PATCH", path + "?excludedAttributes=members", json.dumps({"Operations": [{"op": "add", "path": "members", "value": [{"value": ids[0]}]}]}))
    measured("PATCH remove of one", "PATCH", path + "?excludedAttributes=members", json.dumps({"Operations": [{"op": "remove", "path": f'members[value eq "{ids[5]}"]'}]}))
    measured("PATCH replace of all", "PATCH", path + "?excludedAttributes=members", json.dumps({"Operations": [{"op": "replace", "path": "members", "value": [{"value": i} for i in ids]}]}))
    measured("page of 500 members", "GET", path + "/members?count=500&startIndex=50001")
    measured("page of members, display co", "GET", path + "/members?filter=display%20co%20%2299%22")
    measured("PUT that removes all", "PUT", path, body("Large", []))
finally:
    server.terminate()
    server.wait()

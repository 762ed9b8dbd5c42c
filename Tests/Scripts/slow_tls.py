"""A client that speaks TLS and takes its time with what is named: slow_tls.py PORT WHAT. Says the answer's first line,
or `ended` when the server hung up first."""
import json
import socket
import ssl
import sys
import time

port, what = int(sys.argv[1]), sys.argv[2]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
tls = context.wrap_bio(incoming, outgoing)
connection = socket.create_connection(("127.0.0.1", port))
connection.settimeout(20)
GET = b"GET / HTTP/1.1\r\nHost: shop\r\n\r\n"


class Ended(Exception):
    pass


def receive():
    try:
        data = connection.recv(65536)
    except ConnectionError:
        data = b""
    if not data:
        raise Ended()
    incoming.write(data)


def flush(step=None):
    """Sends what there is; `step` bytes at a time, ten times a second."""
    data = outgoing.read()
    while data:
        try:
            connection.sendall(data[:step])
        except ConnectionError:
            raise Ended()
        data = data[step:] if step else b""
        time.sleep(0.1 if step else 0)


def ask(call):
    while True:
        try:
            return call()
        except ssl.SSLWantReadError:
            flush()
            receive()


def answer():
    """All of it: the first line."""
    data = b""
    while b"\r\n\r\n" not in data or len(data.split(b"\r\n\r\n", 1)[1]) < 4:
        data += ask(lambda: tls.read(65536))
        if not data:
            raise Ended()
    return data.split(b"\r\n")[0].decode()


def say(data, step=None):
    """In one record, which goes out `step` bytes at a time."""
    tls.write(data)
    flush(step)


def spell(data):
    """Each byte in a record of its own."""
    for place in range(len(data)):
        say(data[place:place + 1])
        time.sleep(0.1)


try:
    if what == "handshake":
        try:
            tls.do_handshake()
        except ssl.SSLWantReadError:
            flush(4)
    ask(tls.do_handshake)
    flush()
    if what == "late":
        time.sleep(2)
        say(GET)
    elif what == "body":
        say(b"POST /all HTTP/1.1\r\nHost: shop\r\nContent-Length: 3000\r\n\r\n")
        say(b"x" * 3000, 150)
    elif what == "chunks":
        say(b"POST /all HTTP/1.1\r\nHost: shop\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + b"x" * 1000)
        time.sleep(0.3)
        say(b"\r\n")
        time.sleep(2)
        say(b"0\r\n\r\n")
    elif what == "head":
        spell(GET)
    elif what == "handshake":
        say(GET)
    else:
        say(GET)
        answer()
        time.sleep(2)
        say(GET) if what == "again" else spell(GET)
    print(json.dumps({"answer": answer()}), flush=True)
except (Ended, ssl.SSLError):
    print(json.dumps({"answer": "ended"}), flush=True)

"""An HTTP server that does what it is told, for trying out a client. Prints its port first.

    /echo            answers the request as JSON, with the number of its connection
    /bytes/N         N bytes
    /never           takes the request and never answers
    /reset           takes the request and cuts the connection
    /half            answers half of what it announces and hangs up
    /interim         an interim answer (103) with fields of its own before the final one
"""
import json
import socket
import struct
import sys
import threading

connections = 0


def serve(connection, number):
    stream = connection.makefile("rb")
    while True:
        line = stream.readline().decode("latin-1")
        if not line:
            return
        method, path, _ = line.split(" ", 2)
        headers = []
        while (field := stream.readline().decode("latin-1").rstrip("\r\n")):
            headers.append(field.split(": ", 1) if ": " in field else [field.rstrip(":"), ""])
        length = next((int(v) for n, v in headers if n.lower() == "content-length"), 0)
        body = stream.read(length).decode()
        if path == "/never":
            continue
        if path == "/reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            stream.close()
            connection.close()
            return
        if path == "/half":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf!")
            stream.close()
            connection.shutdown(socket.SHUT_RDWR)
            return
        if path == "/interim":
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\nX-Early: yes\r\n\r\n")
        if path.startswith("/bytes/"):
            answer = b"x" * int(path.rsplit("/", 1)[1])
        else:
            answer = json.dumps({"method": method, "path": path, "headers": headers, "body": body,
                                 "connection": number}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(answer)}\r\nX-Twice:  one \r\nX-Twice: two\r\n\r\n"
        connection.sendall(head.encode() + (b"" if method == "HEAD" else answer))


def accept(listener):
    global connections
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connections += 1
        threading.Thread(target=serve, args=(connection, connections), daemon=True).start()


listener = socket.create_server(("127.0.0.1", 0), backlog=512)
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
threading.Thread(target=accept, args=(listener,), daemon=True).start()
# Ends with the test that started it.
sys.stdin.read()

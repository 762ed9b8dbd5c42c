"""A proxy before a database that cuts the first connection over which a statement comes. Prints its port first.

cutting_proxy.py HOST PORT before|after STATEMENT: without letting it through, or once the server has answered it.
"""
import json
import socket
import sys
import threading

host, port, when, statement = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4].encode()
armed = threading.Event()
armed.set()


def carry(client):
    server = socket.create_connection((host, port))
    cut = threading.Event()

    def back():
        try:
            while data := server.recv(65536):
                if cut.is_set():
                    break
                client.sendall(data)
        except OSError:
            pass
        for end in (client, server):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    threading.Thread(target=back, daemon=True).start()
    try:
        while data := client.recv(65536):
            if statement in data and armed.is_set():
                armed.clear()
                cut.set()
                print(json.dumps({"cut": True}), flush=True)
                if when == "before":
                    break
            server.sendall(data)
    except OSError:
        pass
    if not cut.is_set() or when == "before":
        for end in (client, server):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


listener = socket.create_server(("127.0.0.1", 0))
print(json.dumps({"port": listener.getsockname()[1]}), flush=True)


def serve():
    while True:
        threading.Thread(target=carry, args=(listener.accept()[0],), daemon=True).start()


threading.Thread(target=serve, daemon=True).start()
sys.stdin.read()

"""Two servers of Orderworks on one database, and the sandbox bank, each a process of its own."""

import json
import os
import pathlib
import secrets
import subprocess
import urllib.error
import urllib.request

from cluster import Broken, wait
from network import Network

BANK = "127.0.0.1:8099"
BANK_KEY, EVENT_SECRET = "sk_test_torture", "whsec_torture"

UNSETTLED = """
    SELECT 'order', state, COUNT(*) FROM sales_order WHERE state = 'pending' GROUP BY state
    UNION ALL SELECT 'job', kind, COUNT(*) FROM job GROUP BY kind
    UNION ALL SELECT 'payment attempt', state, COUNT(*) FROM payment_attempt
        WHERE look_at IS NOT NULL OR state = 'capturing' GROUP BY state
    """


class Shop:
    """Buyers and the bank reach its servers through HAProxy, by turns."""

    URL = f"http://{Network.ADDRESS}:8080"

    def __init__(self, program, folder, database, ports=(8091, 8092)):
        self.program, self.folder = program, folder
        # Not as a flag, which whoever lists processes could read.
        self.environment = os.environ | {"ORDERWORKS_DATABASE": database}
        self.ports = ports
        self.bank = None
        self.servers = []
        self.staff_key = ""
        # Orders' secrets are derived from it: an order that one server placed is shown by the other.
        self.secret_key = secrets.token_hex(32)

    def data(self, port):
        return f"{self.folder}/data-{port}"

    def log(self, name):
        return f"{self.folder}/{name}.log"

    @property
    def books(self):
        return f"{self.folder}/bank.journal"

    # Opening and closing

    def open(self):
        """One server after the other: the first one makes the tables and tells the key of staff."""
        self.bank = self._run("bank", "sandbox-bank", "--store", self.books, "--port", BANK.split(":")[1],
                              "--secret-key", BANK_KEY, "--webhook-url", f"{self.URL}/v1/bank-events",
                              "--webhook-secret", EVENT_SECRET, "--log-level", "warning")
        for port in self.ports:
            self.servers.append(self._run(
                f"server-{port}", "serve", "--data", self.data(port), "--port", str(port),
                "--secret-key", self.secret_key, "--public-url", self.URL, "--bank-url", f"http://{BANK}",
                "--bank-secret-key", BANK_KEY, "--bank-webhook-secret", EVENT_SECRET))
            self.wait_ready(120)
        wait(30, lambda: "HAProxy has found no server", lambda: self.is_ready(self.URL))
        greeting = pathlib.Path(self.log(f"server-{self.ports[0]}")).read_text()
        self.staff_key = next(line.strip() for line in greeting.splitlines() if line.startswith("  ow_"))

    def _run(self, name, *arguments):
        with open(self.log(name), "ab") as output:
            return subprocess.Popen([self.program, *arguments], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                    env=self.environment)

    def close(self):
        """Politely, and without mercy half a minute later."""
        for process in [*self.servers, self.bank]:
            if process:
                process.terminate()
        for process in [*self.servers, self.bank]:
            if process:
                try:
                    process.wait(35)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    # Looking

    @staticmethod
    def is_ready(url):
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def wait_ready(self, seconds):
        """Every server that was started answers, and none has ended."""
        for port, server in zip(self.ports, self.servers):
            wait(seconds, lambda: f"server-{port} isn't ready",
                 lambda: self.is_ready(f"http://127.0.0.1:{port}") or server.poll() is not None)
            if server.poll() is not None:
                end = pathlib.Path(self.log(f"server-{port}")).read_text(errors="replace")[-500:]
                raise Broken(f"server-{port} ended with {server.returncode}: {end}")

    def receive(self, item, count):
        """Staff put goods into the warehouse."""
        body = json.dumps({"item": item, "place": "warehouse", "count": count}).encode()
        headers = {"Authorization": f"Bearer {self.staff_key}", "Content-Type": "application/json"}
        urllib.request.urlopen(
            urllib.request.Request(f"{self.URL}/v1/stock/receipts", body, headers), timeout=30).close()

    def settle(self, cluster, seconds):
        """Waits until no order is pending, no job is left and no payment has to be looked at."""
        wait(seconds, lambda: f"there is still under way: {', '.join(cluster.ask_leader(UNSETTLED))}",
             lambda: not cluster.ask_leader(UNSETTLED))

    def check(self, buyers_log, with_bank):
        """The lines of `orderworks check` about what is broken; none when everything holds that could be checked."""
        bank = ["--bank", self.books] if with_bank else []
        answer = subprocess.run(
            [self.program, "check", "--data", self.data(self.ports[0]), "--buyers", buyers_log, *bank],
            capture_output=True, text=True, env=self.environment)
        with open(self.log("check"), "a") as log:
            log.write(f"{answer.stdout}{answer.stderr}exit code {answer.returncode}\n\n")
        if answer.returncode not in (0, 1, 3):
            raise Broken(f"orderworks check: {answer.stdout}{answer.stderr}")
        lines = answer.stdout.splitlines()
        return [line.strip() for line in lines if not line.startswith(("holds", "not checked"))]

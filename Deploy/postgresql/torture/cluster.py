"""Three nodes with etcd, Patroni and PostgreSQL, and HAProxy before them, from the files beside this folder."""

import json
import os
import pathlib
import shutil
import string
import subprocess
import time
import urllib.request

from network import Machine, Network

DEPLOY = pathlib.Path(__file__).resolve().parent.parent
PROGRAMS = "/usr/lib/postgresql/15/bin"
SETTINGS = {
    "NETWORK": Network.RANGE, "HAPROXY_ADDRESS": Network.ADDRESS, "PROGRAMS": PROGRAMS,
    "SHOP_PASSWORD": "shop-secret", "SUPERUSER_PASSWORD": "root-secret", "REPLICATION_PASSWORD": "copy-secret",
    "API_PASSWORD": "api-secret", "SERVER1": "127.0.0.1:8091", "SERVER2": "127.0.0.1:8092",
}


class Broken(Exception):
    """Something didn't come about in time; its words say what."""


def wait(seconds, what, condition):
    """Looks every quarter of a second until the condition holds; `what` says in the end what doesn't."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Broken(f"after {seconds} s: {what()}")
        time.sleep(0.25)


class Cluster:
    def __init__(self, folder, python):
        self.folder = folder
        self.tools = os.path.dirname(python)
        self.network = Network()
        self.nodes = [Machine(number) for number in (1, 2, 3)]
        self.haproxy = None
        for node in self.nodes:
            home = self.home(node)
            os.makedirs(home)
            self._fill("patroni.yml", node, f"{home}/patroni.yml")
            self._fill("etcd.env", node, f"{home}/etcd.env")
            for path in [home, *pathlib.Path(home).iterdir()]:
                shutil.chown(path, "postgres", "postgres")
        self._fill("haproxy.cfg", self.nodes[0], f"{folder}/haproxy.cfg")

    def home(self, node):
        return f"{self.folder}/{node.name}"

    def log(self, node, what):
        return f"{self.home(node)}/{what}.log"

    def _fill(self, template, node, path):
        home = self.home(node)
        settings = SETTINGS | {f"NODE{number + 1}": each.address for number, each in enumerate(self.nodes)} | {
            "NODE_NAME": node.name, "NODE_ADDRESS": node.address, "DATA": f"{home}/data", "SOCKETS": home,
            "ETCD_DATA": f"{home}/etcd",
        }
        text = string.Template((DEPLOY / template).read_text()).substitute(settings)
        pathlib.Path(path).write_text(text)

    # Starting and stopping

    def start(self):
        for node in self.nodes:
            self.start_etcd(node)
        for node in self.nodes:
            self.start_patroni(node)
        self.haproxy = subprocess.Popen(
            ["haproxy", "-db", "-f", f"{self.folder}/haproxy.cfg"], stdin=subprocess.DEVNULL,
            stdout=open(f"{self.folder}/haproxy.log", "ab"), stderr=subprocess.STDOUT)
        self.wait_healthy(120)
        self._make_database()

    def start_etcd(self, node):
        settings = dict(
            line.split("=", 1) for line in pathlib.Path(self.home(node), "etcd.env").read_text().splitlines()
            if line and not line.startswith("#"))
        node.start(["env", *(f"{name}={value}" for name, value in settings.items()), "etcd"], self.log(node, "etcd"))

    def start_patroni(self, node):
        node.start([f"{self.tools}/patroni", f"{self.home(node)}/patroni.yml"], self.log(node, "patroni"))

    def _make_database(self):
        self.ask_leader(f"CREATE ROLE shop LOGIN PASSWORD '{SETTINGS['SHOP_PASSWORD']}'", "postgres")
        self.ask_leader("CREATE DATABASE shop OWNER shop", "postgres")
        # Who tries one node after the other gives up at one that says there is no such database.
        behind = "SELECT application_name FROM pg_stat_replication WHERE replay_lsn < pg_current_wal_lsn()"
        wait(30, lambda: "a replica lags", lambda: not self.ask_leader(behind, "postgres"))

    def stop(self):
        if self.haproxy:
            self.haproxy.terminate()
            self.haproxy.wait()
        for node in self.nodes:
            node.kill()

    # Looking

    def state(self):
        """What Patroni says of its members, asked of whoever answers; none when nobody does."""
        for node in self.nodes:
            try:
                with urllib.request.urlopen(f"http://{node.address}:8008/cluster", timeout=2) as answer:
                    return json.load(answer)["members"]
            except OSError:
                continue
        return []

    def is_healthy(self):
        members = self.state()
        roles = sorted(member["role"] for member in members)
        running = all(member["state"] in ("running", "streaming") for member in members)
        one_line = len({member.get("timeline") for member in members}) == 1
        return roles == ["leader", "replica", "sync_standby"] and running and one_line

    def wait_healthy(self, seconds):
        wait(seconds, lambda: f"the cluster isn't healthy: {json.dumps(self.state())}", self.is_healthy)

    def leader(self):
        return self._in_role("leader")

    def synchronous(self):
        return self._in_role("sync_standby")

    def _in_role(self, role):
        for member in self.state():
            if member["role"] == role:
                return next(node for node in self.nodes if node.name == member["name"])
        raise Broken(f"no node is {role}")

    def leads_other_than(self, node):
        return any(member["role"] == "leader" and member["name"] != node.name for member in self.state())

    def address(self, is_direct):
        """Where Orderworks finds the database: HAProxy's address, or all nodes' with the choice left to libpq."""
        hosts = ",".join(node.address for node in self.nodes) if is_direct else Network.ADDRESS
        return f"postgresql://shop:{SETTINGS['SHOP_PASSWORD']}@{hosts}/shop?target_session_attrs=read-write"

    def ask_leader(self, sql, database="shop"):
        """The rows, each as text with | between its values."""
        answer = subprocess.run(
            [f"{PROGRAMS}/psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql,
             f"postgresql://postgres@{Network.ADDRESS}/{database}?target_session_attrs=read-write&connect_timeout=3"],
            env=os.environ | {"PGPASSWORD": SETTINGS["SUPERUSER_PASSWORD"]}, capture_output=True, text=True)
        if answer.returncode != 0:
            raise Broken(f"psql: {answer.stderr.strip()}")
        return answer.stdout.splitlines()

    def switch_over(self):
        """As staff would before they take the leader into their hands."""
        leader = self.leader()
        # No candidate: it is the synchronous replica anyway, and when one is named the third node waits for two
        # seconds before it follows, in which nothing is committed.
        answer = subprocess.run(
            [f"{self.tools}/patronictl", "-c", f"{self.home(leader)}/patroni.yml", "switchover", "shop", "--leader",
             leader.name, "--force"], capture_output=True, text=True)
        if answer.returncode != 0 or "Successfully switched over" not in answer.stdout:
            raise Broken(f"patronictl: {answer.stdout}{answer.stderr}")

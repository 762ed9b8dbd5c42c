"""A network of machines inside this one: every node has a network namespace of its own on a common bridge."""

import os
import signal
import subprocess
import time


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True, text=True)


class Network:
    """The bridge, on which HAProxy, Orderworks and buyers live. bin/torture gave us a namespace to build it in."""

    ADDRESS = "10.77.0.1"
    RANGE = "10.77.0.0/24"

    def __init__(self):
        ip("link", "set", "lo", "up")
        ip("link", "add", "bridge0", "type", "bridge")
        ip("address", "add", f"{self.ADDRESS}/24", "dev", "bridge0")
        ip("link", "set", "bridge0", "up")
        # A second bridge, to which nothing but nodes is tied now and then.
        ip("link", "add", "bridge1", "type", "bridge")
        ip("link", "set", "bridge1", "up")


class Machine:
    """A node: it runs processes, can be cut off the network, and loses all its processes at once when it dies."""

    def __init__(self, number):
        self.name = f"node{number}"
        self.address = f"10.77.0.{10 + number}"
        self.cable = f"cable{number}"
        ip("netns", "add", self.name)
        ip("link", "add", self.cable, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        ip("link", "set", self.cable, "master", "bridge0", "up")
        ip("-netns", self.name, "address", "add", f"{self.address}/24", "dev", "eth0")
        for device in "lo", "eth0":
            ip("-netns", self.name, "link", "set", device, "up")

    def start(self, command, log):
        """Runs `command` there as the user postgres; what it says goes to the end of `log`."""
        with open(log, "ab") as output:
            return subprocess.Popen(
                ["nsenter", f"--net=/run/netns/{self.name}", "setpriv", "--reuid=postgres", "--regid=postgres",
                 "--init-groups", *command],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)

    def cut_off(self):
        ip("link", "set", self.cable, "down")

    def heal(self):
        ip("link", "set", self.cable, "up")

    def move_apart(self):
        """Away from bridge and shop, together with all others that are moved apart."""
        ip("link", "set", self.cable, "master", "bridge1")

    def come_back(self):
        ip("link", "set", self.cable, "master", "bridge0")

    def processes(self, *kinds):
        """The ids of its processes; of those alone whose command line has one of `kinds`, when some are named."""
        found = subprocess.run(["ip", "netns", "pids", self.name], capture_output=True, text=True).stdout.split()
        return [int(pid) for pid in found if not kinds or any(kind in command_line(pid) for kind in kinds)]

    def kill(self, *kinds):
        """Without a word of warning, and again until none is left: a dying parent may have had a child."""
        deadline = time.monotonic() + 10
        while pids := self.processes(*kinds):
            for pid in pids:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            if time.monotonic() > deadline:
                raise TimeoutError(f"{pids} of {self.name} don't die")
            time.sleep(0.02)


def command_line(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""

"""Lets nodes of the cluster die, fall off the network and change places while buyers order, and tells what it cost."""

import argparse
import dataclasses
import sys
import time
import traceback
from typing import Callable

from buyers import Buyers
from cluster import Broken, Cluster, wait
from shop import Shop

# Seconds.
CALM = 8            # of undisturbed buying before and after each blow
PARTITION = 60      # that a node is cut off
ORDERS_AGAIN = 90   # until orders must be taken again
HEALTHY_AGAIN = 120
READY_AGAIN = 20
QUIET = 240         # until nothing is under way: a job whose end couldn't be noted comes again after its lease of 20 s
UNPLANNED, PLANNED = 30, 3


@dataclasses.dataclass
class Case:
    name: str
    sentence: str
    strike: Callable[[Cluster], Callable[[], None]]
    """Strikes, and answers what has to be done once orders are taken again."""
    limit: float | None
    """How long no order may be taken; none where the shop must stay closed meanwhile."""


def kill_leader(cluster):
    node = cluster.leader()
    node.kill("patroni", "postgres")
    return lambda: cluster.start_patroni(node)


def kill_node(cluster):
    node = cluster.leader()
    node.kill()
    return lambda: (cluster.start_etcd(node), cluster.start_patroni(node))


def cut_off_leader(cluster):
    node = cluster.leader()
    end = time.monotonic() + PARTITION
    node.cut_off()
    return lambda: (time.sleep(max(0, end - time.monotonic())), node.heal())


def switch_over(cluster):
    cluster.switch_over()
    return lambda: None


def kill_replica(cluster):
    node = cluster.synchronous()
    node.kill()
    return lambda: (cluster.start_etcd(node), cluster.start_patroni(node))


def kill_patroni(cluster):
    """Its PostgreSQL goes on, and still takes itself for the primary when the others have a new one."""
    node = cluster.leader()
    node.kill("patroni")
    wait(ORDERS_AGAIN, lambda: f"{node.name} still leads", lambda: cluster.leads_other_than(node))
    return lambda: cluster.start_patroni(node)


def kill_replicas(cluster):
    """No commit can be acknowledged; etcd goes on, so that the leader stays one."""
    replicas = [node for node in cluster.nodes if node is not cluster.leader()]
    for node in replicas:
        node.kill("patroni", "postgres")
    time.sleep(PARTITION)
    for node in replicas:
        cluster.start_patroni(node)
    return lambda: None


def leave_leader_alone(cluster):
    """The shop is on the leader's side, and nothing that only the leader knows may be told to buyers."""
    replicas = [node for node in cluster.nodes if node is not cluster.leader()]
    for node in replicas:
        node.move_apart()
    time.sleep(PARTITION)
    for node in replicas:
        node.come_back()
    return lambda: None


CASES = [
    Case("leader", "the leader's PostgreSQL and Patroni are killed", kill_leader, UNPLANNED),
    Case("node", "the leader's whole node dies, etcd included", kill_node, UNPLANNED),
    Case("partition", f"the leader is cut off the network for {PARTITION} s", cut_off_leader, UNPLANNED),
    Case("switchover", "the leader is changed by patronictl", switch_over, PLANNED),
    Case("replica", "the synchronous replica's node dies", kill_replica, UNPLANNED),
    Case("patroni", "Patroni alone is killed on the leader, PostgreSQL goes on", kill_patroni, UNPLANNED),
    Case("replicas", f"PostgreSQL and Patroni of both replicas are killed for {PARTITION} s", kill_replicas, None),
    Case("alone", f"both replicas are cut off from leader and shop for {PARTITION} s", leave_leader_alone, None),
]


@dataclasses.dataclass
class Result:
    case: Case
    outage: float = 0
    orders: int = 0
    healing: float = 0
    faults: list = dataclasses.field(default_factory=list)

    @property
    def row(self):
        limit = f"{self.case.limit:.0f}" if self.case.limit else "-"
        verdict = "; ".join(self.faults) or "holds"
        return (f"{self.case.name:<11} {self.outage:>8.1f} {limit:>6} {self.healing:>9.1f} {self.orders:>7}  {verdict}")


class Trial:
    def __init__(self, folder, cluster, shop, buyers):
        self.folder, self.cluster, self.shop, self.buyers = folder, cluster, shop, buyers

    def judge(self, case):
        result = Result(case)
        begin = time.monotonic()
        time.sleep(CALM)
        struck = time.monotonic()
        try:
            bring_back = case.strike(self.cluster)
            self._wait_for_orders(time.monotonic())
            bring_back()
            mended = time.monotonic()
            self.cluster.wait_healthy(HEALTHY_AGAIN)
            result.healing = time.monotonic() - mended
            self.shop.wait_ready(READY_AGAIN)
            time.sleep(CALM)
        except Broken as broken:
            result.faults.append(str(broken))
        end = time.monotonic()
        result.outage = self.buyers.longest_pause(struck - 1, end)
        result.orders = self.buyers.count(begin, end)
        if case.limit and result.outage > case.limit:
            result.faults.append(f"no order for {result.outage:.1f} s")
        if case.limit is None and result.outage < PARTITION - CALM:
            result.faults.append("one node alone acknowledged orders")
        result.faults += self._broken()
        return result

    def _wait_for_orders(self, since):
        """Until three buyers in a row were told of an order, each soon after the other."""
        deadline = since + ORDERS_AGAIN
        while self.buyers.count(max(since, time.monotonic() - 2), time.monotonic()) < 3:
            if time.monotonic() > deadline:
                raise Broken(f"no orders within {ORDERS_AGAIN} s")
            time.sleep(0.25)

    def _broken(self, with_bank=False):
        try:
            self.buyers.write(f"{self.folder}/buyers.jsonl")
            return self.shop.check(f"{self.folder}/buyers.jsonl", with_bank)
        except Broken as broken:
            return [str(broken)]

    def finish(self):
        """What is wrong in the end, when all is quiet."""
        faults = [] if self.buyers.stop(120) else ["some orders have had no answer for two minutes"]
        try:
            self.shop.settle(self.cluster, QUIET)
        except Broken as broken:
            faults.append(str(broken))
        return faults + self._broken(with_bank=True)


def say(*words):
    print(*words, flush=True)


def run(arguments):
    cluster = Cluster(arguments.folder, arguments.python)
    shop = Shop(arguments.program, arguments.folder, cluster.address(arguments.direct))
    try:
        cluster.start()
        shop.open()
        shop.receive("floor-mats", 1_000_000)
        buyers = Buyers(shop.URL.removeprefix("http://"), arguments.buyers)
        buyers.start()
        trial = Trial(arguments.folder, cluster, shop, buyers)
        results, named = [], {case.name: case for case in CASES}
        for case in [named[name] for name in arguments.cases or named]:
            say(f"{time.strftime('%H:%M:%S')}  {case.name}: {case.sentence}")
            results.append(trial.judge(case))
        faults = trial.finish()
    finally:
        shop.close()
        cluster.stop()
    report(results, faults, buyers)
    return 1 if faults or any(result.faults for result in results) else 0


def report(results, faults, buyers):
    say(f"\n{'case':<11} {'outage s':>8} {'limit':>6} {'healing s':>9} {'orders':>7}  verdict")
    for result in results:
        say(result.row)
    orders = len({line["order"] for _, line in buyers.told})
    say(f"\n{orders} orders acknowledged, {buyers.lost_answers} answers lost on the way; in the end "
        + ("everything holds." if not faults else "this is broken:"))
    for fault in faults:
        say(f"  {fault}")
    for answer, count in buyers.unexpected.most_common(10):
        say(f"  unexpected, {count} times: {answer}")


def main():
    parser = argparse.ArgumentParser(prog="bin/torture failover", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", choices=[[], *(case.name for case in CASES)],
                        help=f"all unless named, one may be named twice: {', '.join(case.name for case in CASES)}")
    parser.add_argument("--direct", action="store_true", help="all nodes in the address instead of HAProxy's")
    parser.add_argument("--buyers", type=int, default=8, metavar="COUNT")
    for hidden in "--program", "--folder", "--python":
        parser.add_argument(hidden, required=True, help=argparse.SUPPRESS)
    try:
        sys.exit(run(parser.parse_args()))
    except Exception:
        traceback.print_exc()
        sys.exit(1)


if __name__ == "__main__":
    main()

#!/usr/bin/env bash
# Sends one large file to eight readers at a time, by orderworks and by nginx in turn, and tells both speeds, their ratio
# and the most memory that orderworks took meanwhile; fails where that is 100 MB or more: Benchmarks/files.sh ORDERWORKS [MEGABYTES [ROUNDS [JSON]]]
set -euo pipefail

program=$1 megabytes=${2-1024} rounds=${3-3} json=${4-}
readers=8
work=$(mktemp -d)
server="" nginx=""
end() {
    for process in $server $nginx; do kill "$process" 2>/dev/null && wait "$process" 2>/dev/null || true; done
    rm -rf "$work"
}
trap end EXIT
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
number() { sed -nE "s/^$1:[[:space:]]+([0-9]+) kB/\1/p" "/proc/$server/status"; }
# The most that was resident since the last time this was asked; loading the demo shop doesn't count.
peak() { number VmHWM; echo 5 >"/proc/$server/clear_refs"; }

"$program" serve --data "$work/data" --port "$(port)" --bank-port "$(port)" >"$work/said" 2>&1 &
server=$!
for _ in $(seq 1200); do grep -qs '/mailbox' "$work/said" && break; kill -0 $server; sleep 0.1; done
shop=$(grep -oE 'http://127\.0\.0\.1:[0-9]+' "$work/said" | head -1)
staff="Authorization: Bearer $(grep -oE 'ow_[a-z0-9]+' "$work/said" | head -1)"
type='Content-Type: application/json'
cart=$shop$(curl -sS -o /dev/null -w '%header{location}' "$shop/v1/carts" -H "$type" -d '{"currency":"EUR",
    "lines":[{"product":"floor-mats","quantity":1}],"addresses":{"email":"ada@example.org","invoiceAddress":{
    "name":"Ada Lovelace","street":"Hauptstr. 1","postalCode":"10115","city":"Berlin","country":"DE"}},
    "delivery":{"method":"ship"}}')
order=$shop$(curl -sS -o /dev/null -w '%header{location}' "$cart/order" -H "$type" -H "Idempotency-Key: files" \
    -d '{"payment":{"token":"pm_card_visa"}}')

file=$work/drawings.pdf
{ printf '%%PDF-1.7\n'; head -c "${megabytes}M" /dev/urandom; printf '\n%%%%EOF\n'; } >"$file"
before=$(number VmRSS)
peak >/dev/null
began=$(date +%s.%N)
made=$(curl -sS -X POST -T "$file" "$order/documents?name=drawings.pdf" -H "$staff" -H 'Content-Type: application/pdf')
upload=$(python3 -c "print($megabytes / ($(date +%s.%N) - $began))")
peak_upload=$(peak)
id=$(sed -nE 's/.*"id":"([^"]+)".*/\1/p' <<<"$made")
link=$shop$(curl -sS "$order/files/$id/links" -H "$staff" -H "$type" -d '{}' | sed -nE 's/.*"path":"([^"]+)".*/\1/p')
cmp <(head -c 1000000 "$file") <(curl -sS -r 0-999999 "$link")

nginx_port=$(port)
mkdir "$work/nginx"
cat >"$work/nginx.conf" <<END
daemon off; worker_processes auto; pid $work/nginx/pid; $([ "$(id -u)" = 0 ] && echo 'user root;')
events { worker_connections 64; }
http { access_log off; sendfile on; tcp_nopush on; client_body_temp_path $work/nginx/b; proxy_temp_path $work/nginx/p;
  fastcgi_temp_path $work/nginx/f; uwsgi_temp_path $work/nginx/u; scgi_temp_path $work/nginx/s;
  server { listen 127.0.0.1:$nginx_port; root $work; } }
END
"$(command -v nginx || echo /usr/sbin/nginx)" -p "$work/nginx" -c "$work/nginx.conf" -e "$work/nginx/error.log" &
nginx=$!
for _ in $(seq 100); do curl -s -o /dev/null -r 0-0 "http://127.0.0.1:$nginx_port/drawings.pdf" && break; sleep 0.1; done

# Megabytes a second of eight readers together; fails when one didn't get all of it.
read_all() {
    local began readers_of=() got
    began=$(date +%s.%N)
    for reader in $(seq $readers); do
        curl -sS -o /dev/null -w '%{size_download}\n' "$1" >"$work/got$reader" &
        readers_of+=($!)
    done
    wait "${readers_of[@]}"
    python3 -c "print($readers * $megabytes / ($(date +%s.%N) - $began))"
    got=$(cat "$work"/got* | sort -u)
    [ "$got" = "$(stat -c %s "$file")" ] || { echo "a reader got $got bytes" >&2; return 1; }
}
# Seconds of processor time that these processes have taken, in hundredths.
cpu() {
    local sum=0 process
    for process in "$@"; do
        sum=$((sum + $(sed 's/.*) //' "/proc/$process/stat" | awk '{ print $12 + $13 }')))
    done
    echo "$sum"
}
servers_of_nginx="$nginx $(pgrep -P "$nginx" | tr '\n' ' ')"
ours=0 theirs=0
our_cpu=$(cpu "$server") their_cpu=$(cpu $servers_of_nginx)
for _ in $(seq "$rounds"); do
    ours=$(python3 -c "print(max($ours, $(read_all "$link")))")
    theirs=$(python3 -c "print(max($theirs, $(read_all "http://127.0.0.1:$nginx_port/drawings.pdf")))")
done
our_cpu=$(($(cpu "$server") - our_cpu)) their_cpu=$(($(cpu $servers_of_nginx) - their_cpu))
peak=$(peak)
python3 - <<END
import json
ours, theirs = $ours, $theirs
sent = $rounds * $readers * $megabytes / 1024 * 100
figures = {"megabytes": $megabytes, "readers": $readers, "upload MB/s": $upload, "orderworks MB/s": ours,
           "nginx MB/s": theirs, "ratio": ours / theirs, "orderworks CPU s/GB": $our_cpu / sent,
           "nginx CPU s/GB": $their_cpu / sent, "resident before MB": $before / 1024,
           "peak of the upload MB": $peak_upload / 1024, "peak MB": $peak / 1024}
print("\n".join(f"{name:22} {value:10.2f}" for name, value in figures.items()))
if "$json":
    json.dump(figures, open("$json", "w"))
raise SystemExit(f"orderworks took {figures['peak MB']:.0f} MB" if figures["peak MB"] >= 100 else 0)
END

#!/bin/sh
# Runs a command with a real PostgreSQL that is there for it alone: a new cluster, whose address the command finds in
# TAIZHANG_DATABASE_URL, stopped and deleted afterwards. Installs PostgreSQL (Debian) when it is missing.
#
#     tests/postgres.sh .venv/bin/pytest tests/ledger
#     FSYNC=on tests/postgres.sh .venv/bin/python bench/ledger.py      # as safe, and as slow, as in an office
set -eu

programs() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }
root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

bin=$(programs)
if [ -z "$bin" ]; then
  echo "安装 PostgreSQL …" >&2
  root apt-get update -q >&2
  root apt-get install -q -y postgresql >&2
  bin=$(programs)
fi

# initdb refuses root, so the cluster belongs to postgres then; it may not be able to enter the checkout.
user=
[ "$(id -u)" = 0 ] && user=postgres
as_owner() { if [ "$user" ]; then (cd / && setpriv --reuid="$user" --regid="$user" --init-groups "$@"); else "$@"; fi; }
mkdir -p build
folder=$(mktemp -d "$PWD/build/postgres.XXXXXX")
[ "$user" ] && chown "$user" "$folder"
as_owner test -w "$folder" || { rm -rf "$folder"; folder=$(mktemp -d); [ "$user" ] && chown "$user" "$folder"; }
sockets=$(mktemp -d)   # the name of a socket may have 107 bytes, that of a checkout any
[ "$user" ] && chown "$user" "$sockets"

stop() {
  as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -s stop || true
  rm -rf "$folder" "$sockets"
}
trap stop EXIT
trap 'exit 130' INT TERM

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as_owner "$bin/initdb" -D "$folder/data" -U taizhang -A trust -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1 || {
  cat "$folder/initdb.log" >&2
  exit 1
}
as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -s -w start -o "-h 127.0.0.1 -p $port -k $sockets \
-c fsync=${FSYNC:-off} -c full_page_writes=${FSYNC:-off} -c max_connections=100 -c shared_buffers=256MB"
as_owner "$bin/createdb" -h "$sockets" -p "$port" -U taizhang taizhang

TAIZHANG_DATABASE_URL="postgresql://taizhang@127.0.0.1:$port/taizhang" "$@"

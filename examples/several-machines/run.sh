#!/usr/bin/env bash
# Four processes, as on four machines, release on one simulated cloud with one store: examples/several-machines/run.sh [JDBC-URL] [INSTANCES]
# Without a URL a PostgreSQL of its own is started from the system's packages and thrown away at the end.
set -euo pipefail
cd "$(dirname "$0")/../.."
url="${1:-}" each="${2:-500}"

classpath=store-jdbc/target/example.classpath
mvn -q -ntp -pl store-jdbc -am test-compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
  -Dmdep.outputFile=target/example.classpath >&2
classpath="store-jdbc/target/classes:$(cat "$classpath")"

folder="$(mktemp -d)" home="" pids=()
as_postgres() { if [ "$(id -u)" -eq 0 ]; then (cd /tmp && runuser -u postgres -- "$@"); else "$@"; fi; }
finish() {
  [ ${#pids[@]} -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  if [ -n "$home" ]; then
    as_postgres "$bin/pg_ctl" --silent -D "$home/data" -m immediate stop || true
    as_postgres rm -rf "$home"
  fi
  rm -rf "$folder"
}
trap finish EXIT

if [ -z "$url" ]; then
  bin="$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | sort -V | tail -1)")"
  home="$(as_postgres mktemp -d /tmp/cloudrelease-pg.XXXXXX)"
  as_postgres "$bin/initdb" --auth=trust --username=cloudrelease -D "$home/data" >/dev/null
  port="$(shuf -i 30000-39999 -n 1)"
  as_postgres "$bin/pg_ctl" --silent -D "$home/data" -w -l "$home/log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$home" start >/dev/null
  url="jdbc:postgresql://127.0.0.1:$port/postgres?user=cloudrelease"
fi

program() { java -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$classpath" "examples/several-machines/$1.java" "${@:2}"; }

mkfifo "$folder/end"
program OneCloud "$folder" "$each" <"$folder/end" &
cloud=$!
pids+=("$cloud")
exec 8>"$folder/end"
until [ -s "$folder/port" ]; do sleep 0.1; done

machines=()
for i in 0 1 2 3; do
  program OneMachine "machine-$i" "$url" "$(cat "$folder/port")" "$folder/list$i" 8>&- &
  machines+=($!)
done
pids+=("${machines[@]}")
for machine in "${machines[@]}"; do wait "$machine"; done
exec 8>&-
wait "$cloud"

#!/usr/bin/env bash
# Measures everything and rewrites the tables in docs/performance.md: about a quarter of an hour on a quiet machine.
#   benchmarks/run.sh          the full run
#   benchmarks/run.sh quick    a short one, to see that it works; writes to benchmarks/target/quick.md
set -euo pipefail
cd "$(dirname "$0")/.."

mvn -q -ntp -pl benchmarks -am -DskipTests package

cps="$PWD/benchmarks/target/cp"
rm -rf "$cps" && mkdir -p "$cps"
own="$(ls "$PWD"/benchmarks/target/benchmarks-*.jar | head -1)"
core="$(ls "$PWD"/sdk-core/target/sdk-core-*-SNAPSHOT.jar)"
provider() { ls "$PWD/provider-$1/target/provider-$1"-*-SNAPSHOT.jar; }

resolve() { # resolve NAME POM: the jars that somebody with this pom gets
  mvn -q -B -ntp -f "$2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
    -DincludeScope=runtime -Dmdep.outputFile="$cps/$1.lib" >/dev/null
}
resolve sdk-tencent benchmarks/classpaths/tencent.xml
resolve sdk-aliyun-tea benchmarks/classpaths/aliyun-tea.xml
resolve sdk-aliyun-classic benchmarks/classpaths/aliyun-classic.xml
resolve okhttp benchmarks/classpaths/okhttp.xml
resolve ours benchmarks/classpaths/ours.xml
resolve jmh benchmarks/classpaths/everything.xml

for name in sdk-tencent sdk-aliyun-tea sdk-aliyun-classic okhttp; do
  echo "$(cat "$cps/$name.lib"):$own" >"$cps/$name.cp"
done
libs="$(cat "$cps/ours.lib")"
echo "$(provider tencent):$core:$libs:$own" >"$cps/ours-tencent.cp"
echo "$(provider tencent):$(provider zenlayer):$(provider aliyun):$core:$libs:$own" >"$cps/ours-all.cp"
echo "$(cat "$cps/ours-all.cp"):$(cat "$cps/jmh.lib")" >"$cps/everything.cp"
echo "$own" >"$cps/server.cp"

main() { java -cp "$own" io.cloudrelease.benchmarks.RunAll "$cps" "$@"; }
if [ "${1:-}" = quick ]; then
  printf '<!-- measured: begin -->\n<!-- measured: end -->\n' >benchmarks/target/quick.md
  main benchmarks/target/quick.md 0
else
  main docs/performance.md 1
fi

#!/usr/bin/env bash
# Measures everything and rewrites the tables in docs/performance.md and docs/performance.zh-CN.md: about ten minutes on a quiet machine.
#   verification/benchmarks/run.sh          the full run
#   verification/benchmarks/run.sh quick    a short one, to see that it works; writes to verification/benchmarks/target/quick.md
#   verification/benchmarks/run.sh only encode start    some of its parts (encode read request start libraries sweep idle weight),
#                                           measured as in the full run; writes to verification/benchmarks/target/quick.md
set -euo pipefail
cd "$(dirname "$0")/../.."

mvn -q -ntp -pl verification/benchmarks -am -DskipTests package

cps="$PWD/verification/benchmarks/target/cp"
rm -rf "$cps" && mkdir -p "$cps"
own="$(ls "$PWD"/verification/benchmarks/target/benchmarks-*.jar | head -1)"
core="$(ls "$PWD"/sdk-core/target/sdk-core-*-SNAPSHOT.jar)"
provider() { ls "$PWD/provider-$1/target/provider-$1"-*-SNAPSHOT.jar; }

resolve() { # resolve NAME POM: the jars that somebody with this pom gets
  mvn -q -B -ntp -f "$2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
    -DincludeScope=runtime -Dmdep.outputFile="$cps/$1.lib" >/dev/null
}
resolve sdk-tencent verification/benchmarks/classpaths/tencent.xml
resolve sdk-aliyun-tea verification/benchmarks/classpaths/aliyun-tea.xml
resolve sdk-aliyun-classic verification/benchmarks/classpaths/aliyun-classic.xml
resolve okhttp verification/benchmarks/classpaths/okhttp.xml
resolve ours verification/benchmarks/classpaths/ours.xml
resolve parts verification/benchmarks/classpaths/parts.xml
resolve jmh verification/benchmarks/classpaths/everything.xml

for name in sdk-tencent sdk-aliyun-tea sdk-aliyun-classic okhttp; do
  echo "$(cat "$cps/$name.lib"):$own" >"$cps/$name.cp"
done
libs="$(cat "$cps/ours.lib")"
echo "$(provider tencent):$core:$libs:$own" >"$cps/ours-tencent.cp"
echo "$(provider tencent):$(provider zenlayer):$(provider aliyun):$core:$libs:$own" >"$cps/ours-all.cp"
echo "$(cat "$cps/ours-all.cp"):$(cat "$cps/jmh.lib")" >"$cps/everything.cp"
echo "$own" >"$cps/server.cp"
echo "$own:$(cat "$cps/parts.lib")" >"$cps/parts.cp"

main() { java -cp "$own" io.cloudrelease.benchmarks.RunAll "$cps" "$@"; }
scratch() { printf '<!-- measured: begin -->\n<!-- measured: end -->\n' >verification/benchmarks/target/quick.md; }
case "${1:-all}" in
  all) main docs/performance.md 1 ;;
  quick)
    scratch
    main verification/benchmarks/target/quick.md 0
    ;;
  only)
    scratch
    main verification/benchmarks/target/quick.md 1 "${@:2}"
    ;;
  *)
    echo "usage: verification/benchmarks/run.sh [quick | only PART...]" >&2
    exit 2
    ;;
esac

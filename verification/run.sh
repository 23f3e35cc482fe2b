#!/usr/bin/env bash
# What the project proves of itself beyond its build. Each verb prints its figures last and fails when something is wrong.
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  cat >&2 <<'END'
usage: verification/run.sh VERB ...

  traces A..B [--threads N] [--write-seeds FILE] [--seeds FILE] [--record]
      Runs the seeds of version 1 (widened to whole thousands) and compares their traces (wire, evidence, verdicts) with
      verification/traces/v1.txt; names the thousands that differ. --write-seeds keeps a line for each seed in FILE; --seeds names
      the seeds that differ from such a FILE of another commit; --record writes the traces into v1.txt instead of comparing.
  sweep A..B [THREADS]
      Runs these seeds and holds every verdict against the ledgers of the simulated clouds. The grown schedules (version 2): crashes,
      full disks, clocks that jump, looks and calls as late as they may be, several runs, unruly extensions. From seed
      1000000000000 on looks are also later than that, and what breaks is counted apart.
  sweep1 A..B [THREADS]
      The same for the schedules of version 1.
  replay SEED, replay1 SEED
      One seed of either version, with everything that happens in it.
  checker [NAME]
      Walks every state of one instance in each modelled cloud, or in those walks whose name has NAME in it, and holds each step to the
      promises of docs/verdicts.md; then, without NAME, the same with looks and calls later than the facts say, and each rule taken away.
END
  exit 2
}

# Compiles the simulation and what it stands on when a source is newer than the last time; everything stays in target/.
build() {
  local stamp=simulation/target/test.classpath
  if [ -f "$stamp" ] && [ -z "$(find pom.xml */pom.xml */src -newer "$stamp" -print -quit)" ]; then return; fi
  mvn -q -pl simulation -am test-compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
    -Dmdep.outputFile=target/test.classpath >&2
  touch "$stamp"
}

simulation() { # simulation CLASS ARGS...
  build
  local class="$1"
  shift
  java -Xmx1g -XX:+UseParallelGC -Dorg.slf4j.simpleLogger.defaultLogLevel=off \
    -cp "simulation/target/test-classes:$(cat simulation/target/test.classpath)" "io.cloudrelease.simulation.$class" "$@"
}

checker() { # checker [NAME]
  mvn -q -pl sdk-core -am test-compile >&2
  mvn -q -pl sdk-core org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=target/test.classpath >&2
  java -Xmx3g -XX:+UseParallelGC -cp "sdk-core/target/test-classes:sdk-core/target/classes:$(cat sdk-core/target/test.classpath)" \
    io.cloudrelease.execution.instance.Checker "$@"
}

verb="${1:-}"
[ $# -eq 0 ] || shift
case "$verb" in
  traces) [ $# -ge 1 ] || usage; simulation Traces verification/traces/v1.txt "$@" ;;
  sweep) [ $# -ge 1 ] || usage; simulation StorySweep "$@" ;;
  sweep1) [ $# -ge 1 ] || usage; simulation Sweep "$@" ;;
  replay) [ $# -eq 1 ] || usage; simulation StorySweep "$@" ;;
  replay1) [ $# -eq 1 ] || usage; simulation Sweep "$@" ;;
  checker) [ $# -le 1 ] || usage; checker "$@" ;;
  *) usage ;;
esac

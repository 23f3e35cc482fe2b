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
  sweep A..B [THREADS] [two|crash|names|passing|many]
      Runs these seeds and holds every verdict against the ledgers of the simulated clouds. The grown schedules (version 2): crashes,
      full disks, clocks that jump, looks and calls as late as they may be, several runs, unruly extensions. From seed
      1000000000000 on looks are also later than that, and what breaks is counted apart; from seed 500000000000 to there most stories
      have lost calls that arrive late, old looks, crashes and a second run. With a word only those seeds of the range
      in which much comes together: what is rarely broken shows there in minutes.
  sweep1 A..B [THREADS]
      The same for the schedules of version 1.
  replay SEED, replay1 SEED
      One seed of either version, with everything that happens in it.
  fuzz MINUTES|Nx [TARGET...]
      Feeds everything that reads what others wrote with what they should not have written: half of the time led by Jazzer
      towards code not yet reached, half as fast as it goes; or N executions of each target, one in fifty led. Inputs that reached
      something are kept in verification/fuzz/target/corpus. Without targets: all of them, one after the other. Prints the
      executions of each.
  kills N [SEED]
      Kills N processes (SIGKILL) while they release over HTTP and holds what their resumed runs say against the ledgers.
  store all|rate|kills|outages|overlap|budget|cost|pgbouncer
      Machines as processes on a real PostgreSQL (from the system's packages) and simulated clouds over HTTP: one rate for four
      machines, 100 kills, 50 outages of each kind, 200 rounds with overlapping lists, one budget, what it costs, and PgBouncer.
  mutants [MODULE...]
      Takes the code away piece by piece: the simulation's own list of defences (without MODULE), then by PIT the rules of one
      instance, the calls, the retries and the providers, each by the fast tests of its module. Prints a table of what was
      noticed, and fails below the shares of verification/mutants.txt. What survived: MODULE/target/pit-reports/survived.txt.
  checker [all | NAME]
      Walks every state of one instance in the modelled clouds and holds each step to the promises of docs/verdicts.md; the same with
      looks and calls later than the facts say; and takes each rule away, which has to be missed (a minute). With all: every cloud
      with every kind of request (several minutes); with another word: those of these walks whose name has it in it.
  report-look [N]
      Makes an HTML report of N (10000) instances with hostile names and opens it in headless Chromium: no network, no script error,
      no markup from names, a filter below 200 ms, pictures at 400 and 1400 pixels in command-line/target/report.
  lists [SEEDS]
      200 (or so many) stories for each cloud of 5,000 instances in six regions whose list is read while pages fail, repeat and fall
      short and instances come and go: what is missing must be said. The build runs 40 of them. Then leftovers, as many stories.
  first-steps
      Follows docs/first-steps.md and docs/projects.md to the letter, each in an empty folder, with a local repository that is empty at
      the beginning: first steps, a script, a test, a Spring Boot service, a provider. Some minutes, and the network.
  release-check [COMMIT]
      Builds what would be published twice (HEAD, other folder, time zone and language) and compares the hashes; looks at what is
      deployed and installed, at poms, licences, bills of materials, jdeps and jlink; runs a program and a Spring Boot application
      of somebody else on class path and module path of each JDK at hand; and compares the public classes with COMMIT, or the newest tag v*.
END
  exit 2
}

# Compiles the simulation and what it stands on when a source is newer than the last time; everything stays in target/.
build() {
  local stamp=verification/simulation/target/test.classpath
  if [ -f "$stamp" ] && [ -z "$(find pom.xml */pom.xml */src verification/simulation/{pom.xml,src} -newer "$stamp" -print -quit)" ]; then return; fi
  mvn -q -pl verification/simulation -am test-compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
    -Dmdep.outputFile=target/test.classpath >&2
  touch "$stamp"
}

simulation() { # simulation CLASS ARGS...
  build
  local class="$1"
  shift
  java -Xmx1g -XX:+UseParallelGC -Dorg.slf4j.simpleLogger.defaultLogLevel=off \
    -cp "verification/simulation/target/test-classes:$(cat verification/simulation/target/test.classpath)" "io.cloudrelease.simulation.$class" "$@"
}

# As build, for the fuzz module, which also needs the command line's classes.
build_fuzz() {
  local stamp=verification/fuzz/target/test.classpath
  if [ -f "$stamp" ] && [ -z "$(find pom.xml */pom.xml */src verification/fuzz/{pom.xml,src} -newer "$stamp" -print -quit)" ]; then return; fi
  mvn -q -pl verification/fuzz -am test-compile org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath \
    -Dmdep.outputFile=target/test.classpath >&2
  touch "$stamp"
}

fuzz() { # fuzz MINUTES|Nx [TARGET...]
  build_fuzz
  local amount="$1" home=verification/fuzz/target
  [[ "$amount" =~ ^[1-9][0-9]*x?$ ]] || usage
  shift
  local targets=("$@")
  if [ $# -eq 0 ]; then
    targets=(look-tencent look-aliyun-json look-aliyun-xml look-zec look-bmc look-vm
      release-tencent release-aliyun-json release-aliyun-xml release-zec release-bmc release-vm
      journal-file journal-lines references list-files key-files redaction plan-files config-files
      pages-tencent pages-aliyun-json pages-aliyun-xml pages-zec pages-bmc pages-vm leftovers-tencent leftovers-aliyun leftovers-zec)
  fi
  local failed=0 table="" led fast
  if [[ "$amount" = *x ]]; then
    local led_runs=$((${amount%x} / 50 + 1))
    led="-runs=$led_runs" fast="$((${amount%x} - led_runs))x"
  else
    fast=$((amount * 60 / ${#targets[@]} / 2))
    [ "$fast" -ge 1 ] || fast=1
    led="-max_total_time=$fast"
  fi
  local classpath
  classpath="$home/test-classes:$(cat "$home/test.classpath")"
  local java=(java -Xmx1g -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=off)
  for target in "${targets[@]}"; do
    local corpus="$home/corpus/$target" findings="$home/findings/$target" log="$home/fuzz-$target.log" guided=0 plain=0 what=""
    mkdir -p "$corpus" "$findings"
    cp -n verification/fuzz/src/test/resources/findings/"$target"/* "$corpus"/ 2>/dev/null || true
    # Its own hooks look for other faults than ours, and would only cost time.
    if ! "${java[@]}" "-Dfuzz.target=$target" -cp "$classpath" com.code_intelligence.jazzer.Jazzer \
      --target_class=io.cloudrelease.fuzz.Guided --instrumentation_includes='io.cloudrelease.**' --disabled_hooks='com.code_intelligence.jazzer.sanitizers.*' \
      --reproducer_path="$findings" "$corpus" -artifact_prefix="$findings/" "$led" -max_len=256 \
      -timeout=20 -print_final_stats=1 >"$log" 2>&1; then
      failed=1 what=" FINDING"
      sed -n '/== Java Exception/,/^== libFuzzer/p;/^ERROR/p' "$log" | head -40
    fi
    guided=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log" | tail -1)
    if ! "${java[@]}" -cp "$classpath" io.cloudrelease.fuzz.Plain "$target" "$fast" "$(date +%s%N)" "$corpus" "$findings" \
      >"$log.plain" 2>&1; then
      failed=1 what=" FINDING"
      head -40 "$log.plain"
    fi
    plain=$(sed -n 's/^executions //p' "$log.plain" | tail -1)
    table+="$(printf '%-22s %12d %12d %12s%s' "$target" "${guided:-0}" "${plain:-0}" \
      "$(sed -n 's/^per CPU second //p' "$log.plain")" "$what")"$'\n'
  done
  printf '%-22s %12s %12s %12s\n%s' target guided plain "plain/CPU s" "$table"
  [ "$failed" -eq 0 ] || echo "findings are in $home/findings" >&2
  return "$failed"
}

# number NAME VALUE: refuses what is no count of one or more; nothing done would pass for something proven.
number() {
  [[ "$2" =~ ^[1-9][0-9]*$ ]] || { echo "$1 has to be a number from 1 on, not '$2'" >&2; exit 2; }
}

kills() { # kills N [SEED]
  number N "$1"
  local log=verification/simulation/target/kills.log code=0
  mkdir -p verification/simulation/target
  mvn -q -pl verification/simulation -am test -Dtest='KilledProcessTest#a_killed_release*' -Dsurefire.failIfNoSpecifiedTests=false \
    -Dtest.timeout=$((600 + $1 * 60)) -Ddurability.kills="$1" ${2:+-Ddurability.seed="$2"} >"$log" 2>&1 || code=$?
  [ "$code" -eq 0 ] || grep -v '^\s*at ' "$log" | head -60 >&2
  local out=verification/simulation/target/surefire-reports/io.cloudrelease.durability.KilledProcessTest-output.txt
  grep '^round ' "$out" | tail -5
  echo "kills $(grep -c '^round ' "$out"), completed truly $([ "$code" -eq 0 ] && grep -c '^round ' "$out" || echo "not all"), seed ${2:-20261121}"
  return "$code"
}

checker() { # checker [all | NAME]
  mvn -q -pl sdk-core -am test-compile >&2
  mvn -q -pl sdk-core org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=target/test.classpath >&2
  java -Xmx3g -XX:+UseParallelGC -cp "sdk-core/target/test-classes:sdk-core/target/classes:$(cat sdk-core/target/test.classpath)" \
    io.cloudrelease.execution.instance.Checker "$@"
}

store() { # store WHAT
  local machines=SeveralMachinesTest out=store-jdbc/target/surefire-reports code=0
  local what=("$1")
  [ "$1" != all ] || what=(rate kills outages overlap budget cost pgbouncer)
  mkdir -p store-jdbc/target
  for one in "${what[@]}"; do
    local test sizes=()
    case "$one" in
      rate) test="$machines#four*+so_they_do*" sizes=(-Dstore.sweep=10000) ;;
      kills) test="$machines#a_machine_that_is_killed*" sizes=(-Dstore.kills=100) ;;
      outages) test=OutagesTest sizes=(-Dstore.outages=50) ;;
      overlap) test="$machines#two_machines*" sizes=(-Dstore.rounds=200) ;;
      budget) test="$machines#three_machines*" ;;
      cost) test="$machines#it_costs*" sizes=(-Dstore.cost=10000) ;;
      pgbouncer) test=BouncerTest sizes=(-Dstore.rounds=200 -Dstore.sweep=2500) ;;
      *) usage ;;
    esac
    echo "== $one =="
    rm -f "$out"/*"${test%%#*}"-output.txt
    mvn -q -pl store-jdbc -am test "-Dtest=$test" -Dsurefire.failIfNoSpecifiedTests=false -Dtest.timeout=3600 -Dtest.jit= \
      "-Dstore.sizes=${sizes[*]}" >store-jdbc/target/store.log 2>&1 || {
      code=1
      grep -v '^\s*at ' store-jdbc/target/store.log | head -40 >&2
    }
    # Without a line nothing ran: a database may have been missing.
    grep -hE '^(killed|outages|machine|budget|[0-9]+ (calls|rounds)|cost)' "$out"/*"${test%%#*}"-output.txt | tail -6 || {
      code=1
      echo "no figures: it did not run" >&2
    }
  done
  return "$code"
}

mutants() { # mutants [MODULE...]
  local modules=("$@") code=0 core=false module
  mkdir -p target verification/simulation/target
  if [ $# -eq 0 ]; then
    modules=(sdk-core provider-tencent provider-aliyun provider-zenlayer)
    mvn -q -pl verification/simulation -am test -Dtest=MutationTest -Dsurefire.failIfNoSpecifiedTests=false >verification/simulation/target/mutants.log 2>&1 || code=$?
    [ "$code" -eq 0 ] || grep -v '^\s*at ' verification/simulation/target/mutants.log | head -40 >&2
  fi
  for module in "${modules[@]}"; do
    grep -q "^$module " verification/mutants.txt || { echo "verification/mutants.txt says nothing of '$module'" >&2; exit 2; }
  done
  [[ " ${modules[*]} " == *" sdk-core "* ]] || core=true
  mvn -q -Pmutants -pl "$(IFS=,; echo "${modules[*]}")" -am test-compile org.pitest:pitest-maven:mutationCoverage \
    "-Dmutants.core.skip=$core" >target/mutants.log 2>&1 || { tail -40 target/mutants.log >&2; return 1; }
  if [ $# -eq 0 ]; then
    echo "defences of the simulation taken away: $(grep -c 'goes red with' verification/simulation/target/surefire-reports/*MutationTest-output.txt)," \
      "noticed: $(grep -c 'caught by Optional\[' verification/simulation/target/surefire-reports/*MutationTest-output.txt)"
  fi
  printf '%-20s %-32s %8s %8s %6s %6s\n' module package killed total share least
  local share package least
  while read -r module package least; do
    [[ " ${modules[*]} " == *" $module "* ]] || continue
    local found="$module/target/pit-reports/mutations.xml"
    # One mutant a line: detected, its class, method, line and what was done to it. What the JVM does not load changed (records
    # with annotated components) was not tried, and so is not counted, neither as killed nor at all.
    sed 's/<mutation /\n<mutation /g' "$found" | grep '^<mutation ' | grep -v "status='RUN_ERROR'" | grep "<mutatedClass>io.cloudrelease.$package\." >"$module/target/pit-reports/of" || true
    local killed total
    killed=$(grep -c "detected='true'" "$module/target/pit-reports/of" || true)
    total=$(grep -c . "$module/target/pit-reports/of" || true)
    share=$((total == 0 ? 0 : killed * 100 / total))
    printf '%-20s %-32s %8d %8d %5d%% %5d%%\n' "$module" "$package" "$killed" "$total" "$share" "$least"
    [ "$share" -ge "$least" ] || code=1
  done <verification/mutants.txt
  for module in "${modules[@]}"; do
    sed 's/<mutation /\n<mutation /g' "$module/target/pit-reports/mutations.xml" | grep -E "detected='false'|status='RUN_ERROR'" |
      sed -E "s/.*status='([A-Z_]*)'.*<mutatedClass>([^<]*)<.*<mutatedMethod>([^<]*)<.*<lineNumber>([^<]*)<.*<description>([^<]*)<.*/\2:\4 \3: \5 (\1)/" |
      sort >"$module/target/pit-reports/survived.txt"
  done
  return "$code"
}

report_look() { # report_look [N]
  number N "${1:-10000}"
  command -v chromium >/dev/null || { echo "needs the package chromium" >&2; return 1; }
  local out=command-line/target/report one
  mvn -q -pl command-line -am test -Dtest=HtmlReportTest -Dsurefire.failIfNoSpecifiedTests=false "-Dreport.rows=${1:-10000}" >"${TMPDIR:-/tmp}/report-look.log" 2>&1 ||
    { cat "${TMPDIR:-/tmp}/report-look.log" >&2; return 1; }
  rm -f "${TMPDIR:-/tmp}/report-look.log"
  for one in few many; do
    echo "== $one"
    java verification/report/LookAtReport.java "$out/$one.html" "$out/$one" '<script>alert(1)</script>' \
      '=HYPERLINK("http://evil.example","click")' 'invoice\u202egnp.exe' '\u001b[2J'
  done
}

lists() { # lists [SEEDS]
  local log=verification/simulation/target/lists.log code=0 seeds="${1:-200}"
  number SEEDS "$seeds"
  mkdir -p verification/simulation/target
  mvn -q -pl verification/simulation,provider-tencent,provider-aliyun,provider-zenlayer -am test -Dtest='io.cloudrelease.simulation.FindTest,*ContractTest*#of_many_small*' \
    -Dsurefire.failIfNoSpecifiedTests=false -Dtest.timeout=3600 -Dtest.jit= "-Dsimulation.find.seeds=$seeds" "-Dleftovers.seeds=$seeds" >"$log" 2>&1 || code=$?
  [ "$code" -eq 0 ] || grep -v '^\s*at ' "$log" | head -40 >&2
  grep -hE ' found in | complete, the others' verification/simulation/target/surefire-reports/io.cloudrelease.simulation.FindTest-output.txt
  return "$code"
}

verb="${1:-}"
[ $# -eq 0 ] || shift
case "$verb" in
  traces) [ $# -ge 1 ] || usage; simulation Traces verification/traces/v1.txt "$@" ;;
  sweep) [ $# -ge 1 ] || usage; simulation StorySweep "$@" ;;
  sweep1) [ $# -ge 1 ] || usage; simulation Sweep "$@" ;;
  replay) [ $# -eq 1 ] || usage; simulation StorySweep "$@" ;;
  replay1) [ $# -eq 1 ] || usage; simulation Sweep "$@" ;;
  fuzz) [ $# -ge 1 ] || usage; fuzz "$@" ;;
  kills) [ $# -ge 1 ] && [ $# -le 2 ] || usage; kills "$@" ;;
  store) [ $# -eq 1 ] || usage; store "$@" ;;
  mutants) mutants "$@" ;;
  report-look) [ $# -le 1 ] || usage; report_look "$@" ;;
  lists) [ $# -le 1 ] || usage; lists "$@" ;;
  first-steps) [ $# -eq 0 ] || usage; verification/first-steps.sh ;;
  release-check) [ $# -le 1 ] || usage; verification/release/check.sh "$@" ;;
  checker) [ $# -le 1 ] || usage; checker "$@" ;;
  *) usage ;;
esac

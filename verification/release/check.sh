#!/usr/bin/env bash
# Holds what would be published against what is said of it; verification/run.sh release-check. Works on the committed state (HEAD), in a
# temporary folder with a local repository of its own, so that nothing is installed where other builds look.
set -euo pipefail
cd "$(dirname "$0")/../.."
{ # Read whole before it begins: it runs for minutes, and whoever edits it meanwhile shall not change it.

before="${1:-}" # a commit or tag to compare the public classes with; without it, the newest tag v*
published=(sdk-bom sdk-core provider-zenlayer provider-tencent provider-aliyun store-jdbc spring-boot-starter sdk-testkit sdk-testkit-junit sdk-testkit-wiremock)
built=("${published[@]}" command-line)
japicmp=0.25.0

work="$(mktemp -d /tmp/cloudrelease-release.XXXXXX)"
trap 'rm -rf "$work"' EXIT
failed=0
umask 022 # the rights of files stand in the jars of sources and of Javadoc
say() { echo; echo "== $* =="; }
wrong() { echo "WRONG $*"; failed=1; }
list() { local IFS=,; echo "$*"; }

repository="$work/m2"
mkdir -p "$repository"
known="${MAVEN_REPOSITORY:-$HOME/.m2/repository}"
[ ! -d "$known" ] || cp -a --reflink=auto "$known/." "$repository"
rm -rf "$repository/io/cloudrelease"
# Maven as the build has it, but with the local repository above, and without what only looks at sources.
maven() { ${MAVEN:-mvn} -B -ntp -q -Dspotless.check.skip=true -Denforcer.skip=true "-Dmaven.repo.local=$repository" "$@"; }
export_to() { mkdir -p "$2"; git archive "$1" | tar -x -C "$2"; }

say "two builds of $(git rev-parse --short HEAD), one hash"
one="$work/one"
two="$work/further/down/two"
export_to HEAD "$one"
export_to HEAD "$two"
# The second in another folder, time zone, encoding and language; and whole, so that it is seen what a plain install leaves.
(cd "$one" && maven -Prelease -Dmaven.test.skip=true -Dmaven.install.skip=true -pl "$(list "${built[@]}")" -am deploy "-DaltDeploymentRepository=folder::file://$work/deployed")
(cd "$two" && TZ=Pacific/Kiritimati LC_ALL=C MAVEN_OPTS="-Duser.timezone=Pacific/Kiritimati -Duser.language=tr" \
  maven -Prelease -Dmaven.test.skip=true install)
hashes() { # hashes ROOT: everything of a published module that leaves the machine, and the tool
  local module
  for module in "${built[@]}"; do
    (cd "$1" && find "$module" -maxdepth 2 \( -path "$module/target/*.jar" -o -path "$module/target/*-cyclonedx.*" -o -name .flattened-pom.xml \) \
      ! -name 'original-*' -print0 | sort -z | xargs -0 sha256sum)
  done
}
hashes "$one" >"$work/one.sums"
hashes "$two" >"$work/two.sums"
if diff "$work/one.sums" "$work/two.sums" >"$work/differ"; then
  echo "$(wc -l <"$work/one.sums") files, both times the same"
else
  wrong "files that differ:"
  cat "$work/differ"
fi

say "what is deployed, and what is installed"
deployed="$(cd "$work/deployed/io/cloudrelease" && printf '%s\n' * | sort | xargs)"
expected="$(printf '%s\n' "${published[@]}" | sort | xargs)"
echo "deployed: $deployed"
[ "$deployed" = "$expected" ] || wrong "expected: $expected"
installed="$(cd "$repository/io/cloudrelease" && printf '%s\n' * | sort | xargs)"
echo "installed: $installed"
case " $installed " in
  *" examples "* | *simulation* | *architecture* | *benchmarks* | *fuzz* | *shared-pace* | *classpath*) wrong "nobody needs those" ;;
esac

say "poms, terms, bills of materials"
(cd "$one" && maven -o org.apache.maven.plugins:maven-dependency-plugin:3.8.1:list -DincludeScope=runtime -DoutputFile=target/runtime.txt \
  -pl "$(list "${built[@]}")")
java verification/release/ReleaseCheck.java "$one" "${built[@]}" || failed=1

say "projects of somebody else"
export_to HEAD "$work/outside"
consumer="$work/outside/verification/release/consumer"
service="$work/outside/verification/release/service"
version="$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' sdk-bom/pom.xml | head -1)"
for project in "$consumer" "$service"; do
  (cd "$project" && maven process-classes "-Dcloudrelease.version=$version")
done
on="$consumer/target/dependency"
jdks=("$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")")
for home in /usr/lib/jvm/*; do
  [ -L "$home" ] || [ ! -x "$home/bin/jlink" ] || [ "$home" = "${jdks[0]}" ] || jdks+=("$home")
done
runs() { # runs JDK PROJECT MODULE CLASS: on both paths
  local jars="$2/target/dependency"
  "$1/bin/java" -cp "$2/target/classes:$jars/*" "$4" 2>"$work/err" || { cat "$work/err"; wrong "$3 on the class path of $1"; }
  "$1/bin/java" -p "$2/target/classes:$jars" -m "$3/$4" 2>"$work/err" || { cat "$work/err"; wrong "$3 on the module path of $1"; }
}
for home in "${jdks[@]}"; do
  runs "$home" "$consumer" com.example.nightly com.example.nightly.Nightly
  runs "$home" "$service" com.example.service com.example.service.Service
done

say "jdeps and jlink"
# Unpacked and without descriptors, since jdeps looks at a module only together with all that it may require.
unpack() { # unpack PROJECT FOLDER
  local jar
  for jar in "$1"/target/dependency/*.jar; do
    mkdir -p "$2/$(basename "$jar" .jar)"
    (cd "$2/$(basename "$jar" .jar)" && jar --extract --file "$jar" && rm -rf module-info.class META-INF/versions)
  done
}
clean() { # clean CLASSPATH CLASSES OF: of the class path, what begins with OF; annotations that only compilers read may be missing
  local found missing
  found="$(jdeps --multi-release 17 --jdk-internals --class-path "$1" "$2" 2>&1 | grep -E "^ +$3.* -> " || true)"
  missing="$(jdeps --multi-release 17 --missing-deps --class-path "$1" "$2" 2>&1 | grep -E "^ +$3.* -> " | grep -v 'org\.jspecify' || true)"
  [ -z "$found$missing" ] || { wrong "$(basename "$2")"; echo "$found"; echo "$missing"; }
}
unpack "$consumer" "$work/unpacked"
unpack "$service" "$work/unpacked-service"
everything="$(printf '%s:' "$work"/unpacked/*)"
modules=""
for one_of_ours in "$work"/unpacked/{sdk,provider,store}-*; do
  clean "$everything" "$one_of_ours" ""
  modules="$modules,$(jdeps --multi-release 17 --ignore-missing-deps --print-module-deps --class-path "$everything" "$one_of_ours" | tail -1)"
done
# Of the starter only what is ours: what Spring uses and leaves out is for Spring to say.
clean "$(printf '%s:' "$work"/unpacked-service/*)" "$work/unpacked-service/spring-boot-starter-$version" 'io\.cloudrelease\.'
needed="$(echo "$modules" | tr ',' '\n' | grep . | sort -u | paste -sd,)"
echo "modules of the JDK that all of ours need: $needed"
grep -q -- "--add-modules $needed,jdk.crypto.ec " docs/artifacts.md || wrong "docs/artifacts.md names other modules"
if jlink --module-path "$consumer/target/classes:$on" --add-modules com.example.nightly --output "$work/linked" >"$work/jlink" 2>&1; then
  wrong "jlink takes it whole now: docs/artifacts.md says it does not"
else
  sed 's/^/jlink of everything: /' "$work/jlink" | head -1
fi
jlink --add-modules "$needed,jdk.crypto.ec" --strip-debug --no-header-files --no-man-pages --output "$work/runtime"
echo "a runtime of those: $(du -sm "$work/runtime" | cut -f1) MB"
"$work/runtime/bin/java" -cp "$consumer/target/classes:$on/*" com.example.nightly.Nightly 2>"$work/err" || { cat "$work/err"; wrong "on a linked runtime"; }

say "public classes compared with an earlier state"
[ -n "$before" ] || before="$(git tag --list 'v*' --sort=-version:refname | head -1)"
if [ -z "$before" ]; then
  echo "skipped: no version has a tag yet; v0.2.0 will be the first (or name a commit)"
else
  echo "with $before ($(git rev-parse --short "$before^{commit}"))"
  export_to "$before" "$work/before"
  (cd "$work/before" && maven -Dmaven.test.skip=true package -pl "$(list "${published[@]}")" -am)
  maven org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    "-Dartifact=com.github.siom79.japicmp:japicmp:$japicmp:jar:jar-with-dependencies" "-DoutputDirectory=$work/japicmp"
  plain() { find "$1/target" -maxdepth 1 -name '*.jar' ! -name '*-sources.jar' ! -name '*-javadoc.jar' ! -name 'original-*' | head -1; }
  for module in "${published[@]}"; do
    [ -d "$one/$module/target/classes" ] || continue
    old="$(plain "$work/before/$module" || true)"
    [ -n "$old" ] || { echo "$module: new"; continue; }
    # Only what is exported to everyone.
    exported="$(jar --describe-module --file "$old" | sed -n 's/^exports \([^ ]*\)$/\1/p' | paste -sd';')"
    # Semantic versioning before 1.0: told, not forbidden; from 1.0 on a break fails.
    strict=()
    case "$before" in v[1-9]*) strict=(--error-on-binary-incompatibility --error-on-source-incompatibility) ;; esac
    java -jar "$work"/japicmp/*.jar --old "$old" --new "$(plain "$one/$module")" --include-exclusively --include "$exported" \
      --only-modified --ignore-missing-classes "${strict[@]}" >"$work/japicmp.$module" 2>&1 || { wrong "$module"; cat "$work/japicmp.$module"; }
    echo "$module: $(grep -cE '^(\*|-|\+).*(CLASS|INTERFACE|ENUM|ANNOTATION|RECORD)' "$work/japicmp.$module" || true) types changed," \
      "$(grep -cE '!' "$work/japicmp.$module" || true) lines that break old programs"
  done
fi

echo
[ "$failed" -eq 0 ] && echo "all as it should be" || echo "something is wrong, see above"
exit "$failed"
}

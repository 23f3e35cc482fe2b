#!/usr/bin/env bash
# Follows docs/first-steps.md, and then docs/projects.md, to the letter: each in an empty folder, with a local repository that is empty
# at the beginning, typing nothing but what the pages say. Only the address of the repository is this one (what is committed here), and
# the second page is begun as it says, with the first two steps of the first. Needs the network, for Maven.
set -euo pipefail
cd "$(dirname "$0")/.."
repository="$PWD"
folder="$(mktemp -d)"
end() { # the simulated clouds and the service too, where a page was not followed to its end
  local one
  for one in "$folder"/pid-*; do
    ! [ -s "$one" ] || kill "$(cat "$one")" 2>/dev/null || true
  done
  rm -rf "$folder"
}
trap end EXIT

# What a page says to type goes to the second folder's file "typed", what it says to write into files goes into them.
written() { # written PAGE FOLDER [LAST_SECTION]
  mkdir -p "$2"
  awk -v folder="$2" -v typed="$2.typed" -v last="${3:-}" '
    /^## / && last && seen { exit }
    /^## / && last && index($0, "## " last) == 1 { seen = 1 }
    /^`[^`]+`:$/ { file = substr($0, 2, length($0) - 3) }
    /^```/ && inside { inside = 0; close(to); next }
    /^```/ {
      inside = 1
      to = file ? folder "/" file : $0 == "```sh" ? typed : "/dev/null"
      if (file) system("mkdir -p \"$(dirname \"" to "\")\"")
      file = ""
      next
    }
    inside { print >> to }
  ' "$1"
}
# What is started in the background is ended by the page itself, or by us.
noted() { sed -E 's#^(clouds|service)=[$]!$#&; echo $! >'"$folder"'/pid-\1#' "$1"; }
follow() { # follow NAME TYPED: in the folder NAME
  noted "$2" >"$2.noted"
  (cd "$folder/$1" && timeout 1500 bash -ex "$2.noted") | tee "$folder/$1.said"
}

mkdir "$folder/m2"
export MAVEN_OPTS="-Dmaven.repo.local=$folder/m2"
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="url.file://$repository.insteadOf" GIT_CONFIG_VALUE_0="https://github.com/cloudrelease/cloudrelease-java.git"
export XDG_STATE_HOME="$folder/state" XDG_CACHE_HOME="$folder/cache"

written docs/first-steps.md "$folder/first"
time follow first "$folder/first.typed"
[ "$(grep -c 'done DESTROYED' "$folder/first.said")" -eq 4 ]
echo "first steps: four instances released, in $(ls "$folder/m2" | wc -l) groups of a local repository that was empty"

written docs/first-steps.md "$folder/projects" "2."
written docs/projects.md "$folder/projects"
time follow projects "$folder/projects.typed"
# Each block of the page that shows what is printed.
awk '/^```text$/ { inside = 1; next } /^```/ { inside = 0 } inside' docs/projects.md | while IFS= read -r line; do
  grep -qF -- "$line" "$folder/projects.said" || { echo "not printed: $line" >&2; exit 1; }
done
# Maven has failed by now if one of them did.
tests() { cat "$folder/projects/$1/target/surefire-reports/"*.xml | grep -c '<testcase'; }
[ "$(tests cleanup)" -eq 1 ] && [ "$(tests nimbus)" -ge 18 ]
echo "projects: ten instances released by a script, ten by a Spring Boot service; $(tests cleanup) test of one's own, $(tests nimbus) of a provider of one's own"

#!/usr/bin/env bash
# Follows docs/first-steps.md to the letter: in an empty folder, with an empty local repository, typing nothing but what the page says.
# Only the address of the repository is this one (what is committed here). Needs the network, for Maven.
set -euo pipefail
cd "$(dirname "$0")/.."
repository="$PWD"
folder="$(mktemp -d)"
end() { # the simulated clouds too, where the page was not followed to its end
  ! [ -s "$folder/clouds" ] || kill "$(cat "$folder/clouds")" 2>/dev/null || true
  rm -rf "$folder"
}
trap end EXIT

mkdir "$folder/empty" "$folder/m2"
awk -v folder="$folder/empty" -v typed="$folder/typed" '
  /^`[^`]+`:$/ { file = substr($0, 2, length($0) - 3) }
  /^```/ && inside { inside = 0; next }
  /^```sh$/ { inside = 1; to = typed; next }
  /^```(xml|java)$/ { inside = 1; to = folder "/" file; system("mkdir -p \"$(dirname \"" to "\")\""); next }
  /^```/ { inside = 1; to = "/dev/null"; next }
  inside { print > to }
' docs/first-steps.md

export MAVEN_OPTS="-Dmaven.repo.local=$folder/m2"
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="url.file://$repository.insteadOf" GIT_CONFIG_VALUE_0="https://github.com/cloudrelease/cloudrelease-java.git"
export XDG_STATE_HOME="$folder/state" XDG_CACHE_HOME="$folder/cache"
cd "$folder/empty"
sed -i "s|^clouds=\$!\$|&; echo \$clouds >$folder/clouds|" "$folder/typed"
time timeout 1200 bash -ex "$folder/typed" | tee "$folder/said"
[ "$(grep -c 'done DESTROYED' "$folder/said")" -eq 4 ]
echo "first steps: four instances released, in $(ls "$folder/m2" | wc -l) groups of a local repository that was empty"

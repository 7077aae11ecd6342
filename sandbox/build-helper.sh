#!/bin/sh
# Compiles the sandbox helper into the folder given, with its SHA-256 beside it.
# Without a C compiler it says so and succeeds: the other back ends need no native code.
set -eu
here=$(cd "$(dirname -- "$0")" && pwd)
source=$here/src/main/c/cordon-sandbox.c
out=$1
say() { printf 'build-helper: %s\n' "$*" >&2; }

[ "$(uname -s)" = Linux ] || { say "not Linux: no helper"; exit 0; }
mkdir -p "$out"
if [ "$out/cordon-sandbox" -nt "$source" ] && [ "$out/cordon-sandbox.sha256" -nt "$source" ] &&
    [ "$out/cordon-sandbox" -nt "$here/build-helper.sh" ]; then
    exit 0
fi
flags="-std=gnu11 -Os -s -Wall -Wextra -Werror"
for attempt in musl-gcc gcc-static gcc clang cc; do
    compiler=${attempt%-static}
    command -v "$compiler" >/dev/null 2>&1 || continue
    case $attempt in
    musl-gcc)
        # musl brings no kernel headers; the host's come last.
        extra="-static -idirafter /usr/include -idirafter /usr/include/$(uname -m)-linux-gnu"
        ;;
    gcc-static) extra=-static ;;
    *) extra= ;;
    esac
    # shellcheck disable=SC2086
    if "$compiler" $flags $extra -o "$out/cordon-sandbox.new" "$source" 2>"$out/cordon-sandbox.log"; then
        mv "$out/cordon-sandbox.new" "$out/cordon-sandbox"
        rm -f "$out/cordon-sandbox.log"
        sha256sum "$out/cordon-sandbox" | cut -d' ' -f1 >"$out/cordon-sandbox.sha256"
        exit 0
    fi
done
if [ -f "$out/cordon-sandbox.log" ]; then
    cat "$out/cordon-sandbox.log" >&2
    rm -f "$out/cordon-sandbox.log"
    say "no compiler could build the helper"
    exit 1
fi
say "no C compiler (musl-gcc, gcc, clang or cc): built without the helper, bubblewrap is used instead"

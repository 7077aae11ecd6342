#!/bin/sh
# Searches for a patch in a folder: the worker of the embedded repair engine, which `cordon` starts
# inside the sandbox. Written by the build.
#
#   cordon-repair look|test|search FOLDER [--millis N] [--seed N] [--candidates N] [--hosts N]
cordon_bin=${0%/*}
cordon_dir=${cordon_bin%/bin}
exec "$cordon_dir/runtime/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto \
    -cp "@CLASSPATH@" dev.cordon.repair.Worker "$@"

#!/bin/sh
# Starts Cordon with its own runtime. Written by the build: the flags below are those with which the
# AOT cache was trained, and the cache is used only under the name that the hash of the jars gives.
cordon_self=$0
while [ -h "$cordon_self" ]; do
    cordon_link=$(readlink "$cordon_self")
    case $cordon_link in
    /*) cordon_self=$cordon_link ;;
    *) cordon_self=${cordon_self%/*}/$cordon_link ;;
    esac
done
case $cordon_self in
*/*) cordon_bin=${cordon_self%/*} ;;
*) cordon_bin=. ;;
esac
cordon_dir=$cordon_bin/..

# What a repository may have put into the environment must not load code into this process. The
# values are kept for the commands of tools, where users rely on them.
[ -z "${JAVA_TOOL_OPTIONS+x}" ] || export CORDON_SAVED_JAVA_TOOL_OPTIONS="$JAVA_TOOL_OPTIONS"
[ -z "${JDK_JAVA_OPTIONS+x}" ] || export CORDON_SAVED_JDK_JAVA_OPTIONS="$JDK_JAVA_OPTIONS"
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS JDK_AOT_VM_OPTIONS

# Without a UTF-8 locale the JVM cannot read names that are not ASCII.
cordon_locale=${LC_ALL:-${LC_CTYPE:-${LANG:-}}}
case $cordon_locale in
*[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
*)
    export CORDON_SAVED_LC_ALL="${LC_ALL:-}"
    export LC_ALL=C.UTF-8
    ;;
esac

# A final message that a person has just read on the same screen is not printed again.
if [ -t 1 ] && [ -t 2 ]; then
    export CORDON_TERMINAL=1
elif [ /dev/fd/1 -ef /dev/fd/2 ]; then
    # One file for both: what was said stands there already.
    export CORDON_TERMINAL=same
else
    unset CORDON_TERMINAL
fi

# A warm process, if the user keeps one, runs these; if it does not take the run, its client starts
# this file again.
case ${1:-} in
exec | e | sandbox | warm)
    cordon_warm=${CORDON_HOME:-${HOME:-}/.cordon}/run/warm.sock
    if [ -S "$cordon_warm" ] && [ -z "${CORDON_COLD:-}" ] && [ -x "$cordon_dir/lib/cordon-warm" ]; then
        exec "$cordon_dir/lib/cordon-warm" run "$cordon_warm" @HASH@ "$cordon_bin/cordon" "$@"
    fi
    ;;
esac
unset CORDON_COLD

cordon_cache=$cordon_dir/lib/cordon-@HASH@.aot
cordon_aot=
[ ! -r "$cordon_cache" ] || cordon_aot=-XX:AOTCache=$cordon_cache
exec "$cordon_dir/runtime/bin/java" @FLAGS@ \
    "-XX:ErrorFile=${CORDON_HOME:-${HOME:-/tmp}/.cordon}/crash-%p.log" \
    ${cordon_aot:+"$cordon_aot"} "-Dcordon.dir=$cordon_dir" -Dcordon.build=@HASH@ -cp "@CLASSPATH@" dev.cordon.cli.Main "$@"

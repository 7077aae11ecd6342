#!/bin/sh
# Makes dist/ from the jars of the build.
#
#   build.sh JAVA_HOME TARGET DIST
#
# TARGET/lib holds the jars, TARGET/test-runners JUnit for projects that have none at hand. The image is made beside DIST and takes its place at the end, so that a
# running Cordon never sees half of one.
set -eu
java_home=$1
target=$2
dist=$3
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
new=$target/dist
say() { printf 'cordon: %s\n' "$*" >&2; }

modules=java.base,java.net.http,java.logging,java.management,java.xml,java.naming,java.sql
modules=$modules,jdk.crypto.ec,jdk.httpserver,jdk.unsupported,jdk.net,jdk.compiler,jdk.zipfs,java.desktop

hash_of() { sha256sum "$@" | sha256sum | cut -c1-64; }
runtime_key=$(printf '%s' "$modules" | cat - "$java_home/release" | sha256sum | cut -c1-16)
runtime=$target/runtime-$runtime_key
if [ ! -x "$runtime/bin/java" ]; then
    say "linking the runtime"
    rm -rf "$target"/runtime-*
    "$java_home/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files \
        --no-man-pages --compress zip-6 --output "$runtime.part"
    mv "$runtime.part" "$runtime"
fi

cd "$target/lib"
# Our own first: a resource is looked for in one jar after the other, and each is opened for that.
jars=$(ls -- cordon-*.jar | LC_ALL=C sort; ls -- *.jar | grep -v '^cordon-' | LC_ALL=C sort)
flags=$(tr '\n' ' ' <"$here/flags")
hash=$(hash_of $jars "$target"/test-runners/*.jar "$runtime/release" "$here/flags" \
    "$here/launcher.sh" "$here/repair.sh" "$here/build.sh" "$here/../c/cordon-warm.c")
if [ -r "$dist/lib/cordon-$hash.aot" ] && [ -x "$dist/bin/cordon" ]; then
    touch "$dist/.built"
    exit 0
fi

rm -rf "$new"
mkdir -p "$new/bin" "$new/lib"
cp $jars "$new/lib/"
cp -R "$target/test-runners" "$new/lib/"
cp -R "$runtime" "$new/runtime"
class_path=
for jar in $jars; do
    class_path="$class_path:\$cordon_dir/lib/$jar"
done
class_path=${class_path#:}
sed -e "s|@HASH@|$hash|g" -e "s|@FLAGS@|$flags|" -e "s|@CLASSPATH@|$class_path|" \
    "$here/launcher.sh" >"$new/bin/cordon"
repair_path=
for jar in $jars; do
    case $jar in
    cordon-repair-* | cordon-protocol-* | cordon-model-* | jackson-core-* | jspecify-*)
        repair_path="$repair_path:\$cordon_dir/lib/$jar"
        ;;
    esac
done
sed -e "s|@CLASSPATH@|${repair_path#:}|" "$here/repair.sh" >"$new/bin/cordon-repair"
chmod 755 "$new/bin/cordon" "$new/bin/cordon-repair"

# The client of a warm process; without a C compiler every start is a cold one.
for compiler in "musl-gcc -static" gcc clang cc; do
    command -v "${compiler%% *}" >/dev/null 2>&1 || continue
    # shellcheck disable=SC2086
    $compiler -std=gnu11 -Os -s -Wall -Wextra -Werror -o "$new/lib/cordon-warm" \
        "$here/../c/cordon-warm.c" && break
done
[ -x "$new/lib/cordon-warm" ] || say "no C compiler: built without the client of a warm process"

say "training the AOT cache"
cordon_dir=$new
training_path=$(eval "printf '%s' \"$class_path\"")
training_home=$target/training
rm -rf "$training_home"
mkdir -p "$training_home"
# A server certificate for the turn over TLS, from an authority that lives as long as this build.
training_keys=$target/training-keys
rm -rf "$training_keys"
mkdir -p "$training_keys"
key() { "$java_home/bin/keytool" "$@" -keystore "$training_keys/keys.p12" -storepass training; }
(
    key -genkeypair -alias ca -keyalg EC -groupname secp256r1 -dname CN=ca -ext bc:c -validity 2
    key -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=server -validity 2
    key -certreq -alias server -file "$training_keys/request"
    key -gencert -alias ca -infile "$training_keys/request" -outfile "$training_keys/server.pem" \
        -rfc -ext san=ip:127.0.0.1 -ext eku=serverAuth -validity 2
    key -exportcert -alias ca -rfc -file "$training_keys/ca.pem"
    key -importcert -alias server -file "$training_keys/server.pem" -noprompt
    key -delete -alias ca
) >"$target/training.log" 2>&1 || {
    say "no certificate for the training; see $target/training.log"
    exit 1
}
# What methods were hot in the training is not kept: a start compiles all of them again beside the
# work that it has, which costs it a sixth of its processor time on two cores.
training_flags="$flags -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining"
# Assembling the cache prints to standard output whatever the log flags say.
if ! env -i PATH="$PATH" HOME="$training_home" LC_ALL=C.UTF-8 \
    "$new/runtime/bin/java" $training_flags "-XX:AOTCacheOutput=$new/lib/cordon-$hash.aot" \
    "-Dcordon.dir=$new" -cp "$training_path" dev.cordon.cli.Training "$training_home" \
    "$training_keys" >"$target/training.log" 2>&1 || [ ! -s "$new/lib/cordon-$hash.aot" ]; then
    say "the AOT cache could not be trained; see $target/training.log"
    tail -5 "$target/training.log" >&2
    exit 1
fi
chmod 600 "$new/lib/cordon-$hash.aot"
(cd "$new" && find bin lib -type f | LC_ALL=C sort | xargs sha256sum) >"$new/MANIFEST.sha256"

rm -rf "$dist.old"
[ ! -d "$dist" ] || mv "$dist" "$dist.old"
mv "$new" "$dist"
rm -rf "$dist.old"
touch "$dist/.built"

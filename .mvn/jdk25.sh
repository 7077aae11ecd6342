# Finds a JDK 25 or newer and exports JAVA_HOME. Sourced by ./cordon, ./check and ./mvnw.
#
# The file `release` tells the version; `java -version` would cost 30 ms and the name of a folder
# tells nothing (`*25*` also matches 17.0.25).

jdk25_accepts() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS='=' read -r jdk25_key jdk25_value; do
        if [ "$jdk25_key" = JAVA_VERSION ]; then
            jdk25_value=${jdk25_value#\"}
            jdk25_value=${jdk25_value%%[!0-9]*}
            [ "${jdk25_value:-0}" -ge 25 ]
            return
        fi
    done <"$1/release"
    return 1
}

jdk25_find() {
    jdk25_on_path=
    if command -v javac >/dev/null 2>&1; then
        jdk25_on_path=$(readlink -f "$(command -v javac)" 2>/dev/null)
        jdk25_on_path=${jdk25_on_path%/bin/javac}
    fi
    for jdk25_home in "${CORDON_JAVA_HOME:-}" "${JAVA_HOME:-}" \
        /usr/lib/jvm/*25* /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/.sdkman/candidates/java/* "$jdk25_on_path"; do
        if [ -n "$jdk25_home" ] && jdk25_accepts "$jdk25_home"; then
            JAVA_HOME=$jdk25_home
            export JAVA_HOME
            return 0
        fi
    done
    echo "cordon: no JDK 25 found in CORDON_JAVA_HOME, JAVA_HOME, /usr/lib/jvm or PATH;" \
        "install one (for example the package temurin-25-jdk or openjdk-25-jdk, or SDKMAN)" \
        "or unpack one anywhere and set CORDON_JAVA_HOME to it." >&2
    return 1
}

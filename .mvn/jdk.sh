# Finds a JDK 25 or newer and sets JAVA_HOME: JAVA_HOME, then PATH, then the usual install folders.
# Sourced by ./mailroad and ./test.

jdk_version() {
  local line
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in JAVA_VERSION=\"[0-9]*)
      line=${line#*\"}
      echo "${line%%[!0-9]*}"
      return
      ;;
    esac
  done <"$1/release"
}

find_jdk() {
  local java candidate version
  java=$(command -v javac 2>/dev/null) && java=$(readlink -f "$java") && java=${java%/bin/javac}
  for candidate in "${JAVA_HOME:-}" "$java" /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$candidate" ] || continue
    version=$(jdk_version "$candidate")
    if [ -n "$version" ] && [ "$version" -ge 25 ]; then
      export JAVA_HOME=$candidate
      return 0
    fi
  done
  cat >&2 <<'NONE'
mailroad: no JDK 25 (or newer) was found: not in JAVA_HOME, not on PATH, not in /usr/lib/jvm or the like.
Get one, for instance Eclipse Temurin 25 from https://adoptium.net/temurin/releases/?version=25
(Debian and Ubuntu: package temurin-25-jdk from Adoptium's repository; macOS: brew install temurin@25),
or set JAVA_HOME to the folder of one that you have.
NONE
  return 1
}

# Maven of any version from 3.8 on; it runs on the JDK found above.
maven() {
  if ! command -v mvn >/dev/null 2>&1; then
    echo "mailroad: Maven was not found; it builds Mailroad. Debian and Ubuntu: apt-get install maven; macOS: brew install maven" >&2
    return 69
  fi
  mvn "$@"
}

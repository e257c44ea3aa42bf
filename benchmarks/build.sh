# Read by the scripts beside it: builds, and sets jdk and flags. $root is the repository.
jdk=$("$root/zkchain" doctor --json 2>/dev/null | sed -n 's/.*"jdk" : "\([^ ]*\) .*/\1/p')
flags="--enable-native-access=ALL-UNNAMED -XX:+UseParallelGC --add-modules=jdk.incubator.vector"
log=$root/benchmarks/target/build.log
mkdir -p "$root/benchmarks/target"
echo 'building ...' >&2
(cd "$root" && mvn -q -B -Dstyle.color=never -Pquick -DskipTests package -pl benchmarks -am </dev/null >"$log" 2>&1) || {
  cat "$log" >&2
  exit 1
}
"$root/zkchain" --version >/dev/null # prepares the launcher's archives for the new jars

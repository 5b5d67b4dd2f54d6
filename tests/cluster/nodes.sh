#!/usr/bin/env bash
# Nodes of OpenSearch on this machine alone, a JVM each, from Maven Central's jars. Needs Java 17 or later and Maven.
#   nodes.sh build DIR                          builds what starts them
#   nodes.sh start DIR [NODES=3] [PORT=9300]    starts them, waits until all have joined, prints the URL of each
#   nodes.sh kill DIR NUMBER                    SIGKILL to one
#   nodes.sh revive DIR NUMBER                  starts one again that was killed, on its own data
#   nodes.sh stop DIR                           ends all
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
what=${1:?build, start, kill, revive or stop}; dir=${2:?a folder}
mkdir -p "$dir"; dir=$(cd "$dir" && pwd)

build() {
  [ -s "$dir/classpath" ] && return
  rm -rf "$dir/node" && cp -r "$here/node" "$dir/node"
  (cd "$dir/node" && mvn -q -B compile dependency:build-classpath -Dmdep.outputFile="$dir/classpath.new" >&2)
  mv "$dir/classpath.new" "$dir/classpath"
}
launch() { # NUMBER
  read -r nodes port <"$dir/shape"
  java -Xms"${HEAP:-384m}" -Xmx"${HEAP:-384m}" -Dlog4j.shutdownHookEnabled=false -Dlog4j2.disable.jmx=true \
    -Djava.awt.headless=true -Djava.locale.providers=SPI,COMPAT -cp "$dir/node/target/classes:$(<"$dir/classpath")" \
    ClusterNode "$dir" "$1" "$nodes" "$port" >"$dir/n$1.out" 2>&1 </dev/null &
  echo $! >"$dir/n$1.pid"
}
joined() { # NUMBER: waits until all have joined, a minute and a half at most
  read -r nodes port <"$dir/shape"
  for _ in $(seq 90); do
    curl -sf -m 5 "http://127.0.0.1:$((port + $1))/_cluster/health?wait_for_nodes=$nodes&timeout=5s" >/dev/null && return
    kill -0 "$(<"$dir/n$1.pid")" 2>/dev/null || { cat "$dir/n$1.out" >&2; exit 1; }
    sleep 1
  done
  echo "the nodes did not find each other; see $dir/n*.out" >&2; exit 1
}
case $what in
  build) build ;;
  start)
    build; echo "${3:-3} ${4:-9300}" >"$dir/shape"; read -r nodes port <"$dir/shape"
    for i in $(seq "$nodes"); do launch "$i"; done
    for i in $(seq "$nodes"); do joined "$i"; echo "http://127.0.0.1:$((port + i))"; done ;;
  kill) kill -9 "$(<"$dir/n${3:?a number}.pid")" ;;
  revive) launch "${3:?a number}"; joined "$3" ;;
  stop)
    for pid in "$dir"/n*.pid; do [ -e "$pid" ] && { kill "$(<"$pid")" 2>/dev/null || true; }; done
    for pid in "$dir"/n*.pid; do
      [ -e "$pid" ] || continue
      for _ in $(seq 100); do kill -0 "$(<"$pid")" 2>/dev/null || break; sleep 0.2; done
      kill -9 "$(<"$pid")" 2>/dev/null || true
      rm "$pid"
    done ;;
  *) echo "build, start, kill, revive or stop" >&2; exit 2 ;;
esac

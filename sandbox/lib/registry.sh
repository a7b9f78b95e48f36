# A real registry as an upstream of the emulated AWS, and a real client of its registries.

crane_version=0.22.1
distribution_version=3.0.0
upstream=$state/upstream

crane_tool() {
  go_tool "Building crane $crane_version" "$sandbox/registry/crane" ""
  crane=$built/crane
}

distribution_tool() {
  go_tool "Building the registry CNCF Distribution $distribution_version, minutes the first time" \
    "$sandbox/registry/distribution" ""
  distribution=$built/registry
}

upstream_runs() {
  [ -e "$upstream/pid" ] && kill -0 "$(cat "$upstream/pid")" 2>/dev/null
}

# upstream_start [HTPASSWD]: starts the registry on a free port; $address is where it listens.
upstream_start() {
  mkdir -p "$upstream"
  cat >"$upstream/config.yml" <<EOC
version: 0.1
log: { level: info, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: "$upstream/data" } }
http: { addr: "127.0.0.1:0", secret: sandbox }
EOC
  [ -z "${1:-}" ] || echo "auth: { htpasswd: { realm: upstream, path: \"$1\" } }" >>"$upstream/config.yml"
  OTEL_TRACES_EXPORTER=none setsid nohup "$distribution" serve "$upstream/config.yml" \
    >"$upstream/log" 2>&1 </dev/null &
  echo $! >"$upstream/pid"
  for _ in $(seq 300); do
    address=$(sed -n 's/.*listening on \(127\.0\.0\.1:[0-9]*\).*/\1/p' "$upstream/log")
    [ -z "$address" ] || return 0
    upstream_runs || break
    sleep 0.1
  done
  tail -n 20 "$upstream/log" >&2
  die "the registry did not start"
}

upstream_stop() {
  local pid
  if upstream_runs; then
    pid=$(cat "$upstream/pid")
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  fi
  rm -f "$upstream/pid"
}

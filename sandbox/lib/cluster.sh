# A real Kubernetes: its processes on the loopback interface, in a folder of the state.

kubernetes_release=1.37.2

# The real provider, and the cluster in one program: each is minutes of work the first time.
cluster_tools() {
  local module=$sandbox/cluster/program
  cluster_program=$cache/cluster-$(digest "$module"/go.* "$module"/*.go)
  if [ ! -d "$cluster_program" ]; then
    go_toolchain
    step "Building Kubernetes $kubernetes_release, ten minutes the first time" cluster_build "$module" "$cluster_program"
  fi
}

cluster_build() {
  local kwok
  go_build "$1" "$2" "-X k8s.io/component-base/version.gitVersion=v$kubernetes_release" . &&
    kwok=$(module_folder "$1" sigs.k8s.io/kwok)/kustomize/stage &&
    cluster_stages "$kwok"/node/fast/node-*.yaml "$kwok"/node/heartbeat/node-*.yaml "$kwok"/pod/fast/pod-*.yaml \
      >"$2/stages.yaml" ||
    { rm -rf "$2"; return 1; }
}

# How nodes and pods fare: ready as soon as they are there, and jobs done.
cluster_stages() {
  local file
  for file in "$@"; do
    echo "---"
    cat "$file"
  done
}

cluster_runs() {
  [ -e "$state/cluster/kube-apiserver.pid" ] && kill -0 "$(cat "$state/cluster/kube-apiserver.pid")" 2>/dev/null
}

# cluster_use: has everything go to the cluster, where there is one.
cluster_use() {
  if cluster_runs; then
    export KUBECONFIG=$state/cluster/kubeconfig
  elif [ -e "$state/cluster" ]; then
    # Its objects have gone with it.
    export KUBECONFIG=$state/cluster/kubeconfig PULUMI_K8S_DELETE_UNREACHABLE=true
  fi
}

# cluster_start [VERSION]: starts it, as an emulated older version if one is given.
cluster_start() {
  cluster_runs && return
  [ ! -s "$state/stacks" ] || die "the sandbox is up without a cluster; run sandbox/down first, then sandbox/up --cluster"
  cluster_stop
  cluster_tools
  emulator_python
  mkdir -p "$state"
  step "Starting Kubernetes ${1:-$kubernetes_release}" "$emulator" "$sandbox/cluster/cluster.py" start \
    "$state/cluster" "$cluster_program/cluster" "$cluster_program/stages.yaml" "$sandbox/cluster/objects" "$@"
}

cluster_stop() {
  if [ -e "$state/cluster" ]; then
    emulator_python
    "$emulator" "$sandbox/cluster/cluster.py" stop "$state/cluster"
    rm -rf "$state/cluster"
  fi
}

# What deploys by objects in the cluster: Flux, and of Argo CD the kind of its applications.

# Flux' controllers, with the kinds of both.
gitops_tools() {
  local flux=$sandbox/cluster/flux argo=$sandbox/cluster/argo
  gitops=$cache/gitops-$(digest "$flux"/go.* "$argo"/go.*)
  if [ ! -d "$gitops" ]; then
    go_toolchain
    step "Building Flux, minutes the first time" gitops_build "$flux" "$argo" "$gitops"
  fi
}

gitops_build() {
  local module kinds=$3/kinds
  go_build "$1" "$3" "" tool && mkdir "$kinds" &&
    for module in helm-controller source-controller; do
      cp "$(module_folder "$1" "github.com/fluxcd/$module")"/config/crd/bases/*.yaml "$kinds/" || break
    done &&
    cp "$(module_folder "$2" github.com/argoproj/argo-cd/v3)/manifests/crds/application-crd.yaml" "$kinds/" ||
    { rm -rf "$3"; return 1; }
}

# gitops_start: starts Flux in the cluster, with a Helm repository of the sandbox's charts.
gitops_start() {
  [ ! -e "$state/cluster/charts.url" ] || return 0
  gitops_tools
  step "Starting Flux" "$emulator" "$sandbox/cluster/gitops.py" "$state/cluster" "$gitops" "$sandbox/charts"
}

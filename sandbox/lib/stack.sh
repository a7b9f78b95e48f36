# The stacks of the sandbox: a project of its own that runs the program of this repository, with
# its state in a folder.

export PULUMI_CONFIG_PASSPHRASE=sandbox PULUMI_SKIP_UPDATE_CHECK=true

project_start() {
  export PULUMI_BACKEND_URL=file://$state/backend
  mkdir -p "$state/backend"
  project_of "$root" "$project"
}

# project_of PROGRAM FOLDER: a project whose stack files lie in the folder, not beside the program.
project_of() {
  [ -d "$2" ] && return
  mkdir -p "$2"
  sed "\$a main: $1" "$1/Pulumi.yaml" >"$2/Pulumi.yaml"
}

# stack_name STACK_FILE: Pulumi.dev.yaml is the stack dev, S0.yaml is S0.
stack_name() {
  basename "$1" | sed 's/^Pulumi\.//; s/\.ya\{0,1\}ml$//'
}

# stack_start STACK_FILE: makes the stack, with what its file needs to be deployed here.
stack_start() {
  local name config salt
  name=$(stack_name "$1")
  config=$project/Pulumi.$name.yaml
  salt=$(grep -s '^encryptionsalt:' "$config" || true)
  cp "$1" "$config"
  chmod u+w "$config"
  [ -z "$salt" ] || printf '%s\n' "$salt" >>"$config"
  if ! grep -qsx "$name" "$state/stacks"; then
    quietly pulumi -C "$project" stack init "$name"
    echo "$name" >>"$state/stacks"
  fi
  stack_settings "$project" "$name"
}

# stack_settings PROJECT STACK: sets what the stack's file needs to be deployed here.
stack_settings() {
  local settings
  mapfile -t settings < <("$emulator" "$sandbox/lib/settings.py" "$1/Pulumi.$2.yaml" \
    $(cat "$state/cluster/charts.url" 2>/dev/null))
  [ ${#settings[@]} -eq 0 ] || pulumi -C "$1" config set-all --stack "$2" --path "${settings[@]}"
}

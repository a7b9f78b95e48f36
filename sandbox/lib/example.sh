# The examples: each a project of its own, a copy in the sandbox's state folder, with its state beside it.

example_languages() {
  (cd "$root/examples" && printf '%s\n' */Pulumi.yaml) | sed 's:/Pulumi.yaml$::' | paste -sd' '
}

# example_use LANGUAGE: the folder $example, and Pulumi and the AWS SDKs pointed at what is here.
example_use() {
  example=$state/examples/$1
  language_hosts
  go_toolchain
  node_toolchain
  # The plugin is this checkout's: it is not for others to find.
  if [ ! -d "$state/pulumi" ]; then
    mkdir -p "$state/pulumi"
    cp -al "$PULUMI_HOME/plugins" "$state/pulumi/" 2>/dev/null || cp -a "$PULUMI_HOME/plugins" "$state/pulumi/"
  fi
  export PULUMI_HOME=$state/pulumi PULUMI_BACKEND_URL=file://$state/backend
  # An operator of the management account: each provider names the role to assume.
  aws_use /dev/null
}

# example_start LANGUAGE: makes the project, once for each build of the jar.
example_start() {
  local jar=$root/target/ecr-cache.jar
  [ -e "$jar" ] || die "there is no target/ecr-cache.jar; run mvn package first"
  example_use "$1"
  [ ! "$example/.ready" -nt "$jar" ] || return 0
  mkdir -p "$state/backend" "$example"
  cp -R "$root/examples/$1/." "$example"
  step "Bringing what the example needs" example_dependencies "$1"
  quietly pulumi -C "$example" stack select dev --create
  quietly pulumi -C "$example" config set --secret dockerHubToken made-up-dockerHubToken --stack dev
  touch "$example/.ready"
}

example_dependencies() {
  local version archive
  if [ "$1" = java ]; then
    # What a library user takes from a repository.
    mvn --batch-mode --quiet install:install-file -Dfile="$root/target/ecr-cache.jar" -DpomFile="$root/pom.xml"
    return
  fi
  archive=$(echo "$state"/archives/*.tar.gz)
  if [ ! "$archive" -nt "$root/target/ecr-cache.jar" ]; then
    "$root/.ci/archives" "$state/archives" "$(platform)" || return
    archive=$(echo "$state"/archives/*.tar.gz)
  fi
  version=$(basename "$archive" "-$(platform).tar.gz" | sed 's/.*-v//')
  pulumi plugin install resource ecr-cache "v$version" --file "$archive" --reinstall || return
  # YAML reads the schema from the plugin; its host of this version cannot add packages.
  [ "$1" = yaml ] || pulumi -C "$example" package add "ecr-cache@$version"
}

platform() {
  uname -sm | tr 'A-Z ' 'a-z-' | sed 's/x86_64/amd64/; s/aarch64/arm64/'
}

# Where the sandbox keeps things, and how it tells what it does.

sandbox=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=$(dirname "$sandbox")
state=${ECR_CACHE_SANDBOX_STATE:-$sandbox/.state}
cache=${XDG_CACHE_HOME:-$HOME/.cache}/ecr-cache
project=$state/project

die() {
  echo "sandbox: $*" >&2
  exit 1
}

# Removes what the sandbox made in its state folder, and the folder if it then is empty.
state_remove() {
  rm -rf "$state"/{aws.pid,aws.port,aws.log,backend,project,stacks,fleet}
  rmdir "$state" 2>/dev/null || true
}

# step TEXT COMMAND...: says what a long command does and how long it took.
step() {
  local text=$1 start=$SECONDS
  shift
  printf '• %s … ' "$text"
  quietly "$@"
  echo "$((SECONDS - start)) s"
}

# quietly COMMAND...: shows what the command prints only if it fails, and ends then.
quietly() {
  local log
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1; then
    echo "failed: $*" >&2
    cat "$log" >&2
    rm -f "$log"
    exit 1
  fi
  rm -f "$log"
}

# digest [FILE...]: one name for what the files or the input say; a change gives another.
digest() {
  cat "$@" | sha256sum | cut -c 1-16
}

need() {
  command -v "$1" >/dev/null || die "$1 is missing; install $2"
}

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

# step TEXT COMMAND...: says what a long command does and how long it took; shows its output on failure.
step() {
  local text=$1 log start=$SECONDS
  shift
  log=$(mktemp)
  printf '• %s … ' "$text"
  if "$@" >"$log" 2>&1; then
    echo "$((SECONDS - start)) s"
  else
    echo failed
    cat "$log" >&2
    rm -f "$log"
    die "$text failed"
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

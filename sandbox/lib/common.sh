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
  rm -rf "$state"/{aws.pid,aws.port,aws.pem,aws.p12,aws.log,backend,project,stacks,fleet,examples,archives,pulumi,node,upstream,crane}
  rmdir "$state" 2>/dev/null || true
}

# step TEXT COMMAND...: says what a long command does, how far it is, and how long it took.
step() {
  local text=$1 start=$SECONDS log ticker ended=0
  shift
  log=$(mktemp)
  printf '• %s … ' "$text"
  progress "$text" "$log" &
  ticker=$!
  "$@" >"$log" 2>&1 || ended=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  if [ "$ended" != 0 ]; then
    failed "$log" "$@"
  fi
  rm -f "$log"
  [ ! -t 1 ] || printf '\r\033[K• %s … ' "$text"
  echo "$((SECONDS - start)) s"
}

# progress TEXT LOG: tells each second on a terminal, else twice a minute, how long a command has
# run, and from the log of a Go build how far it is.
progress() {
  local text=$1 log=$2 start=$SECONDS next=30 told
  # An interrupt ends the step's command, and this with it.
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    told="$((SECONDS - start)) s$(packages "$log")"
    if [ -t 1 ]; then
      printf '\r\033[K• %s … %s' "$text" "$told"
    elif [ $((SECONDS - start)) -ge "$next" ]; then
      next=$((next + 30))
      printf '\n  %s … ' "$told"
    fi
  done 2>/dev/null
}

# packages LOG: how many packages of a Go build are done: `go build -v` has a line for each.
packages() {
  local all
  all=$(sed -n 's/^to build: //p' "$1")
  if [ -n "$all" ]; then
    echo ", $(grep -cx '[^ ]*' "$1") of $all packages"
  elif grep -q '^go: downloading' "$1"; then
    echo ", $(grep -c '^go: downloading' "$1") modules downloaded"
  fi
}

# quietly COMMAND...: shows what the command prints only if it fails, and ends then.
quietly() {
  local log
  log=$(mktemp)
  "$@" >"$log" 2>&1 || failed "$log" "$@"
  rm -f "$log"
}

# failed LOG COMMAND...: shows the end of what the command printed, and ends.
failed() {
  local log=$1
  shift
  echo "failed: $*" >&2
  tail -n 100 "$log" >&2
  rm -f "$log"
  exit 1
}

# digest [FILE...]: one name for what the files or the input say; a change gives another.
digest() {
  cat "$@" | sha256sum | cut -c 1-16
}

need() {
  command -v "$1" >/dev/null || die "$1 is missing; install $2"
}

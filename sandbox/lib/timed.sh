# Times of commands, round by round.

# timed NAME COMMAND...: adds to the figures of that name how long the command took, and how long it
# and its children kept processors busy.
timed() {
  local figures=$state/$1.figures log=$state/log TIMEFORMAT='%R %U %S'
  shift
  { time "$@" >"$log" 2>&1; } 2>>"$figures" || failed "$log" "$@"
}

# compared TEXT NAME OTHER_TEXT OTHER_NAME: prints both, and their ratio round by round.
compared() {
  python3 "$sandbox/lib/compare.py" "$1" "$state/$2.figures" "$3" "$state/$4.figures"
}

package engine

import "golang.org/x/sys/unix"

// On Linux, a process that loses its parent becomes a child of this one, which then waits for it too: in a
// container nobody else may.
func init() {
	_ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
}

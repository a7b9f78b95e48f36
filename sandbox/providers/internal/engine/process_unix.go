//go:build unix

package engine

import (
	"os"
	"os/signal"
	"syscall"
)

// leadProcessGroup makes this process the head of a group of its own. The engine starts plugins so.
func leadProcessGroup() error {
	if syscall.Getpgrp() == os.Getpid() {
		return nil
	}
	return syscall.Setpgid(0, 0)
}

// endProcessGroup ends the children, and theirs: a child that was interrupted may have left some behind.
func endProcessGroup() {
	signal.Ignore(syscall.SIGTERM)
	_ = syscall.Kill(0, syscall.SIGTERM)
	for {
		if _, err := syscall.Wait4(-1, nil, 0, nil); err != nil && err != syscall.EINTR {
			return // No child is left.
		}
	}
}

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// process is one component of a cluster: its log, its command line and its number are files beside each other.
type process struct {
	dir  string
	name string
}

// record is what is kept of a process, so that others can end it and start it again as it was.
type record struct {
	Pid  int
	Args []string
}

func (p process) file(suffix string) string {
	return filepath.Join(p.dir, p.name+suffix)
}

// start begins it, apart from this process: it outlives it.
func (p process) start(args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	log, err := os.OpenFile(p.file(".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	command := exec.Command(self, append([]string{filepath.Dir(p.dir), "run", p.name}, args...)...)
	command.Stdout = log
	command.Stderr = log
	command.Dir = p.dir
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := command.Start(); err != nil {
		return err
	}
	// Where we outlast it, nothing of it stays in the table of processes
	go func() { _ = command.Wait() }()
	text, err := json.Marshal(record{Pid: command.Process.Pid, Args: args})
	if err != nil {
		return err
	}
	return os.WriteFile(p.file(".json"), text, 0o600)
}

func (p process) record() (record, error) {
	var read record
	text, err := os.ReadFile(p.file(".json"))
	if err == nil {
		err = json.Unmarshal(text, &read)
	}
	return read, err
}

// runs says whether that number is still this process: numbers are given again.
func (p process) runs(pid int) bool {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return false
	}
	return strings.Contains(string(text), "\x00"+filepath.Dir(p.dir)+"\x00run\x00"+p.name+"\x00")
}

// end kills it and waits until it is gone.
func (p process) end() error {
	read, err := p.record()
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for wait := 0; p.runs(read.Pid); wait++ {
		if wait > 500 {
			return fmt.Errorf("process %d (%s) does not end", read.Pid, p.name)
		}
		if err := syscall.Kill(read.Pid, syscall.SIGKILL); err != nil && err != syscall.ESRCH {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return nil
}

// act does to a process what somebody wants.
func act(p process, action string) error {
	read, err := p.record()
	if err != nil {
		return err
	}
	switch action {
	case "kill":
		return p.end()
	case "start":
		if p.runs(read.Pid) {
			return fmt.Errorf("%s runs", p.name)
		}
		return p.start(read.Args)
	case "stop", "continue":
		if !p.runs(read.Pid) {
			return fmt.Errorf("%s does not run", p.name)
		}
		sent := map[string]syscall.Signal{"stop": syscall.SIGSTOP, "continue": syscall.SIGCONT}[action]
		return syscall.Kill(read.Pid, sent)
	}
	return fmt.Errorf("no action %s", action)
}

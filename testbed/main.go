// Command testbed starts Kubernetes control planes on loopback, and fake nodes for them: what kube-apiserver,
// kube-controller-manager and kube-scheduler really do, without machines to run pods on.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"k8s.io/component-base/version"
)

const usage = `usage: testbed STATE COMMAND ...

  up N [DIR...]                        start clusters real-1 to real-N, and apply the YAML of these folders to them
  down                                 stop all of them
  apply CLUSTER DIR...                 apply the YAML of these folders
  process CLUSTER COMPONENT ACTION     stop, continue, kill or start one process of a cluster
  run COMPONENT ARGS...                be that process
  version                              print the version of Kubernetes

STATE is the folder that everything of the clusters is kept in.
COMPONENT is etcd, kube-apiserver, kube-controller-manager, kube-scheduler or nodes.
`

func main() {
	if len(os.Args) < 3 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	state, err := filepath.Abs(os.Args[1])
	if err == nil {
		err = command(state, os.Args[2], os.Args[3:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "testbed:", err)
		os.Exit(1)
	}
}

func command(state, name string, args []string) error {
	switch {
	case name == "up" && len(args) >= 1:
		return up(state, args[0], args[1:])
	case name == "down" && len(args) == 0:
		return down(state)
	case name == "apply" && len(args) >= 2:
		return applyTo(cluster{dir: filepath.Join(state, args[0])}, args[1:])
	case name == "process" && len(args) == 3:
		return act(process{dir: filepath.Join(state, args[0]), name: args[1]}, args[2])
	case name == "version" && len(args) == 0:
		fmt.Println(version.Get().GitVersion)
		return nil
	case name == "run" && len(args) >= 1:
		return run(args[0], args[1:])
	}
	return fmt.Errorf("no such command: %s %v\n\n%s", name, args, usage)
}

package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

// run is one process of a cluster, until it is ended. The components of Kubernetes share global state (feature gates,
// signal handlers), so each is a process of its own, as it is in reality.
func run(component string, args []string) error {
	switch component {
	case "etcd":
		return runEtcd(args)
	case "nodes":
		return runNodes(args)
	case "kube-apiserver":
		return runCommand(apiserver.NewAPIServerCommand(), args)
	case "kube-controller-manager":
		return runCommand(controllers.NewControllerManagerCommand(), args)
	case "kube-scheduler":
		return runCommand(scheduler.NewSchedulerCommand(), args)
	}
	return fmt.Errorf("no component %s", component)
}

func runCommand(command *cobra.Command, args []string) error {
	command.SetArgs(args)
	os.Exit(cli.Run(command))
	return nil
}

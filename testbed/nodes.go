package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

// leaseRenewal is how often a kubelet renews the lease of its node.
const leaseRenewal = 10 * time.Second

// runNodes is the kubelets of all nodes in one process: args are a kubeconfig and the number of nodes. It knows nothing
// that the cluster doesn't: it may be ended and started again.
func runNodes(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("nodes: want a kubeconfig and a number, not %v", args)
	}
	config, err := clientcmd.BuildConfigFromFlags("", args[0])
	if err != nil {
		return err
	}
	config.QPS, config.Burst = 200, 400
	count, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for i := 1; i <= count; i++ {
		if err := register(ctx, client, i); err != nil {
			return err
		}
		name := nodeName(i)
		go wait.UntilWithContext(ctx, func(ctx context.Context) { renew(ctx, client, name) }, leaseRenewal)
	}
	return runPods(ctx, client)
}

func nodeName(i int) string {
	return "node-" + strconv.Itoa(i)
}

// register makes a node that is ready; one that is there from before stays as it is.
func register(ctx context.Context, client kubernetes.Interface, i int) error {
	capacity := corev1.ResourceList{
		corev1.ResourceCPU:    resource.MustParse("32"),
		corev1.ResourceMemory: resource.MustParse("128Gi"),
		corev1.ResourcePods:   resource.MustParse("250"),
	}
	node := &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name: nodeName(i),
			Labels: map[string]string{
				corev1.LabelHostname:     nodeName(i),
				corev1.LabelTopologyZone: "rack-" + strconv.Itoa(i%2+1),
				corev1.LabelOSStable:     "linux",
				corev1.LabelArchStable:   "amd64",
			},
		},
		Status: corev1.NodeStatus{
			Capacity:    capacity,
			Allocatable: capacity,
			Conditions: []corev1.NodeCondition{{
				Type:               corev1.NodeReady,
				Status:             corev1.ConditionTrue,
				Reason:             "KubeletReady",
				LastHeartbeatTime:  metav1.Now(),
				LastTransitionTime: metav1.Now(),
			}},
		},
	}
	_, err := client.CoreV1().Nodes().Create(ctx, node, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		return nil
	}
	return err
}

// renew says that the node lives: the node lifecycle controller looks at its lease.
func renew(ctx context.Context, client kubernetes.Interface, name string) {
	leases := client.CoordinationV1().Leases(corev1.NamespaceNodeLease)
	holder, seconds, now := name, int32(40), metav1.NowMicro()
	lease, err := leases.Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		lease = &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Name: name}}
	} else if err != nil {
		complain(err)
		return
	}
	lease.Spec = coordinationv1.LeaseSpec{HolderIdentity: &holder, LeaseDurationSeconds: &seconds, RenewTime: &now}
	if lease.UID == "" {
		_, err = leases.Create(ctx, lease, metav1.CreateOptions{})
	} else {
		_, err = leases.Update(ctx, lease, metav1.UpdateOptions{})
	}
	complain(err)
}

// complain tells the log of what will be tried again.
func complain(err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, time.Now().Format(time.RFC3339), err)
	}
}

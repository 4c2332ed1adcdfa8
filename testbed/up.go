package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// patience is how long clusters may take to start, on a machine that has other work too.
const patience = 3 * time.Minute

// up starts clusters real-1 to real-N and prints the kubeconfig that has a context of each.
func up(state, count string, manifests []string) error {
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 || n > 20 {
		return fmt.Errorf("up: want a number of clusters from 1 to 20, not %q", count)
	}
	if anyRuns(state) {
		return fmt.Errorf("clusters run in %s; end them first: testbed/down", state)
	}
	if err := os.RemoveAll(state); err != nil {
		return err
	}
	begin := time.Now()
	if err := linkSelf(state); err != nil {
		return err
	}
	var clusters []cluster
	for i := 1; i <= n; i++ {
		clusters = append(clusters, cluster{dir: filepath.Join(state, "real-"+strconv.Itoa(i))})
	}
	if err := startAll(clusters, manifests); err != nil {
		return errors.Join(err, down(state))
	}
	path, err := writeKubeconfig(state, clusters)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d clusters after %.1f s\n", n, time.Since(begin).Seconds())
	fmt.Println(path)
	return nil
}

// linkSelf lets who finds the clusters find the program that started them too.
func linkSelf(state string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(state, 0o700); err != nil {
		return err
	}
	return os.Symlink(self, filepath.Join(state, "testbed"))
}

func startAll(clusters []cluster, manifests []string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	failures := make([]error, len(clusters))
	var group sync.WaitGroup
	for i, each := range clusters {
		group.Add(1)
		go func() {
			defer group.Done()
			if failures[i] = each.start(ctx); failures[i] == nil {
				failures[i] = applyTo(each, manifests)
			}
		}()
	}
	group.Wait()
	return errors.Join(failures...)
}

// usable says what is missing before a cluster can run pods: its nodes, and the account that pods run under, which the
// controller-manager makes.
func usable(ctx context.Context, client *kubernetes.Clientset) error {
	nodes, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	ready := 0
	for _, node := range nodes.Items {
		if len(node.Spec.Taints) == 0 {
			ready++
		}
	}
	if ready < nodesOfEach {
		return fmt.Errorf("%d of %d nodes are ready", ready, nodesOfEach)
	}
	_, err = client.CoreV1().ServiceAccounts(corev1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{})
	return err
}

// writeKubeconfig writes one that has a context of each cluster: "real-1" for its administrator, "real-1-grey" for a user
// who may do what RBAC allows "grey", "real-1-grey-cert" for the same user with a certificate instead of a token.
func writeKubeconfig(state string, clusters []cluster) (string, error) {
	all := clientcmdapi.NewConfig()
	for _, each := range clusters {
		for user, suffix := range map[string]string{"admin": "", "grey": "-grey"} {
			config, err := each.config(user)
			if err != nil {
				return "", err
			}
			addContext(all, each.name()+suffix, config.Host, config.CAData, config.BearerToken)
		}
		if err := each.addCertificateContext(all, each.name(), each.name()+"-grey-cert", "grey"); err != nil {
			return "", err
		}
	}
	all.CurrentContext = clusters[0].name()
	path := filepath.Join(state, "kubeconfig")
	return path, clientcmd.WriteToFile(*all, path)
}

func addContext(config *clientcmdapi.Config, name, server string, authority []byte, token string) {
	config.Clusters[name] = &clientcmdapi.Cluster{Server: server, CertificateAuthorityData: authority}
	config.AuthInfos[name] = &clientcmdapi.AuthInfo{Token: token}
	config.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: name}
}

// down ends every process of every cluster; what they wrote stays to be read until the next start.
func down(state string) error {
	var failures []error
	for _, each := range processes(state) {
		failures = append(failures, each.end())
	}
	return errors.Join(failures...)
}

func anyRuns(state string) bool {
	for _, each := range processes(state) {
		if read, err := each.record(); err == nil && each.runs(read.Pid) {
			return true
		}
	}
	return false
}

func processes(state string) []process {
	dirs, err := filepath.Glob(filepath.Join(state, "real-*"))
	if err != nil {
		return nil
	}
	var all []process
	for _, dir := range dirs {
		for _, name := range components {
			all = append(all, process{dir: dir, name: name})
		}
	}
	return all
}

// secret is a token that nobody can guess.
func secret() (string, error) {
	bytes := make([]byte, 16)
	_, err := rand.Read(bytes)
	return hex.EncodeToString(bytes), err
}

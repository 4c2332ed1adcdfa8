package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/client-go/util/cert"
)

// nodesOfEach is how many nodes a cluster has.
const nodesOfEach = 4

// cluster is one control plane. All it has lies in one folder, which is named as it is.
type cluster struct {
	dir string
}

// users are who may sign in with a token, and the groups they are in. What "grey" may do is for RBAC to say.
var users = map[string]string{
	"admin":                          "system:masters",
	"grey":                           "",
	"system:kube-controller-manager": "",
	"system:kube-scheduler":          "",
}

func (c cluster) name() string {
	return filepath.Base(c.dir)
}

func (c cluster) file(name string) string {
	return filepath.Join(c.dir, name)
}

func (c cluster) process(name string) process {
	return process{dir: c.dir, name: name}
}

// components are the processes of a cluster, in the order in which they need each other.
var components = []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "nodes"}

// start makes the cluster and waits until it can run pods.
func (c cluster) start(ctx context.Context) error {
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	ports, err := freePorts(3)
	if err != nil {
		return err
	}
	server := fmt.Sprintf("https://127.0.0.1:%d", ports[0])
	if err := c.writeSecrets(server); err != nil {
		return err
	}
	clients := fmt.Sprintf("http://127.0.0.1:%d", ports[1])
	peers := fmt.Sprintf("http://127.0.0.1:%d", ports[2])
	if err := c.process("etcd").start([]string{c.file("etcd"), clients, peers}); err != nil {
		return err
	}
	if err := c.process("kube-apiserver").start(c.apiServer(ports[0], clients)); err != nil {
		return err
	}
	client, err := c.client("admin")
	if err != nil {
		return err
	}
	if err := c.until(ctx, "its API server", func() error {
		_, err := client.Discovery().RESTClient().Get().AbsPath("/readyz").DoRaw(ctx)
		return err
	}); err != nil {
		return err
	}
	rest := map[string][]string{
		"kube-controller-manager": c.controllerManager(),
		"kube-scheduler":          c.scheduler(),
		"nodes":                   {c.kubeconfig("admin"), strconv.Itoa(nodesOfEach)},
	}
	for name, args := range rest {
		if err := c.process(name).start(args); err != nil {
			return err
		}
	}
	return c.until(ctx, "its nodes and controllers", func() error { return usable(ctx, client) })
}

func (c cluster) apiServer(port int, etcd string) []string {
	return []string{
		"--etcd-servers=" + etcd,
		"--bind-address=127.0.0.1",
		"--advertise-address=127.0.0.1",
		"--secure-port=" + strconv.Itoa(port),
		"--endpoint-reconciler-type=none", // the endpoints of "kubernetes" may not be on loopback
		"--tls-cert-file=" + c.file("server.crt"),
		"--tls-private-key-file=" + c.file("server.key"),
		"--token-auth-file=" + c.file("tokens.csv"),
		"--client-ca-file=" + c.file(clientAuthority),
		"--authorization-mode=RBAC",
		"--allow-privileged=true",
		"--service-cluster-ip-range=10.96.0.0/16",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file=" + c.file("server.key"),
		"--service-account-signing-key-file=" + c.file("server.key"),
	}
}

func (c cluster) controllerManager() []string {
	return []string{
		"--kubeconfig=" + c.kubeconfig("system:kube-controller-manager"),
		"--use-service-account-credentials=true",
		"--service-account-private-key-file=" + c.file("server.key"),
		"--root-ca-file=" + c.file("server.crt"),
		"--secure-port=0",
		"--leader-elect=false", // there is one, and a new one should not wait for the lease of the one before
		// A machine that is busy with other things is no reason to take pods away
		"--node-monitor-grace-period=5m",
	}
}

func (c cluster) scheduler() []string {
	return []string{
		"--kubeconfig=" + c.kubeconfig("system:kube-scheduler"),
		"--secure-port=0",
		"--leader-elect=false",
	}
}

// writeSecrets writes the server's certificate, and for each user a token and a kubeconfig.
func (c cluster) writeSecrets(server string) error {
	certificate, key, err := cert.GenerateSelfSignedCertKey("localhost", []net.IP{net.IPv4(127, 0, 0, 1)}, nil)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.file("server.crt"), certificate, 0o600); err != nil {
		return err
	}
	if err := os.WriteFile(c.file("server.key"), key, 0o600); err != nil {
		return err
	}
	if err := c.writeClient("grey"); err != nil {
		return err
	}
	tokens := ""
	for user, group := range users {
		token, err := secret()
		if err != nil {
			return err
		}
		tokens += fmt.Sprintf("%s,%s,%s,%q\n", token, user, user, group)
		config := clientcmdapi.NewConfig()
		addContext(config, c.name(), server, certificate, token)
		config.CurrentContext = c.name()
		if err := clientcmd.WriteToFile(*config, c.kubeconfig(user)); err != nil {
			return err
		}
	}
	return os.WriteFile(c.file("tokens.csv"), []byte(tokens), 0o600)
}

func (c cluster) kubeconfig(user string) string {
	return c.file(user + ".kubeconfig")
}

func (c cluster) config(user string) (*rest.Config, error) {
	config, err := clientcmd.BuildConfigFromFlags("", c.kubeconfig(user))
	if err == nil {
		config.QPS, config.Burst = 200, 400
	}
	return config, err
}

func (c cluster) client(user string) (*kubernetes.Clientset, error) {
	config, err := c.config(user)
	if err != nil {
		return nil, err
	}
	return kubernetes.NewForConfig(config)
}

// until waits for something; the error says what, and what came back last.
func (c cluster) until(ctx context.Context, what string, try func() error) error {
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s: waited in vain for %s: %w (see %s)", c.name(), what, err, c.file("*.log"))
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// freePorts are ports of loopback that nobody listens on.
func freePorts(count int) ([]int, error) {
	var ports []int
	for i := 0; i < count; i++ {
		// Held until all are found, so that none is given twice
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer listener.Close()
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}

package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	listers "k8s.io/client-go/listers/core/v1"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
)

const (
	// startup is how long a pod takes from being scheduled to running
	startup = 300 * time.Millisecond
	// ending is how long a process takes to end when it is asked to; a shorter grace period is kept
	ending = 500 * time.Millisecond
)

// kubelet runs pods of all nodes. What it does next with a pod is told from the pod alone.
type kubelet struct {
	client kubernetes.Interface
	pods   listers.PodLister
	queue  workqueue.TypedRateLimitingInterface[cache.ObjectName]
}

// runPods runs what is scheduled to the nodes, until the context ends.
func runPods(ctx context.Context, client kubernetes.Interface) error {
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0,
		informers.WithTweakListOptions(func(options *metav1.ListOptions) {
			options.FieldSelector = fields.OneTermNotEqualSelector("spec.nodeName", "").String()
		}))
	informer := factory.Core().V1().Pods()
	k := kubelet{
		client: client,
		pods:   informer.Lister(),
		queue:  workqueue.NewTypedRateLimitingQueue(workqueue.DefaultTypedControllerRateLimiter[cache.ObjectName]()),
	}
	look := func(object any) {
		if name, err := cache.ObjectToName(object); err == nil {
			k.queue.Add(name)
		}
	}
	_, err := informer.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    look,
		UpdateFunc: func(_, now any) { look(now) },
	})
	if err != nil {
		return err
	}
	factory.Start(ctx.Done())
	factory.WaitForCacheSync(ctx.Done())
	for i := 0; i < 4; i++ {
		go k.work(ctx)
	}
	<-ctx.Done()
	k.queue.ShutDown()
	return nil
}

func (k kubelet) work(ctx context.Context) {
	for {
		name, ended := k.queue.Get()
		if ended {
			return
		}
		again, err := k.sync(ctx, name)
		switch {
		case err != nil:
			complain(fmt.Errorf("pod %s: %w", name, err))
			k.queue.AddRateLimited(name)
		case again > 0:
			k.queue.AddAfter(name, again)
		default:
			k.queue.Forget(name)
		}
		k.queue.Done(name)
	}
}

// sync does what is due with a pod, and says after how long to look again.
func (k kubelet) sync(ctx context.Context, name cache.ObjectName) (time.Duration, error) {
	pod, err := k.pods.Pods(name.Namespace).Get(name.Name)
	if apierrors.IsNotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	now := time.Now()
	if pod.DeletionTimestamp != nil {
		return k.end(ctx, pod, now)
	}
	if pod.Status.Phase == corev1.PodPending {
		return k.begin(ctx, pod, now)
	}
	if pod.Status.Phase == corev1.PodRunning && !isReady(pod) {
		if left := startedAt(pod).Add(probeDelay(pod)).Sub(now); left > 0 {
			return left, nil
		}
		return 0, k.write(ctx, pod, running(pod, startedAt(pod), true))
	}
	return 0, nil
}

// begin starts the containers of a pod that was scheduled a while ago.
func (k kubelet) begin(ctx context.Context, pod *corev1.Pod, now time.Time) (time.Duration, error) {
	if left := scheduledAt(pod).Add(startup).Sub(now); left > 0 {
		return left, nil
	}
	return 0, k.write(ctx, pod, running(pod, now, probeDelay(pod) == 0))
}

// end waits for the containers to end, then lets go of the pod. The stamp of a deletion lies in the future, by the grace
// period.
func (k kubelet) end(ctx context.Context, pod *corev1.Pod, now time.Time) (time.Duration, error) {
	grace := time.Duration(0)
	if pod.DeletionGracePeriodSeconds != nil {
		grace = time.Duration(*pod.DeletionGracePeriodSeconds) * time.Second
	}
	asked := pod.DeletionTimestamp.Add(-grace)
	if left := asked.Add(min(grace, ending)).Sub(now); left > 0 {
		return left, nil
	}
	options := metav1.NewDeleteOptions(0)
	options.Preconditions = metav1.NewUIDPreconditions(string(pod.UID))
	err := k.client.CoreV1().Pods(pod.Namespace).Delete(ctx, pod.Name, *options)
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return 0, nil
	}
	return 0, err
}

func (k kubelet) write(ctx context.Context, pod *corev1.Pod, status corev1.PodStatus) error {
	changed := pod.DeepCopy()
	changed.Status = status
	_, err := k.client.CoreV1().Pods(pod.Namespace).UpdateStatus(ctx, changed, metav1.UpdateOptions{})
	// Another state is there by now, and we will hear of it
	if apierrors.IsConflict(err) || apierrors.IsNotFound(err) {
		return nil
	}
	return err
}

// running is the status of a pod whose containers have started.
func running(pod *corev1.Pod, started time.Time, ready bool) corev1.PodStatus {
	status := *pod.Status.DeepCopy()
	status.Phase = corev1.PodRunning
	status.PodIP = address(pod)
	status.PodIPs = []corev1.PodIP{{IP: status.PodIP}}
	status.HostIP = "10.0.0.1"
	status.StartTime = &metav1.Time{Time: started}
	set := func(kind corev1.PodConditionType, holds bool) {
		status.Conditions = withCondition(status.Conditions, kind, holds)
	}
	set(corev1.PodReadyToStartContainers, true)
	set(corev1.PodInitialized, true)
	set(corev1.ContainersReady, ready)
	set(corev1.PodReady, ready)
	status.ContainerStatuses = nil
	for _, container := range pod.Spec.Containers {
		up := true
		status.ContainerStatuses = append(status.ContainerStatuses, corev1.ContainerStatus{
			Name:        container.Name,
			Image:       container.Image,
			ImageID:     container.Image,
			ContainerID: "testbed://" + string(pod.UID) + "/" + container.Name,
			Started:     &up,
			Ready:       ready,
			State: corev1.ContainerState{
				Running: &corev1.ContainerStateRunning{StartedAt: metav1.Time{Time: started}},
			},
		})
	}
	return status
}

func withCondition(all []corev1.PodCondition, kind corev1.PodConditionType, holds bool) []corev1.PodCondition {
	wanted := corev1.ConditionFalse
	if holds {
		wanted = corev1.ConditionTrue
	}
	for i := range all {
		if all[i].Type == kind {
			if all[i].Status != wanted {
				all[i].Status, all[i].LastTransitionTime = wanted, metav1.Now()
			}
			return all
		}
	}
	return append(all, corev1.PodCondition{Type: kind, Status: wanted, LastTransitionTime: metav1.Now()})
}

// probeDelay is when the first probe of the last container would succeed.
func probeDelay(pod *corev1.Pod) time.Duration {
	longest := int32(0)
	for _, container := range pod.Spec.Containers {
		if container.ReadinessProbe != nil {
			longest = max(longest, container.ReadinessProbe.InitialDelaySeconds)
		}
	}
	return time.Duration(longest) * time.Second
}

func isReady(pod *corev1.Pod) bool {
	for _, condition := range pod.Status.Conditions {
		if condition.Type == corev1.PodReady {
			return condition.Status == corev1.ConditionTrue
		}
	}
	return false
}

func scheduledAt(pod *corev1.Pod) time.Time {
	for _, condition := range pod.Status.Conditions {
		if condition.Type == corev1.PodScheduled {
			return condition.LastTransitionTime.Time
		}
	}
	return pod.CreationTimestamp.Time
}

func startedAt(pod *corev1.Pod) time.Time {
	if pod.Status.StartTime == nil {
		return pod.CreationTimestamp.Time
	}
	return pod.Status.StartTime.Time
}

// address is made from the pod's UID, so that nothing has to be remembered; that two are the same is unlikely enough.
func address(pod *corev1.Pod) string {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(pod.UID))
	bits := sum.Sum32()
	return fmt.Sprintf("10.%d.%d.%d", 128+bits>>16&0x7f, bits>>8&0xff, 1+bits%254)
}

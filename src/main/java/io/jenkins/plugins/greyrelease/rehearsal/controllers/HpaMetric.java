package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricIdentifier;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatus;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricStatusBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricValueStatus;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.HpaCalculator.Measure;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.HpaCalculator.Proposal;
import io.jenkins.plugins.greyrelease.rehearsal.controllers.HpaCalculator.Tolerance;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * One metric of an HPA's list: what it asks for and what the HPA's status says of it.
 *
 * <p>Source: Kubernetes 1.34, {@code horizontal.go}, {@code computeStatusFor…}.
 */
final class HpaMetric {

    /**
     * What is being scaled.
     *
     * @param app name of the scale target
     * @param current its {@code spec.replicas}
     * @param status its {@code status.replicas}
     * @param pods all pods under its selector
     */
    record Subject(
            String namespace,
            String app,
            int current,
            int status,
            Collection<Pod> pods,
            Tolerance tolerance,
            Instant now) {}

    /**
     * The answer.
     *
     * @param replicas asked for
     * @param name for the reason of a rescale
     * @param status for {@code currentMetrics}
     */
    record Answer(int replicas, String name, MetricStatus status) {}

    private final LoadMetrics metrics;

    HpaMetric(LoadMetrics metrics) {
        this.metrics = metrics;
    }

    /** What this metric asks for. */
    Answer compute(MetricSpec spec, Subject subject) throws HpaFailure {
        return switch (spec.getType()) {
            case "Resource" -> resource(spec, subject, spec.getResource().getName(), "");
            case "ContainerResource" ->
                resource(
                        spec,
                        subject,
                        spec.getContainerResource().getName(),
                        spec.getContainerResource().getContainer());
            case "Pods" -> pods(spec, subject);
            case "Object" ->
                total(
                        spec,
                        subject,
                        spec.getObject().getMetric(),
                        spec.getObject().getTarget());
            case "External" ->
                total(
                        spec,
                        subject,
                        spec.getExternal().getMetric(),
                        spec.getExternal().getTarget());
            default ->
                throw new HpaFailure(
                        "InvalidMetricSourceType", "unknown metric source type \"" + spec.getType() + "\"");
        };
    }

    private Answer resource(MetricSpec spec, Subject subject, String resource, String container) throws HpaFailure {
        boolean whole = container.isEmpty();
        MetricTarget target = whole
                ? spec.getResource().getTarget()
                : spec.getContainerResource().getTarget();
        String reason = whole ? "FailedGetResourceMetric" : "FailedGetContainerResourceMetric";
        try {
            boolean cpu = "cpu".equals(resource);
            boolean average = target.getAverageValue() != null;
            Map<String, HpaSample> samples = samples(subject, resource, "resource " + resource);
            Measure measure = average
                    ? HpaCalculator.average(cpu, milli(target.getAverageValue()))
                    : HpaCalculator.utilization(
                            cpu, HpaRequests.of(subject.pods(), resource, container), target.getAverageUtilization());
            Proposal found = propose(subject, samples, measure);
            MetricValueStatus value =
                    new MetricValueStatus(average ? null : found.percent(), quantity(found.milli()), null);
            MetricStatusBuilder status = new MetricStatusBuilder().withType(spec.getType());
            if (whole) {
                status.withNewResource().withName(resource).withCurrent(value).endResource();
            } else {
                status.withNewContainerResource()
                        .withName(resource)
                        .withContainer(container)
                        .withCurrent(value)
                        .endContainerResource();
            }
            String name = average
                    ? resource + " resource"
                    : resource + (whole ? "" : " container") + " resource utilization (percentage of request)";
            return new Answer(found.replicas(), name, status.build());
        } catch (HpaFailure e) {
            throw new HpaFailure(
                    reason,
                    "failed to get " + resource + (target.getAverageValue() == null ? " utilization: " : " usage: ")
                            + e.getMessage());
        }
    }

    private Answer pods(MetricSpec spec, Subject subject) throws HpaFailure {
        MetricIdentifier metric = spec.getPods().getMetric();
        try {
            Map<String, HpaSample> samples = samples(subject, metric.getName(), "metric " + metric.getName());
            Measure measure = HpaCalculator.average(
                    false, milli(spec.getPods().getTarget().getAverageValue()));
            Proposal found = propose(subject, samples, measure);
            MetricStatus status = new MetricStatusBuilder()
                    .withType("Pods")
                    .withNewPods()
                    .withMetric(metric)
                    .withCurrent(new MetricValueStatus(null, quantity(found.milli()), null))
                    .endPods()
                    .build();
            return new Answer(found.replicas(), "pods metric " + metric.getName(), status);
        } catch (HpaFailure e) {
            throw new HpaFailure("FailedGetPodsMetric", e.getMessage());
        }
    }

    private Answer total(MetricSpec spec, Subject subject, MetricIdentifier metric, MetricTarget target)
            throws HpaFailure {
        boolean external = "External".equals(spec.getType());
        long total = metrics.total(subject.namespace(), subject.app(), metric.getName())
                .orElseThrow(() -> new HpaFailure(
                        external ? "FailedGetExternalMetric" : "FailedGetObjectMetric",
                        "unable to get metric " + metric.getName() + ": no load of this name"));
        boolean perPod = target.getAverageValue() != null;
        Proposal found = perPod
                ? HpaCalculator.ofTotalPerPod(
                        subject.status(), total, milli(target.getAverageValue()), subject.tolerance())
                : HpaCalculator.ofTotal(
                        subject.current(), subject.pods(), total, milli(target.getValue()), subject.tolerance());
        Quantity seen = quantity(found.milli());
        MetricValueStatus value = new MetricValueStatus(null, perPod ? seen : null, perPod ? null : seen);
        MetricStatusBuilder status = new MetricStatusBuilder().withType(spec.getType());
        if (external) {
            status.withNewExternal().withMetric(metric).withCurrent(value).endExternal();
        } else {
            status.withNewObject()
                    .withMetric(metric)
                    .withDescribedObject(spec.getObject().getDescribedObject())
                    .withCurrent(value)
                    .endObject();
        }
        return new Answer(
                found.replicas(), (external ? "external" : "object") + " metric " + metric.getName(), status.build());
    }

    private Map<String, HpaSample> samples(Subject subject, String metric, String named) throws HpaFailure {
        return metrics.samples(subject.namespace(), subject.app(), metric, subject.pods())
                .filter(samples -> !samples.isEmpty())
                .orElseThrow(() -> new HpaFailure(
                        "", "unable to get metrics for " + named + ": no metrics returned from resource metrics API"));
    }

    private static Proposal propose(Subject subject, Map<String, HpaSample> samples, Measure measure)
            throws HpaFailure {
        return HpaCalculator.ofPods(
                subject.current(), subject.pods(), samples, measure, subject.tolerance(), subject.now());
    }

    private static long milli(Quantity quantity) {
        return quantity.getNumericalAmount().movePointRight(3).longValue();
    }

    private static Quantity quantity(long milli) {
        return milli % 1000 == 0 ? new Quantity(Long.toString(milli / 1000)) : new Quantity(milli + "m");
    }
}

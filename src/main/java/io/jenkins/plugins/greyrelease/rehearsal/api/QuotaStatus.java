package io.jenkins.plugins.greyrelease.rehearsal.api;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.manifest.Shape;
import io.jenkins.plugins.greyrelease.runtime.Scheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Keeps {@code status.used} of the quotas up to date, a moment after pods come and go. */
final class QuotaStatus {

    private static final String WHO = "resourcequota-controller";
    private static final Duration DELAY = Duration.ofMillis(100);

    private final Api api;
    private final ObjectStore store;
    private final Scheduler time;
    private final Quotas quotas;
    private final Set<String> scheduled = new LinkedHashSet<>();

    QuotaStatus(Api api, Ledger ledger, Scheduler time) {
        this.api = api;
        this.store = ledger.store();
        this.time = time;
        this.quotas = new Quotas(ledger);
        ledger.observe(this::stored);
    }

    private void stored(Change<?> change) {
        boolean counts = change.kind().equals(Kind.POD) || change.kind().equals(Kind.RESOURCE_QUOTA);
        if (!counts || change.who().equals(WHO)) {
            return;
        }
        String namespace = change.object().getMetadata().getNamespace();
        if (!store.list(Kind.RESOURCE_QUOTA, namespace).isEmpty() && scheduled.add(namespace)) {
            time.after(DELAY, () -> {
                scheduled.remove(namespace);
                store.list(Kind.RESOURCE_QUOTA, namespace).forEach(this::write);
            });
        }
    }

    private void write(ResourceQuota quota) {
        Map<String, Quantity> hard = Quotas.hard(quota);
        Map<String, Quantity> used = new LinkedHashMap<>();
        quotas.used(hard, quota.getMetadata().getNamespace())
                .forEach((resource, amount) -> used.put(resource, new Quantity(amount.toPlainString())));
        api.updateStatus(WHO, Kind.RESOURCE_QUOTA, Shape.with(quota, "status", new ResourceQuotaStatus(hard, used)));
    }
}

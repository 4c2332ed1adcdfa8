package io.jenkins.plugins.greyrelease.autoscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRules;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HPAScalingRulesBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehaviorBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How an HPA is frozen. The fields that the freeze changes are {@code minReplicas} and {@code behavior}. */
final class HpaFreeze {
    private static final String MIN = "minReplicas";
    private static final String BEHAVIOR = "behavior";
    private static final String UP = "scaleUp";
    private static final String DOWN = "scaleDown";
    private static final String SELECT = "selectPolicy";
    private static final String DISABLED = "Disabled";
    /** Not 0: with 1, a Deployment at 0 counts as "autoscaling disabled" and is left there. */
    private static final int FROZEN_MIN = 1;

    private HpaFreeze() {}

    /** The minimum that its owner wants: of the originals, while it is frozen; 1 if absent. */
    static int min(HorizontalPodAutoscaler hpa) {
        Integer now = hpa.getSpec().getMinReplicas();
        int live = now == null ? 1 : now;
        if (live != FROZEN_MIN) {
            return live;
        }
        try {
            return Originals.on(hpa)
                    .map(each -> each.before().path(MIN).asInt(1))
                    .orElse(live);
        } catch (JsonProcessingException e) {
            return live; // state() reports the unreadable annotation; the live field is the best there is
        }
    }

    static FreezeMove freeze(HorizontalPodAutoscaler hpa, String release) {
        ObjectNode before = Json.object();
        JsonNode spec = Json.tree(hpa.getSpec());
        for (String field : List.of(MIN, BEHAVIOR)) {
            if (spec.has(field)) {
                before.set(field, spec.get(field));
            }
        }
        ObjectNode body = Json.object();
        ObjectNode frozen = body.putObject("spec");
        frozen.put(MIN, FROZEN_MIN);
        frozen.putObject(BEHAVIOR);
        frozen.withObject("/" + BEHAVIOR + "/" + UP).put(SELECT, DISABLED);
        frozen.withObject("/" + BEHAVIOR + "/" + DOWN).put(SELECT, DISABLED);
        String text = new Originals(release, before, rest(hpa)).text();
        return new FreezeMove.Write(
                AutoscalerFreeze.guarded(hpa, body, Map.of(AutoscalerFreeze.ORIGINALS, Optional.of(text))), List.of());
    }

    static FreezeState state(HorizontalPodAutoscaler hpa, Originals originals) throws JsonProcessingException {
        List<String> changes = new ArrayList<>(editsOfFrozen(hpa, originals));
        if (!rest(hpa).equals(originals.rest())) {
            changes.add("maxReplicas, metrics or scaleTargetRef changed since the freeze");
        }
        return changes.isEmpty()
                ? new FreezeState.Frozen(originals.release())
                : new FreezeState.Edited(originals.release(), changes);
    }

    static FreezeMove thaw(HorizontalPodAutoscaler hpa, Originals originals) throws JsonProcessingException {
        JsonNode current = Json.tree(hpa.getSpec());
        ObjectNode wanted = Json.without(current);
        if (minAsFrozen(hpa)) {
            restore(wanted, MIN, originals);
        }
        if (behaviorAsFrozen(hpa, originals)) {
            restore(wanted, BEHAVIOR, originals);
        } else if (current.has(BEHAVIOR)) {
            wanted.set(BEHAVIOR, withoutOurSwitches(hpa.getSpec().getBehavior(), originals));
        }
        ObjectNode body = Json.object();
        ObjectNode change = Json.mergePatch(current, wanted);
        if (!change.isEmpty()) {
            body.set("spec", change);
        }
        return new FreezeMove.Write(
                AutoscalerFreeze.guarded(hpa, body, Map.of(AutoscalerFreeze.ORIGINALS, Optional.empty())),
                editsOfFrozen(hpa, originals));
    }

    private static void restore(ObjectNode spec, String field, Originals originals) {
        spec.remove(field);
        if (originals.before().has(field)) {
            spec.set(field, originals.before().get(field));
        }
    }

    private static List<String> editsOfFrozen(HorizontalPodAutoscaler hpa, Originals originals)
            throws JsonProcessingException {
        List<String> edits = new ArrayList<>();
        if (!minAsFrozen(hpa)) {
            edits.add("minReplicas is " + hpa.getSpec().getMinReplicas() + ", the freeze had set " + FROZEN_MIN);
        }
        if (!behaviorAsFrozen(hpa, originals)) {
            edits.add("behavior is not as the freeze had set it");
        }
        return edits;
    }

    private static boolean minAsFrozen(HorizontalPodAutoscaler hpa) {
        return Objects.equals(hpa.getSpec().getMinReplicas(), FROZEN_MIN);
    }

    /** Compared with all defaults filled in, for the server fills them into what the freeze wrote. */
    private static boolean behaviorAsFrozen(HorizontalPodAutoscaler hpa, Originals originals)
            throws JsonProcessingException {
        HorizontalPodAutoscalerBehavior before =
                Json.value(originals.before().path(BEHAVIOR), HorizontalPodAutoscalerBehavior.class);
        HorizontalPodAutoscalerBehavior frozen = new HorizontalPodAutoscalerBehaviorBuilder()
                .withScaleUp(disabled(before == null ? null : before.getScaleUp()))
                .withScaleDown(disabled(before == null ? null : before.getScaleDown()))
                .build();
        return Objects.equals(
                Json.tree(BehaviorDefaults.fill(frozen)),
                Json.tree(BehaviorDefaults.fill(hpa.getSpec().getBehavior())));
    }

    private static HPAScalingRules disabled(HPAScalingRules rules) {
        return (rules == null ? new HPAScalingRulesBuilder() : new HPAScalingRulesBuilder(rules))
                .withSelectPolicy(DISABLED)
                .build();
    }

    /** Somebody's own behavior stays, but a switch that is still off becomes what it was. */
    private static JsonNode withoutOurSwitches(HorizontalPodAutoscalerBehavior behavior, Originals originals) {
        ObjectNode result = (ObjectNode) Json.tree(behavior);
        for (String direction : List.of(UP, DOWN)) {
            if (!DISABLED.equals(result.path(direction).path(SELECT).asText())) {
                continue;
            }
            ObjectNode rules = Json.without(result.get(direction), SELECT);
            JsonNode before = originals.before().path(BEHAVIOR).path(direction).path(SELECT);
            if (before.isTextual()) {
                rules.set(SELECT, before);
            }
            result.set(direction, rules);
        }
        return result;
    }

    private static String rest(HorizontalPodAutoscaler hpa) {
        HorizontalPodAutoscalerSpec spec = hpa.getSpec();
        return Json.fingerprint(Json.without(Json.tree(spec), MIN, BEHAVIOR));
    }
}

package io.jenkins.plugins.greyrelease.kube.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.jenkins.plugins.greyrelease.kube.DeleteOptions;
import io.jenkins.plugins.greyrelease.kube.Kind;
import io.jenkins.plugins.greyrelease.kube.KubeException;
import io.jenkins.plugins.greyrelease.kube.KubeException.Reason;
import io.jenkins.plugins.greyrelease.kube.Listing;
import io.jenkins.plugins.greyrelease.kube.Patch;
import io.jenkins.plugins.greyrelease.kube.Selector;
import io.jenkins.plugins.greyrelease.kube.Watch;
import io.jenkins.plugins.greyrelease.kube.WatchListener;
import io.jenkins.plugins.greyrelease.kube.WriteOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What lists show and watches tell. */
interface WatchContract extends Port {

    @Test
    default void aListShowsWhatTheSelectorMatchesByName() {
        create(map("c", Map.of("app", "cart", "track", "stable")));
        create(map("a", Map.of("app", "cart", "track", "canary")));
        create(map("b", Map.of("app", "shop")));
        create(map("d"));

        assertThat(listed(Selector.EVERYTHING)).contains("a", "b", "c", "d");
        assertThat(listed(Selector.of(Map.of("app", "cart")))).containsExactly("a", "c");
        assertThat(listed(Selector.of(Map.of("app", "cart", "track", "canary"))))
                .containsExactly("a");
        assertThat(listed(expression("app", "In", "cart", "shop"))).containsExactly("a", "b", "c");
        assertThat(listed(expression("app", "NotIn", "cart")))
                .contains("b", "d")
                .doesNotContain("a", "c");
        assertThat(listed(expression("track", "Exists"))).containsExactly("a", "c");
        assertThat(listed(expression("app", "DoesNotExist"))).contains("d").doesNotContain("a", "b", "c");
    }

    @Test
    default void aKindThatIsNotServedIsNotFound() {
        Kind<GenericKubernetesResource> unknown =
                new Kind<>(GenericKubernetesResource.class, "nowhere.example", "v1", "Unknown", "unknowns", true);
        Heard heard = new Heard();
        cluster().watch(unknown, ns(), Selector.EVERYTHING, "1", heard.as());

        assertThat(refusal(cluster().list(unknown, ns(), Selector.EVERYTHING)).reason())
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(refusal(cluster().get(unknown, ns(), "one")).reason()).isEqualTo(Reason.NOT_FOUND);
        until("the end of the watch", () -> !heard.lines.isEmpty());
        assertThat(heard.lines).containsExactly("closed NOT_FOUND");
    }

    @Test
    default void aWatchIsTakenAndThenTellsEveryChangeSinceTheListInOrder() {
        Heard heard = new Heard();
        ConfigMap first = create(map("before"));
        String version = list(Selector.EVERYTHING).resourceVersion();
        create(map("missed"));
        try (Watch watch = cluster().watch(Kind.CONFIG_MAP, ns(), Selector.EVERYTHING, version, heard.as())) {
            until("what was missed", () -> heard.lines.size() >= 2);
            answer(cluster()
                    .update(Kind.CONFIG_MAP, first.edit().addToData("a", "1").build(), WriteOptions.FOR_REAL));
            answer(cluster().delete(Kind.CONFIG_MAP, ns(), "before", DeleteOptions.BACKGROUND));
            until("all of it", () -> heard.lines.size() >= 4);

            assertThat(heard.lines)
                    .containsExactly("opened", "ADDED missed", "MODIFIED before a=1", "DELETED before a=1");
            assertThat(heard.versions).isSorted().doesNotHaveDuplicates();
            assertThat(watch).isNotNull();
        }
    }

    @Test
    default void aQuietWatchIsTakenAllTheSame() {
        Heard heard = new Heard();
        cluster()
                .watch(
                        Kind.CONFIG_MAP,
                        ns(),
                        Selector.EVERYTHING,
                        list(Selector.EVERYTHING).resourceVersion(),
                        heard.as());

        until("the server to take it", () -> !heard.lines.isEmpty());
        assertThat(heard.lines).containsExactly("opened");
    }

    @Test
    default void whatCeasesToMatchLeaves() {
        Heard heard = new Heard();
        LabelSelector selector = Selector.of(Map.of("team", "x"));
        String version = list(selector).resourceVersion();
        cluster().watch(Kind.CONFIG_MAP, ns(), selector, version, heard.as());
        create(map("other", Map.of("team", "y")));
        create(map("one", Map.of("team", "x")));
        answer(cluster()
                .patch(
                        Kind.CONFIG_MAP,
                        ns(),
                        "one",
                        Patch.merge("{\"metadata\":{\"labels\":{\"team\":\"z\"}}}"),
                        WriteOptions.FOR_REAL));
        until("it to leave", () -> heard.lines.size() >= 3);

        assertThat(heard.lines).containsExactly("opened", "ADDED one", "DELETED one");
    }

    @Test
    default void aClosedWatchHearsNothingMore() {
        Heard heard = new Heard();
        Heard other = new Heard();
        String version = list(Selector.EVERYTHING).resourceVersion();
        Watch closed = cluster().watch(Kind.CONFIG_MAP, ns(), Selector.EVERYTHING, version, heard.as());
        cluster().watch(Kind.CONFIG_MAP, ns(), Selector.EVERYTHING, version, other.as());
        until("both to be taken", () -> heard.lines.size() + other.lines.size() == 2);
        closed.close();
        create(map("one"));
        until("the other to hear of it", () -> other.lines.size() == 2);

        assertThat(heard.lines).containsExactly("opened");
    }

    @Test
    default void aWatchFromAForgottenPastHasExpired() {
        String version = list(Selector.EVERYTHING).resourceVersion();
        create(map("one"));
        forgetThePast();
        Heard heard = new Heard();
        cluster().watch(Kind.CONFIG_MAP, ns(), Selector.EVERYTHING, version, heard.as());
        until("it to end", () -> heard.end != null);

        assertThat(heard.end.reason()).isEqualTo(Reason.EXPIRED);
        assertThat(heard.end.status()).isEqualTo(410);
    }

    @Test
    default void bookmarksTellAQuietWatchHowFarItHasCome() {
        hastenBookmarks();
        Heard heard = new Heard();
        LabelSelector nothing = Selector.of(Map.of("no", "match"));
        cluster().watch(Kind.CONFIG_MAP, ns(), nothing, list(nothing).resourceVersion(), heard.as());
        String version = create(map("one")).getMetadata().getResourceVersion();

        // the server counts for all kinds: a bookmark may be of something later than that, though not always of what is
        // latest in other kinds
        until("a bookmark of that", () -> heard.bookmarks.stream().anyMatch(each -> each >= Long.parseLong(version)));
    }

    private Listing<ConfigMap> list(LabelSelector selector) {
        return answer(cluster().list(Kind.CONFIG_MAP, ns(), selector));
    }

    private List<String> listed(LabelSelector selector) {
        return list(selector).items().stream()
                .map(each -> each.getMetadata().getName())
                .toList();
    }

    private static LabelSelector expression(String key, String operator, String... values) {
        return new LabelSelectorBuilder()
                .addNewMatchExpression()
                .withKey(key)
                .withOperator(operator)
                .withValues(values)
                .endMatchExpression()
                .build();
    }

    /** What a watch told. */
    final class Heard {
        final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        final List<Long> versions = Collections.synchronizedList(new ArrayList<>());
        final List<Long> bookmarks = Collections.synchronizedList(new ArrayList<>());
        volatile KubeException end;

        <T extends io.fabric8.kubernetes.api.model.HasMetadata> WatchListener<T> as() {
            return new WatchListener<>() {
                @Override
                public void opened() {
                    lines.add("opened");
                }

                @Override
                public void event(Type type, T object) {
                    versions.add(Long.valueOf(object.getMetadata().getResourceVersion()));
                    boolean changed =
                            object instanceof ConfigMap map && map.getData().containsKey("a");
                    lines.add(type + " " + object.getMetadata().getName() + (changed ? " a=1" : ""));
                }

                @Override
                public void bookmark(String resourceVersion) {
                    bookmarks.add(Long.valueOf(resourceVersion));
                }

                @Override
                public void closed(KubeException cause) {
                    end = cause;
                    lines.add("closed " + cause.reason());
                }
            };
        }
    }
}

package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Build;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The global {@code currentBuild}. Public methods are what Jenkinsfiles can use. */
public final class CurrentBuild {

    private final Engine engine;
    private final Duration started;
    private final long startMillis;

    CurrentBuild(Engine engine) {
        this.engine = engine;
        this.started = engine.scheduler().elapsed();
        this.startMillis = engine.scheduler().now().toEpochMilli();
    }

    private Build build() {
        return engine.build();
    }

    /** The result so far, null if nothing has set one. */
    public String getResult() {
        return build().result().map(Result::name).orElse(null);
    }

    /** Makes the result worse; never better. */
    public void setResult(String name) {
        Result result = Result.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "currentBuild.result must be one of " + List.of(Result.values()) + ", got '" + name + "'"));
        build().worsen(result);
    }

    /** The result so far, SUCCESS if nothing has set one. */
    public String getCurrentResult() {
        return build().result().orElse(Result.SUCCESS).name();
    }

    /** Whether the result so far is at least as good. */
    public boolean resultIsBetterOrEqualTo(String other) {
        return Result.valueOf(getCurrentResult()).compareTo(Result.valueOf(other)) <= 0;
    }

    /** Whether the result so far is at least as bad. */
    public boolean resultIsWorseOrEqualTo(String other) {
        return Result.valueOf(getCurrentResult()).compareTo(Result.valueOf(other)) >= 0;
    }

    /** What the build page says. */
    public String getDescription() {
        return build().description();
    }

    /** Sets what the build page says. */
    public void setDescription(String text) {
        build().describe(text);
    }

    /** The build's name, {@code #1} unless set. */
    public String getDisplayName() {
        return build().displayName() == null ? "#1" : build().displayName();
    }

    /** Sets the build's name. */
    public void setDisplayName(String name) {
        build().rename(name);
    }

    /** Always the first build. */
    public int getNumber() {
        return 1;
    }

    /** As text. */
    public String getId() {
        return "1";
    }

    /** Job and build. */
    public String getFullDisplayName() {
        return getProjectName() + " " + getDisplayName();
    }

    /** The job's name. */
    public String getProjectName() {
        return build().variables().get("JOB_NAME");
    }

    /** As {@link #getProjectName()}: there are no folders. */
    public String getFullProjectName() {
        return getProjectName();
    }

    /** An address that leads nowhere. */
    public String getAbsoluteUrl() {
        return build().variables().get("BUILD_URL");
    }

    /** Milliseconds since the start, in virtual time. */
    public long getDuration() {
        return engine.scheduler().elapsed().minus(started).toMillis();
    }

    /** {@link #getDuration()} for people. */
    public String getDurationString() {
        return Duration.ofMillis(getDuration()) + " and counting";
    }

    /** The virtual moment of the start, in milliseconds since 1970. */
    public long getStartTimeInMillis() {
        return startMillis;
    }

    /** As {@link #getStartTimeInMillis()}: nothing waits in a queue. */
    public long getTimeInMillis() {
        return startMillis;
    }

    /** A rehearsal knows no changes. */
    public List<Object> getChangeSets() {
        return List.of();
    }

    /** Started by the rehearsal. */
    public List<Map<String, String>> getBuildCauses() {
        return List.of(Map.of("shortDescription", "Started by a rehearsal"));
    }

    /** As {@link #getBuildCauses()} where the type matches, which it never does. */
    public List<Map<String, String>> getBuildCauses(String type) {
        return List.of();
    }

    /** The build before: its {@code result} only; null if there is none. */
    public Map<String, Object> getPreviousBuild() {
        Optional<Result> before = build().previous();
        return before.<Map<String, Object>>map(r -> Map.of("result", r.name(), "currentResult", r.name(), "number", 0))
                .orElse(null);
    }
}

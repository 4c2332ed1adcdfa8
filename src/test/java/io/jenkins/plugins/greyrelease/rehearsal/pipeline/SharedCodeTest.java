package io.jenkins.plugins.greyrelease.rehearsal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.UsageError;
import io.jenkins.plugins.greyrelease.rehearsal.pipeline.spi.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedCodeTest {

    @TempDir
    Path folder;

    @BeforeEach
    void writeLibrary() throws IOException {
        Files.createDirectories(folder.resolve("vars"));
        Files.createDirectories(folder.resolve("src/org/acme"));
        Files.writeString(
                folder.resolve("vars/deploy.groovy"),
                "def call(Map args, Closure body) {\n  stage(args.app) {\n    sleep 1\n    body()\n  }\n}\ndef version() { 'v1' }\n");
        Files.writeString(
                folder.resolve("src/org/acme/Tool.groovy"),
                "package org.acme\nclass Tool implements Serializable {\n  def steps\n  Tool(steps) { this.steps = steps }\n  def run(x) {\n    steps.echo \"tool $x\"\n  }\n}\n");
        Files.writeString(folder.resolve("helper.groovy"), "def hello(x) { echo \"hello $x\" }\nreturn this\n");
    }

    private Rehearsed withLibrary() {
        return new Rehearsed()
                .with(PipelineOptions.defaults().library("acme", folder).workspace(Workspace.over(folder)));
    }

    @Test
    void offersVariablesAndClassesOfAnAnnotatedLibrary() {
        Rehearsed r = withLibrary()
                .run(
                        "@Library('acme@main') _\nimport org.acme.Tool\ndeploy(app: 'cart') { echo deploy.version() }\nnew Tool(this).run('x')\nnew Tool(steps).run('y')");

        assertThat(r.failure()).isEmpty();
        assertThat(r.log).containsSubsequence("v1", "tool x", "tool y");
        assertThat(r.steps).contains("stage(cart) @2:3", "echo(tool x) @6:5");
    }

    @Test
    void loadsALibraryByStep() {
        Rehearsed r = withLibrary().run("library 'acme'\ndeploy(app: 'web') { echo 'in' }");

        assertThat(r.failure()).isEmpty();
        assertThat(r.log).contains("in");
    }

    @Test
    void namesALibraryThatHasNoFolder() {
        assertThatThrownBy(() -> withLibrary().run("@Library('acmee') _\necho 'x'"))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("Jenkinsfile:1:")
                .hasMessageContaining("no folder is known for the shared library 'acmee'; did you mean 'acme'?");
    }

    @Test
    void saysWhereAClassOfALibraryIsWrong() throws IOException {
        Files.writeString(folder.resolve("src/org/acme/Bad.groovy"), "package org.acme\nclass Bad {\n  def x( {\n}\n");

        assertThatThrownBy(() -> withLibrary().run("@Library('acme') _\nimport org.acme.Bad\nnew Bad()"))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith("acme/src/org/acme/Bad.groovy:3:");
    }

    @Test
    void runsALoadedFileAndItsMethods() {
        Rehearsed r = withLibrary().run("node {\n  def h = load 'helper.groovy'\n  h.hello('you')\n}");

        assertThat(r.failure()).isEmpty();
        assertThat(r.log).contains("hello you");
    }

    @Test
    void saysWhereALoadedFileIsWrong() throws IOException {
        Files.writeString(folder.resolve("bad.groovy"), "def x() {\n  ecko 'x'\n}\n");

        assertThat(withLibrary().run("node { load 'bad.groovy' }").failure())
                .startsWith("bad.groovy:2:3: no step 'ecko'; did you mean 'echo'?");
    }
}

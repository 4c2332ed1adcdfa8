package io.jenkins.plugins.greyrelease.kube.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs where real clusters are given; elsewhere the report says that there are none. One class at a time: some restart
 * what they all share, an API server or a controller-manager.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
        named = RealClusters.KUBECONFIG,
        matches = ".+",
        disabledReason =
                "no real clusters: give -Dgrey.kubeconfig=FILE -Dgrey.contexts=a,b,c (testbed/up 3 starts some)")
@ResourceLock("real clusters")
public @interface OnRealClusters {}

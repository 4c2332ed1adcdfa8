package io.jenkins.plugins.greyrelease.jenkins.page;

import java.time.ZoneId;
import java.util.Set;

/**
 * Who looks, as far as that changes the page.
 *
 * @param steerable ids of the releases that they may steer
 * @param crumbField name of the field that proves that a form comes from Jenkins' own page; empty: none is needed
 * @param crumb its value
 * @param zone whose clock times are shown in
 * @param everything whether all clusters are drawn, and not only those that matter most
 */
record Viewer(Set<String> steerable, String crumbField, String crumb, ZoneId zone, boolean everything) {
    Viewer {
        steerable = Set.copyOf(steerable);
    }
}

/**
 * What only Harbor can do for images: replication, scans. A thin layer over the client that is generated from
 * {@code src/main/openapi/harbor.yaml} (package {@code harbor.api}, never edited).
 */
package io.jenkins.plugins.greyrelease.harbor;

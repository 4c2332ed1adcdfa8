/**
 * Change tickets in Jira, Cloud (version 3 of its API) and Data Center (version 2): found or created, brought to a status,
 * and with one comment for each run. The client is generated from {@code src/main/openapi/jira.yaml}.
 */
package io.jenkins.plugins.greyrelease.jira;

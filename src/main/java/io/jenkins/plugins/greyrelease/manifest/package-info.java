/** Kubernetes objects as people write them: YAML and JSON files, read strictly, every problem with file and line. */
package io.jenkins.plugins.greyrelease.manifest;

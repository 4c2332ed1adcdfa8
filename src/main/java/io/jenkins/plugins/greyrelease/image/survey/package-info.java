/**
 * Which application stands on which base image: what runs in the clusters, what its images say they were built on, and which
 * versions of those bases there are. Only reads.
 */
package io.jenkins.plugins.greyrelease.image.survey;

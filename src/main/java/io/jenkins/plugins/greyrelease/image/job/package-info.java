/** Images from Dockerfiles: what a Job in a cluster needs to build one, how it is started, followed and explained. */
package io.jenkins.plugins.greyrelease.image.job;

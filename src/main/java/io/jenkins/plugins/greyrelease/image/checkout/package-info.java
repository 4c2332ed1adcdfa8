/**
 * What a folder was checked out from, read from Git's own files: no Git is called, and none needs to be there. Plain Java,
 * since it is done on the agent that has the files.
 */
package io.jenkins.plugins.greyrelease.image.checkout;

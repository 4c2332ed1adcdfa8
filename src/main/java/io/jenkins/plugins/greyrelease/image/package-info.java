/**
 * Images in registries: references, digests, manifests, the port to one registry, its implementation over the OCI
 * distribution protocol, and copies from one registry to others that are proven by reading their digests back.
 *
 * <p>Why own code for the protocol: Jib Core 0.28 and the ORAS SDK 0.7 hold a thread for each call, bring their own HTTP
 * client (no stand-in, no virtual time, not Jenkins' proxy), and begin a blob anew where its upload was cut.
 */
package io.jenkins.plugins.greyrelease.image;

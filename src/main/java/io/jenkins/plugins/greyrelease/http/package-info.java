/**
 * Calls to other systems over HTTP, as all of them are made: asynchronous, on a transport and a time that are handed in,
 * tried again where that helps, and with one kind of failure.
 *
 * <p>The transport is {@link java.net.http.HttpClient} itself, an abstract class: the JDK's in production (in a Jenkins
 * one that knows Jenkins' proxy), an in-process one in rehearsals. {@link PatientClient} is one too, around another: it
 * times out and tries again, whoever calls it, generated clients included. {@link Caller} says what came of a call.
 */
package io.jenkins.plugins.greyrelease.http;

package io.jenkins.plugins.greyrelease.rehearsal.controllers;

import java.time.Duration;
import java.time.Instant;

/**
 * One pod's metric.
 *
 * @param milli thousandths of the metric's unit; millicores for CPU
 * @param at when it was taken
 * @param window over which it was averaged
 */
record HpaSample(long milli, Instant at, Duration window) {}

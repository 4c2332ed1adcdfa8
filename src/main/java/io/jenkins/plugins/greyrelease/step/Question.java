package io.jenkins.plugins.greyrelease.step;

import io.jenkins.plugins.greyrelease.approval.Ballot;
import io.jenkins.plugins.greyrelease.approval.Rules;
import io.jenkins.plugins.greyrelease.step.ManualApprovalArgs.Comment;

/**
 * What people are asked: one vote.
 *
 * @param message with all that belongs to it, in lines of plain text
 * @param number from 1, rising within its approval, and the same when it is asked again after a restart: each vote is a
 *     question of its own
 * @param ballot what an answer is bound to
 * @param rules who may answer
 * @param comment whether the answer has one
 */
public record Question(String message, int number, Ballot ballot, Rules rules, Comment comment) {}

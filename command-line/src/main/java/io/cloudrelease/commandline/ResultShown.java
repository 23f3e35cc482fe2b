package io.cloudrelease.commandline;

import io.cloudrelease.model.ReleaseInstancesResult;

/** A result for people. */
final class ResultShown {
  private ResultShown() {}

  static String of(ReleaseInstancesResult result, Session session) {
    return result.toTable();
  }
}

package io.cloudrelease.commandline;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.error.ReleaseError;
import io.cloudrelease.model.ReleaseInstancesRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is wrong with a request is said before anything is read or sent. */
final class RequestChecked {
  private RequestChecked() {}

  /**
   * Has the client check it; what is wrong with many instances for one reason is said once.
   *
   * @throws UsageException when something is wrong
   */
  static void by(ReleaseClient client, ReleaseInstancesRequest request) throws UsageException {
    Map<String, Integer> problems = new LinkedHashMap<>();
    for (ReleaseError problem : client.check(request).values()) {
      problems.merge(problem.summary(), 1, Integer::sum);
    }
    if (!problems.isEmpty()) {
      List<Message> lines = new ArrayList<>();
      problems.forEach(
          (problem, times) ->
              lines.add(
                  times == 1 ? Message.plain(problem) : Message.of("problem.of", problem, times)));
      throw new UsageException(lines);
    }
  }
}

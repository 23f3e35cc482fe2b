package io.cloudrelease.simulation.http;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the rules for sending twice demand, as tables: a verdict, and how many destructive requests
 * that name the instance reach the cloud. {@code goal} is what a release that went well is called
 * in that scene; {@code any other} stands for all faults that have no row of their own.
 *
 * <p>The pattern: what is not sent or refused in passing is sent again everywhere; where the
 * outcome is open, a look decides. If it was done, that is found out. If it was not, Aliyun's call
 * is repeated at once under its token (after a look, where the one before has grown old while it
 * was waited for an answer), a harmless one after the settling time, and one that could go further
 * (prepaid Tencent, ZEC) when looks have shown the instance untouched through the longest delay of
 * an unanswered call and the longest lag of a look, which the deadline of 15 minutes leaves room
 * for. What is not understood is repeated in the same way, twice at most.
 */
enum Expectations {
  /** The first destructive call is struck. */
  SENDS(
      EnumSet.allOf(Scene.class),
      """
      fault                             | tencent prepaid | tencent postpaid | zec | bmc | aliyun
      connection refused                | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      idle connection closed            | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      slow answer                       | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      throttled                         | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      throttled three times             | goal 4     | goal 4     | goal 4     | goal 4     | goal 4
      challenge page (403 cf-mitigated) | goal 2     | goal 2     | REJECTED 1 | REJECTED 1 | goal 2
      expired token                     | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      expired token again and again     | REJECTED 2 | REJECTED 2 | REJECTED 2 | REJECTED 2 | REJECTED 2
      clock refused                     | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      answer after the time             | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      connection dropped, before        | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      connection dropped, after         | goal 1     | goal 1     | goal 1     | goal 1     | goal 2
      no answer in time, before         | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      no answer in time, after          | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      answer truncated, before          | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      answer truncated, after           | goal 1     | goal 1     | goal 1     | goal 1     | goal 2
      internal error of the cloud, before | goal 2     | goal 2    | goal 2     | goal 2     | goal 2
      internal error of the cloud, after  | goal 1   | goal 1     | goal 1     | goal 1     | goal 2
      500 from a gateway, before        | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      500 from a gateway, after         | goal 1     | goal 1     | goal 1     | goal 1     | goal 2
      502 from a gateway, before        | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      502 from a gateway, after         | goal 1     | goal 1     | goal 1     | goal 1     | goal 2
      503 from a gateway, before        | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      503 from a gateway, after         | goal 1     | goal 1     | goal 1     | goal 1     | goal 2
      503 with Retry-After: 0, before   | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      503 with Retry-After: 0, after    | goal 1     | goal 1     | goal 1     | goal 1     | goal 2
      408 from a gateway, before        | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      408 from a gateway, after         | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      redirect 307, before              | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      redirect 307, after               | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      redirect 302, before              | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      redirect 302, after               | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      200 with garbage, before          | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      200 with garbage, after           | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      200 with nothing, before          | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      200 with nothing, after           | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      204, before                       | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      204, after                        | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      200 with an HTML page, before     | goal 2     | goal 2     | goal 2     | goal 2     | goal 2
      200 with an HTML page, after      | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      """),

  /** The first look is struck: looks may be repeated. */
  FIRST_LOOKS(
      onThePage(),
      """
      fault                             | tencent prepaid | tencent postpaid | zec | bmc | aliyun
      any other                         | goal 1     | goal 1     | goal 1     | goal 1     | goal 1
      challenge page (403 cf-mitigated) | goal 1     | goal 1     | NOT_SENT 0 | NOT_SENT 0 | goal 1
      """),

  /** The answer was lost, the request was not, and then looks are struck three times. */
  SETTLING_LOOKS(
      onThePage(),
      """
      fault                             | tencent prepaid | tencent postpaid | zec | bmc | aliyun
      any other                         | goal 1     | goal 1     | goal 1     | goal 1     | goal 2
      """),

  /** Looks never work, or never again. */
  DEAD_LOOKS(
      onThePage(),
      """
      fault                             | tencent prepaid | tencent postpaid | zec | bmc | aliyun
      any other                         | UNKNOWN 1  | UNKNOWN 1  | UNKNOWN 1  | UNKNOWN 1  | ACCEPTED 2
      503, all looks                    | NOT_SENT 0 | NOT_SENT 0 | NOT_SENT 0 | NOT_SENT 0 | NOT_SENT 0
      garbage, all looks                | NOT_SENT 0 | NOT_SENT 0 | NOT_SENT 0 | NOT_SENT 0 | NOT_SENT 0
      challenge page, all looks         | NOT_SENT 0 | NOT_SENT 0 | NOT_SENT 0 | NOT_SENT 0 | NOT_SENT 0
      """),

  /** The goal is to destroy, through the bin: two calls, one of which is struck. */
  DESTROYING(
      EnumSet.of(Scene.TENCENT_PREPAID, Scene.ZEC_BIN, Scene.BMC_POSTPAID),
      """
      fault                                      | tencent prepaid | zec        | bmc
      first call, connection dropped, before     | RELEASED 3      | RELEASED 3 | RELEASED 3
      first call, connection dropped, after      | RELEASED 2      | RELEASED 2 | RELEASED 2
      first call, no answer in time, before      | RELEASED 3      | RELEASED 3 | RELEASED 3
      first call, no answer in time, after       | RELEASED 2      | RELEASED 2 | RELEASED 2
      first call, 503 from a gateway, before     | RELEASED 3      | RELEASED 3 | RELEASED 3
      first call, 503 from a gateway, after      | RELEASED 2      | RELEASED 2 | RELEASED 2
      second call, connection dropped, before    | RELEASED 3      | RELEASED 3 | RELEASED 3
      second call, connection dropped, after     | RELEASED 2      | RELEASED 2 | RELEASED 2
      second call, no answer in time, before     | RELEASED 3      | RELEASED 3 | RELEASED 3
      second call, no answer in time, after      | RELEASED 2      | RELEASED 2 | RELEASED 2
      second call, 503 from a gateway, before    | RELEASED 3      | RELEASED 3 | RELEASED 3
      second call, 503 from a gateway, after     | RELEASED 2      | RELEASED 2 | RELEASED 2
      """),

  /**
   * Three instances in one call, where clouds have such calls: three verdicts in order, then the
   * requests. A refused batch costs at most four more requests than one that is not. Aliyun answers
   * OperationConflict for what it is deleting already, which is asked again a few times.
   */
  BATCHES(
      EnumSet.of(
          Scene.TENCENT_PREPAID,
          Scene.TENCENT_POSTPAID,
          Scene.ZEC_FINAL,
          Scene.ZEC_BIN,
          Scene.ALIYUN_V3),
      """
      fault | tencent prepaid | tencent postpaid | zec | aliyun
      one refused, the others left alone \
      | goal REJECTED goal <=5 | goal REJECTED goal <=5 | goal REJECTED goal 1 | goal REJECTED goal <=5
      one refused, those before it done \
      | goal REJECTED goal <=5 | goal REJECTED goal <=5 | goal REJECTED goal 1 | goal REJECTED goal <=11
      one refused, all others done \
      | goal REJECTED goal <=5 | goal REJECTED goal <=5 | goal REJECTED goal 1 | goal REJECTED goal <=11
      broken off after one \
      | goal goal goal 2 | goal goal goal 2 | goal goal goal 2 | goal goal goal <=3
      broken off before any \
      | goal goal goal 2 | goal goal goal 2 | goal goal goal 2 | goal goal goal 2
      throttled \
      | goal goal goal 2 | goal goal goal 2 | goal goal goal 2 | goal goal goal 2
      """);

  private static final String OTHER = "any other";

  private final Set<Scene> scenes;
  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

  Expectations(Set<Scene> scenes, String table) {
    this.scenes = scenes;
    String[] columns = {};
    for (String line : table.split("\\n")) {
      String[] cells = line.strip().split(" *\\| *");
      if (columns.length == 0) {
        columns = cells;
        continue;
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 1; i < columns.length; i++) {
        row.put(columns[i], cells[i]);
      }
      rows.put(cells[0], row);
    }
  }

  private static Set<Scene> onThePage() {
    return EnumSet.allOf(Scene.class).stream()
        .filter(Scene::isOnThePage)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Scene.class)));
  }

  Set<Scene> scenes() {
    return scenes;
  }

  /** The faults that have a row of their own. */
  Set<String> faults() {
    return rows.keySet().stream()
        .filter(name -> !name.equals(OTHER))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What is expected of that fault in that scene. */
  String of(String fault, Scene scene) {
    Map<String, String> row = rows.getOrDefault(fault, rows.getOrDefault(OTHER, Map.of()));
    String cell = row.get(scene.column);
    if (cell == null) {
      throw new IllegalStateException("no expectation of " + fault + " in " + scene);
    }
    return cell.replace("goal", scene.atGoal.name());
  }

  /** Whether that is what came, a number after {@code <=} being the most. */
  static boolean fits(String expected, Outcome outcome) {
    int mark = expected.indexOf("<=");
    return mark < 0
        ? expected.equals(outcome.told())
        : expected.substring(0, mark).strip().equals(outcome.words(" "))
            && outcome.wire() <= Integer.parseInt(expected.substring(mark + 2));
  }
}

package io.cloudrelease.tencent.groups;

import io.cloudrelease.error.Applied;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.error.Remedy;
import io.cloudrelease.error.Scope;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.json.JsonWriter;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.CloudFailure;
import io.cloudrelease.spi.listing.MembershipAnswer;
import io.cloudrelease.spi.listing.MembershipQuery;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Members of auto scaling groups and nodes of clusters: by the tags that auto scaling and the
 * container service put on what is theirs, and by what auto scaling (API AS 2018-04-19,
 * DescribeAutoScalingInstances) and the container service (API TKE 2018-05-25,
 * DescribeExistedInstances) say of them.
 */
public final class Groups {
  private static final String TAG = "tencentcloud:autoscaling:auto-scaling-group-id";

  /** Seen on disks and load balancers of a cluster; on its nodes it would mean the same. */
  private static final String CLUSTER_TAG = "tke-clusterId";

  private static final int MOST_IDS = 100;

  /** The page names 60 calls a second; for the container service none is named. */
  private static final ActionFacts SCALING =
      ActionFacts.of("DescribeAutoScalingInstances", MOST_IDS, 60, Duration.ofSeconds(10));

  private static final ActionFacts CLUSTERS =
      ActionFacts.of("DescribeExistedInstances", MOST_IDS, 20, Duration.ofSeconds(10));

  /** A region without the service has no member of it. */
  private static final Set<String> NO_SUCH_SERVICE =
      Set.of("unsupportedregion", "unsupportedoperation");

  /** Also with a child: one of the ids is none that the service knows. */
  private static final String NOT_TAKEN = "invalidparametervalue.invalidinstanceid";

  private static final String NO_SUCH_INSTANCE = "invalidinstanceid.notfound";

  /** Of auto scaling alone: the instance is none of its own. Its children speak of other things. */
  private static final String NO_MEMBER = "resourcenotfound";

  private static final ErrorRule NOT_FOUND =
      ErrorRule.of(ErrorCategory.NOT_FOUND, Applied.NO, Remedy.GIVE_UP).scope(Scope.REQUEST);

  private static final ErrorRule NOT_ASKED =
      ErrorRule.of(ErrorCategory.INVALID_REQUEST, Applied.NO, Remedy.GIVE_UP).scope(Scope.REQUEST);

  private final Calls calls;

  /** Writes a call of another service of the cloud. */
  @FunctionalInterface
  public interface Calls {
    ApiRequest call(String service, String version, String action, String region, JsonWriter body);
  }

  public Groups(Calls calls) {
    this.calls = calls;
  }

  /** The group that the instance's own tags name. */
  public static Optional<String> shown(Snapshot snapshot) {
    Map<String, String> tags = snapshot.tags();
    return Optional.ofNullable(tags.get(TAG))
        .map(Groups::group)
        .or(() -> Optional.ofNullable(tags.get(CLUSTER_TAG)).map(id -> "cluster " + id));
  }

  /** Whom auto scaling lists is a member, also when it leaves out of which group. */
  private static String group(String id) {
    return id.isEmpty() ? "a scaling group" : "scaling group " + id;
  }

  /** Both calls. */
  public static List<ActionFacts> actions() {
    return List.of(SCALING, CLUSTERS);
  }

  /** The service that such an action belongs to, as signatures name it. */
  public static String serviceOf(String action) {
    return isScaling(action) ? "as" : "tke";
  }

  private static boolean isScaling(String action) {
    return action.equals(SCALING.name());
  }

  /** What the answers to such an action hold when they are none of an error. */
  public static String setOf(String action) {
    return isScaling(action) ? "AutoScalingInstanceSet" : "ExistedInstanceSet";
  }

  /** The call. */
  public ApiRequest encode(MembershipQuery query) {
    JsonWriter body =
        new JsonWriter()
            .object()
            .member("InstanceIds", query.ids())
            // Without it 20 of 100 are shown, and the other 80 seem to be in no group.
            .member("Limit", MOST_IDS)
            .end();
    String version = isScaling(query.action()) ? "2018-04-19" : "2018-05-25";
    return calls.call(serviceOf(query.action()), version, query.action(), query.region(), body);
  }

  /**
   * The members that such an answer names; who is not named is none. A row that stands twice, or of
   * an instance that was not asked for, took the place of another, which then only seems to be
   * none.
   */
  public static MembershipAnswer read(MembershipQuery query, JsonValue response) {
    Map<String, String> groups = new HashMap<>();
    List<JsonValue> items = response.get(setOf(query.action())).items();
    Set<String> open = new HashSet<>(query.ids());
    boolean addsUp = response.number("TotalCount", -1) == items.size();
    for (JsonValue item : items) {
      addsUp &= open.remove(item.text("InstanceId"));
      String group =
          isScaling(query.action()) ? group(item.text("AutoScalingGroupId")) : cluster(item);
      if (!group.isEmpty()) {
        groups.put(item.text("InstanceId"), group);
      }
    }
    return addsUp
        ? MembershipAnswer.shows(groups)
        : MembershipAnswer.failed(
            CloudFailure.of(200, "", "it counts others than it shows", response.text("RequestId")));
  }

  private static String cluster(JsonValue item) {
    String group = item.text("AutoscalingGroupId");
    String cluster = item.text("AlreadyInCluster");
    if (cluster.isEmpty()) {
      return group.isEmpty() ? "" : group(group);
    }
    return "cluster " + cluster + (group.isEmpty() ? "" : ", " + group(group));
  }

  /**
   * What a refusal means: without the service there are no members, and a single id that is not
   * known there is none. What else is not found, a role or a cluster, says nothing of the
   * instances.
   *
   * @param table says what CVM means by a code
   */
  public static MembershipAnswer refused(
      MembershipQuery query, CloudFailure failure, ErrorTable table) {
    String code = failure.code().toLowerCase(Locale.ROOT);
    boolean unknown = isOfAnId(query.action(), code);
    if (NO_SUCH_SERVICE.contains(code) || unknown && query.instances().size() == 1) {
      return MembershipAnswer.shows(Map.of());
    }
    if (unknown) {
      return MembershipAnswer.failed(failure.means(NOT_FOUND));
    }
    ErrorCategory category = table.match(failure.status(), failure.code()).category();
    return MembershipAnswer.failed(
        category == ErrorCategory.NOT_FOUND ? failure.means(NOT_ASKED) : failure);
  }

  private static boolean isOfAnId(String action, String code) {
    return code.equals(NOT_TAKEN)
        || code.startsWith(NOT_TAKEN + ".")
        || code.equals(NO_SUCH_INSTANCE)
        || isScaling(action) && code.equals(NO_MEMBER);
  }
}

package io.cloudrelease.aliyun.groups;

import io.cloudrelease.http.Endpoint;
import io.cloudrelease.json.JsonValue;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.ActionFacts;
import io.cloudrelease.spi.listing.MembershipAnswer;
import io.cloudrelease.spi.listing.MembershipQuery;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Members of scaling groups, node pools and clusters: by the tags that Auto Scaling and the
 * container service put on their instances, and by what Auto Scaling says of them (ESS 2014-08-28,
 * DescribeScalingInstances; node pools are scaling groups there).
 */
public final class EssGroups {
  public static final String VERSION = "2014-08-28";

  /** The most ids that the call takes; no page names a rate. */
  public static final ActionFacts DESCRIBE =
      ActionFacts.of("DescribeScalingInstances", 20, 5, Duration.ofSeconds(10));

  private static final String CENTRAL = "ess.aliyuncs.com";

  /** Regions whose scaling groups the central host serves (ESS, endpoints). */
  private static final Set<String> CENTRAL_REGIONS =
      Set.of(
          "cn-qingdao",
          "cn-beijing",
          "cn-hangzhou",
          "cn-shanghai",
          "cn-shenzhen",
          "cn-hongkong",
          "ap-southeast-1",
          "us-east-1",
          "us-west-1");

  private static final String SCALING_GROUP = "acs:autoscaling:scalingGroupId";
  private static final String NODE_POOL = "ack.alibabacloud.com/nodepool-id";
  private static final String CLUSTER = "ack.aliyun.com";

  /** Tags that say that there is a group, and not which. */
  private static final Map<String, String> NAMELESS =
      Map.of(
          "ESS",
          "a scaling group",
          "k8s.aliyun.com",
          "a node pool",
          "k8s.io/cluster-autoscaler",
          "a node pool");

  private EssGroups() {}

  /** The group that the instance's own tags name. */
  public static Optional<String> shown(Snapshot snapshot) {
    Map<String, String> tags = snapshot.tags();
    if (tags.containsKey(NODE_POOL)) {
      return Optional.of("node pool " + tags.get(NODE_POOL));
    }
    if (tags.containsKey(SCALING_GROUP)) {
      return Optional.of(group(tags.get(SCALING_GROUP)));
    }
    if (tags.containsKey(CLUSTER)) {
      return Optional.of("cluster " + tags.get(CLUSTER));
    }
    return NAMELESS.keySet().stream()
        .filter(tags::containsKey)
        .sorted()
        .findFirst()
        .map(NAMELESS::get);
  }

  /** Whom Auto Scaling lists is a member, also when it leaves out of which group. */
  private static String group(String id) {
    return id.isEmpty() ? "a scaling group" : "scaling group " + id;
  }

  /** The host that serves that region's scaling groups. */
  public static Endpoint host(String region) {
    boolean central =
        CENTRAL_REGIONS.contains(region) || region.contains("finance") || region.contains("gov");
    return Endpoint.https(central ? CENTRAL : "ess." + region + ".aliyuncs.com");
  }

  /** The parameters of the call. */
  public static SortedMap<String, String> parameters(MembershipQuery query) {
    SortedMap<String, String> all = new TreeMap<>();
    all.put("RegionId", query.region());
    // Left out, it is 10, and the other half of the members would seem to be in no group.
    all.put("PageSize", "50");
    int number = 0;
    for (String id : query.ids()) {
      all.put("InstanceId." + ++number, id);
    }
    return all;
  }

  /**
   * The members that such a list names; who is not named is none.
   *
   * @return empty when it counts others than it shows, or shows one twice or one that was not asked
   *     for: such a row took the place of another, which then only seems to be none
   */
  public static Optional<MembershipAnswer> read(
      MembershipQuery query, long total, List<JsonValue> items) {
    Set<String> open = new HashSet<>(query.ids());
    boolean addsUp = total == items.size();
    Map<String, String> groups = new HashMap<>();
    for (JsonValue item : items) {
      addsUp &= open.remove(item.text("InstanceId"));
      groups.put(item.text("InstanceId"), group(item.text("ScalingGroupId")));
    }
    return addsUp ? Optional.of(MembershipAnswer.shows(groups)) : Optional.empty();
  }
}

package io.cloudrelease.benchmarks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * As much of CVM as a sweep needs: instances exist until they are terminated, and more calls than
 * the rate allows within any one second are refused. Thread-safe.
 */
final class TencentBrain {
  private static final long SECOND = 1_000_000_000L;

  private final boolean sliding;
  private final Map<String, double[]> buckets = new HashMap<>();
  private final int rate;
  private final int looks;
  private final Set<String> gone = new HashSet<>();
  private final Map<String, Deque<Long>> windows = new HashMap<>();
  private long terminateCalls;
  private long describeCalls;
  private long throttled;
  private long throttledLooks;
  private long terminatedTwice;
  private long first;
  private long last;

  TencentBrain(int rate, int looks, boolean sliding) {
    this.sliding = sliding;
    this.rate = rate;
    this.looks = looks;
  }

  synchronized String stats() {
    return "terminates\t"
        + terminateCalls
        + "\tdescribes\t"
        + describeCalls
        + "\tthrottled\t"
        + throttled
        + "\tthrottledLooks\t"
        + throttledLooks
        + "\tgone\t"
        + gone.size()
        + "\ttwice\t"
        + terminatedTwice
        + "\tspanMillis\t"
        + (last - first) / 1_000_000;
  }

  synchronized String answer(String action, String account, String body) {
    boolean look = action.equals("DescribeInstances");
    long now = System.nanoTime();
    if (look) {
      describeCalls++;
    } else {
      terminateCalls++;
      first = first == 0 ? now : first;
      last = now;
    }
    if (isTooFast(account + ' ' + action, look ? looks : rate, now)) {
      throttled += look ? 0 : 1;
      throttledLooks += look ? 1 : 0;
      return "{\"Response\":{\"Error\":{\"Code\":\"RequestLimitExceeded\",\"Message\":\"too fast\"},"
          + "\"RequestId\":\"r\"}}";
    }
    return look ? describe(body) : terminate(body);
  }

  private boolean isTooFast(String lane, int limit, long now) {
    if (limit == 0) {
      return false;
    }
    return sliding ? isOneTooMany(lane, limit, now) : isBucketEmpty(lane, limit, now);
  }

  /** So many a second on the average, and no more than a second's worth at once. */
  private boolean isBucketEmpty(String lane, int limit, long now) {
    double[] bucket = buckets.computeIfAbsent(lane, l -> new double[] {limit, now});
    bucket[0] = Math.min(limit, bucket[0] + (now - bucket[1]) * limit / SECOND);
    bucket[1] = now;
    if (bucket[0] < 1) {
      return true;
    }
    bucket[0]--;
    return false;
  }

  /** The strictest reading of "so many a second": in every second, wherever it begins. */
  private boolean isOneTooMany(String lane, int limit, long now) {
    Deque<Long> window = windows.computeIfAbsent(lane, l -> new ArrayDeque<>());
    while (!window.isEmpty() && now - window.getFirst() >= SECOND) {
      window.removeFirst();
    }
    if (window.size() >= limit) {
      return true;
    }
    window.addLast(now);
    return false;
  }

  private String terminate(String body) {
    // Without a rate it serves the end-to-end runs, which send the same ids over and over.
    if (rate > 0) {
      for (int at = body.indexOf("\"ins-"); at >= 0; at = body.indexOf("\"ins-", at + 1)) {
        if (!gone.add(body.substring(at + 1, body.indexOf('"', at + 1)))) {
          terminatedTwice++;
        }
      }
    }
    return "{\"Response\":{\"RequestId\":\"3f2b4c8e-0000-4000-8000-"
        + (100_000_000_000L + terminateCalls)
        + "\"}}";
  }

  private String describe(String body) {
    List<String> there = new ArrayList<>();
    for (int at = body.indexOf("\"ins-"); at >= 0; at = body.indexOf("\"ins-", at + 1)) {
      String id = body.substring(at + 1, body.indexOf('"', at + 1));
      if (!gone.contains(id)) {
        there.add(id);
      }
    }
    return "{\"Response\":" + shown(there) + "}";
  }

  /** The inner answer that shows these instances. */
  static String shown(List<String> ids) {
    StringBuilder shown = new StringBuilder(64 * 1024);
    for (String id : ids) {
      shown.append(shown.length() == 0 ? "" : ",");
      instance(shown, id);
    }
    return "{\"TotalCount\":"
        + ids.size()
        + ",\"InstanceSet\":["
        + shown
        + "],\"RequestId\":\"r\"}";
  }

  /** About what the real one shows of an instance: 1.3 KB. */
  private static void instance(StringBuilder out, String id) {
    out.append("{\"Placement\":{\"Zone\":\"ap-guangzhou-6\",\"ProjectId\":0,\"HostIds\":null},")
        .append("\"InstanceId\":\"")
        .append(id)
        .append("\",\"InstanceType\":\"S5.MEDIUM2\",")
        .append("\"CPU\":2,\"Memory\":2,\"RestrictState\":\"NORMAL\",\"InstanceName\":\"worker-")
        .append(id)
        .append("\",\"InstanceChargeType\":\"POSTPAID_BY_HOUR\",")
        .append("\"SystemDisk\":{\"DiskType\":\"CLOUD_BSSD\",\"DiskId\":\"disk-")
        .append(id, 4, id.length())
        .append(
            "\",\"DiskSize\":50},\"DataDisks\":[{\"DiskType\":\"CLOUD_BSSD\",\"DiskId\":\"disk-d")
        .append(id, 5, id.length())
        .append("\",\"DiskSize\":100,\"DeleteWithInstance\":true}],")
        .append("\"PrivateIpAddresses\":[\"10.0.0.12\"],\"PublicIpAddresses\":[\"203.0.113.17\"],")
        .append("\"InternetAccessible\":{\"InternetChargeType\":\"TRAFFIC_POSTPAID_BY_HOUR\",")
        .append(
            "\"InternetMaxBandwidthOut\":5},\"VirtualPrivateCloud\":{\"VpcId\":\"vpc-1a2b3c4d\",")
        .append(
            "\"SubnetId\":\"subnet-1a2b3c4d\",\"AsVpcGateway\":false},\"ImageId\":\"img-1a2b3c4d\",")
        .append("\"RenewFlag\":null,\"CreatedTime\":\"2026-01-31T08:00:00Z\",\"ExpiredTime\":null,")
        .append(
            "\"OsName\":\"Debian 12\",\"SecurityGroupIds\":[\"sg-1a2b3c4d\"],\"LoginSettings\":{},")
        .append("\"InstanceState\":\"RUNNING\",\"Tags\":[{\"Key\":\"team\",\"Value\":\"batch\"}],")
        .append(
            "\"StopChargingMode\":\"NOT_APPLICABLE\",\"Uuid\":\"00000000-0000-0000-0000-000000000000\",")
        .append(
            "\"LatestOperation\":null,\"LatestOperationState\":null,\"IsolatedSource\":\"NOTISOLATED\",")
        .append(
            "\"DisableApiTermination\":false,\"DefaultLoginUser\":\"root\",\"DefaultLoginPort\":22}");
  }
}

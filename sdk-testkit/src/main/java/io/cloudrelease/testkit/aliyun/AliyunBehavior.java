package io.cloudrelease.testkit.aliyun;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** What a user may choose of the simulated ECS's behaviour; see {@link SimulatedAliyun}. */
final class AliyunBehavior {
  volatile Duration releasing = Duration.ofSeconds(10);
  volatile Duration gracefulStop = Duration.ofMinutes(2);
  volatile String passingState = "";
  volatile Duration tokenMemory = Duration.ofMinutes(30);
  volatile Duration tokenRunning = Duration.ZERO;
  volatile boolean remembersRefusals;
  volatile boolean securityLockRefuses;
  volatile String dryRunCode = "DRYRUN.SUCCESS";
  volatile int throttleStatus = 400;
  volatile boolean noncesOnce = true;
  volatile boolean rateHeader;
  volatile boolean retryAfterHeader;
  volatile Set<String> regions = Set.of();
  volatile boolean onlyRealRegions;
  volatile boolean deniesGroups;
  volatile int mostPerPage = Integer.MAX_VALUE;
  volatile String noPermissionType = "ImplicitDeny";
  volatile String policyType = "AccountLevelIdentityBasedPolicy";
  volatile Optional<IntFunction<Duration>> lagOfLook = Optional.empty();
  final AtomicInteger looks = new AtomicInteger();
  final AtomicInteger emptyLooks = new AtomicInteger();
  final AtomicInteger repeatingLooks = new AtomicInteger();

  /** Ids whose release under Force was answered wrongly once. */
  final Set<String> misreported = ConcurrentHashMap.newKeySet();

  private final Map<String, KeyRights> rights = new ConcurrentHashMap<>();

  KeyRights rights(String accessKeyId) {
    return rights.getOrDefault(accessKeyId, KeyRights.ALL);
  }

  void rights(String accessKeyId, UnaryOperator<KeyRights> change) {
    rights.put(accessKeyId, change.apply(rights(accessKeyId)));
  }

  /** Takes one off, if there is one. */
  static boolean takeOne(AtomicInteger left) {
    return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }
}

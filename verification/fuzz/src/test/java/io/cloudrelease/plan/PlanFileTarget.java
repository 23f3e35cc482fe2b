package io.cloudrelease.plan;

import static io.cloudrelease.fuzz.Target.must;

import io.cloudrelease.digest.Hashes;
import io.cloudrelease.error.InvalidRequestException;
import io.cloudrelease.fuzz.Damage;
import io.cloudrelease.fuzz.Draws;
import io.cloudrelease.fuzz.Scratch;
import io.cloudrelease.fuzz.Target;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.outcome.GivenVerdict;
import io.cloudrelease.outcome.MadePlan;
import io.cloudrelease.outcome.PlanMaker;
import io.cloudrelease.outcome.PlannedBatch;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kept plans: what was damaged is refused, and what is read for the sake of a right digest is what
 * would be written so.
 */
public final class PlanFileTarget implements Target {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00.123456Z");
  private static final InstanceRef ONE = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-1");
  private static final InstanceRef TWO = InstanceRef.parse("tencent-cvm:ap-guangzhou:ins-2");
  private static final InstanceRef THREE = InstanceRef.parse("zenlayer-zec:77");

  private final Path file = Scratch.folder("plan").resolve("plan.json");
  private final byte[] genuine;

  public PlanFileTarget() throws Exception {
    KeptPlan.of(plan()).write(file);
    genuine = Files.readAllBytes(file);
  }

  private static MadePlan plan() {
    Snapshot look =
        Snapshot.builder(ONE, NOW, LifecyclePhase.STABLE)
            .state("RUNNING")
            .name("a \"name\"\n\u2028")
            .chargeType("PREPAID")
            .createdAt(NOW)
            .tag("k", "v")
            .build();
    return new MadePlan(
        ReleaseInstancesRequest.builder().instances(List.of(THREE, ONE, TWO)).build(),
        NOW,
        List.of(
            new PlannedBatch("tencent-cvm", "ap-guangzhou", "T", "PREPAID", List.of(ONE), true)),
        List.of(THREE),
        List.of(GivenVerdict.builder(TWO, Verdict.NOT_FOUND).hint("no").build()),
        Map.of(ONE, look),
        Map.of(ONE, List.of(CollateralItem.of("disk", "d", CollateralItem.Fate.STAYS))),
        Map.of("tencent-cvm", "account 1", "zenlayer-zec", "0123456789abcdef"),
        Duration.ofSeconds(1),
        Duration.ofMinutes(15),
        Map.of("tencent-cvm", new PlanMaker("tencent", "me", Optional.of(NOW))));
  }

  @Override
  public void feed(byte[] input) throws Exception {
    Draws draws = new Draws(input);
    int kind = draws.below(4);
    byte[] damaged =
        switch (kind) {
          case 0 -> draws.rest();
          case 1 -> Damage.oneByte(genuine, draws);
          default -> Damage.several(genuine, genuine, draws);
        };
    byte[] fed = kind == 3 ? rehashed(damaged) : damaged;
    PlanReader.Read read;
    try {
      read = PlanReader.read(new ByteArrayInputStream(fed));
    } catch (InvalidRequestException refused) {
      must(!Arrays.equals(fed, genuine), "refuses what is whole", refused);
      return;
    }
    must(kind == 3 || Arrays.equals(fed, genuine), "reads what was not written");
    PlanWriter.write(read.plan(), read.digest(), file);
    must(Arrays.equals(Files.readAllBytes(file), fed), "reads what would be written otherwise");
  }

  /** With the digest that the rest of it needs, if it has lines. */
  private static byte[] rehashed(byte[] bytes) {
    int first = after(bytes, 0);
    int second = after(bytes, first);
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.write(bytes, 0, first);
    rest.write(bytes, second, bytes.length - second);
    byte[] line = Hashes.utf8("\"digest\":\"" + Hashes.sha256Hex(rest.toByteArray()) + "\",\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, first);
    out.write(line, 0, line.length);
    out.write(bytes, second, bytes.length - second);
    return out.toByteArray();
  }

  private static int after(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return bytes.length;
  }
}

package io.cloudrelease.truth;

import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.http.ApiRequest;
import io.cloudrelease.http.HttpBody;
import io.cloudrelease.http.HttpResponse;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.model.LifecyclePhase;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.LookAnswer;
import io.cloudrelease.spi.LookQuery;
import io.cloudrelease.spi.ProviderFacts;
import io.cloudrelease.spi.ReleaseAnswer;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.contract.ProviderContract;
import io.cloudrelease.testkit.contract.ReleaseContract;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The published contracts, held to providers that lie: each is one of ours but for one thing that
 * it says or does. Tests that have to go red for a lie stand beside it.
 */
class LyingProvidersTest {

  /** What is changed of an honest provider, and tests that see it, as contract and method. */
  enum Lie {
    DRY_RUNS_ARE_REAL(
        p ->
            new Wrapped(p) {
              @Override
              public ApiRequest encodeRelease(ReleaseBatch batch) {
                Intent i = batch.intent();
                return p.encodeRelease(
                    with(batch, new Intent(i.goal(), i.collateral(), i.powers(), false)));
              }
            },
        "AliyunFunctions a_dry_run_of_the_clouds_own_is_another_call",
        "Aliyun a_dry_run_changes_nothing"),
    ALL_POWERS_ARE_GRANTED(
        p ->
            new Wrapped(p) {
              @Override
              public ApiRequest encodeRelease(ReleaseBatch batch) {
                Intent i = batch.intent();
                Set<Power> all = EnumSet.allOf(Power.class);
                return p.encodeRelease(
                    with(batch, new Intent(i.goal(), i.collateral(), all, i.dryRun())));
              }
            },
        "AliyunFunctions what_the_caller_decides_stands_in_the_calls_and_nothing_else_does"),
    WHAT_HANGS_ON_IT_ALWAYS_GOES(
        p ->
            new Wrapped(p) {
              @Override
              public ApiRequest encodeRelease(ReleaseBatch batch) {
                Intent i = batch.intent();
                return p.encodeRelease(
                    with(batch, new Intent(i.goal(), Collateral.RELEASE, i.powers(), i.dryRun())));
              }
            },
        "TencentFunctions what_the_caller_decides_stands_in_the_calls_and_nothing_else_does",
        "Tencent destroyed_is_gone_whatever_bins_there_are",
        "Zec destroyed_is_gone_whatever_bins_there_are",
        "ZecWithBin destroyed_is_gone_whatever_bins_there_are"),
    WHAT_IS_IN_THE_BIN_IS_HIDDEN(
        p ->
            new Wrapped(p) {
              @Override
              public LookAnswer readLook(LookQuery query, HttpResponse response) {
                return changed(
                    p.readLook(query, response),
                    rows ->
                        rows.stream()
                            .filter(s -> s.phase() != LifecyclePhase.RECYCLED)
                            .filter(s -> s.phase() != LifecyclePhase.LEAVING)
                            .toList());
              }
            },
        "Tencent one_a_hundred_and_more_are_released_and_nobody_else_is_touched",
        "Tencent destroyed_is_gone_whatever_bins_there_are",
        "ZecWithBin one_a_hundred_and_more_are_released_and_nobody_else_is_touched",
        "ZecWithBin destroyed_is_gone_whatever_bins_there_are",
        "ZecWithBin whatever_spoils_the_first_answer_no_instance_goes_a_step_too_far"),
    EVERY_LOOK_IS_COMPLETE(
        p ->
            new Wrapped(p) {
              @Override
              public LookAnswer readLook(LookQuery query, HttpResponse response) {
                LookAnswer answer = p.readLook(query, response);
                return answer.failure().isPresent()
                    ? answer
                    : LookAnswer.shows(answer.snapshots(), true);
              }
            },
        "Tencent whatever_spoils_the_looks_nothing_is_said_that_is_not_so",
        "Zec whatever_spoils_the_looks_nothing_is_said_that_is_not_so"),
    REFUSED_IDS_ARE_NOT_READ(
        p ->
            new Wrapped(p) {
              @Override
              public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
                ReleaseAnswer answer = p.readRelease(batch, response);
                return answer.failure().isPresent()
                    ? answer
                    : ReleaseAnswer.accepted(answer.requestId());
              }
            },
        "Zec an_id_that_the_cloud_refused_is_not_said_to_be_accepted",
        "ZecWithBin an_id_that_the_cloud_refused_is_not_said_to_be_accepted"),
    REQUEST_IDS_ARE_INVENTED(
        p ->
            new Wrapped(p) {
              @Override
              public ReleaseAnswer readRelease(ReleaseBatch batch, HttpResponse response) {
                ReleaseAnswer answer = p.readRelease(batch, response);
                return answer.failure().isPresent()
                    ? answer
                    : ReleaseAnswer.acceptedExcept("req-made-up", answer.refusedIds());
              }
            },
        "Tencent destroyed_is_gone_whatever_bins_there_are",
        "Aliyun destroyed_is_gone_whatever_bins_there_are",
        "Zec destroyed_is_gone_whatever_bins_there_are"),
    THE_BIN_KEEPS_FOR_TEN_YEARS(
        p ->
            new Wrapped(p) {
              @Override
              public Optional<Duration> recycleBinRetention(Snapshot snapshot) {
                return Optional.of(Duration.ofDays(3650));
              }
            },
        "Tencent one_a_hundred_and_more_are_released_and_nobody_else_is_touched",
        "ZecWithBin one_a_hundred_and_more_are_released_and_nobody_else_is_touched"),
    NOTHING_ESCALATES(
        p ->
            new Wrapped(p) {
              @Override
              public Assessment assess(Snapshot seen, Intent intent) {
                return changed(
                    p.assess(seen, intent),
                    s -> new Assessment.Step(s.action(), s.stage(), s.group(), false));
              }
            },
        "Tencent a_second_request_goes_no_step_further_while_looks_are_behind",
        "ZecWithBin a_second_request_goes_no_step_further_while_looks_are_behind"),
    ALL_MAY_STAND_IN_ONE_CALL(
        p ->
            new Wrapped(p) {
              @Override
              public Assessment assess(Snapshot seen, Intent intent) {
                return changed(
                    p.assess(seen, intent),
                    s -> new Assessment.Step(s.action(), s.stage(), "", s.escalates(), s.bin()));
              }
            },
        "Tencent one_a_hundred_and_more_are_released_and_nobody_else_is_touched"),
    EVERY_REGION_IS_THE_FIRST(
        p ->
            new Wrapped(p) {
              @Override
              public ApiRequest encodeRelease(ReleaseBatch batch) {
                return p.encodeRelease(
                    new ReleaseBatch(
                        firstRegion(batch.region()),
                        batch.step(),
                        batch.instances(),
                        batch.intent(),
                        batch.token()));
              }
            },
        "TencentFunctions each_region_has_calls_of_its_own",
        "AliyunFunctions each_region_has_calls_of_its_own",
        "Tencent destroyed_is_gone_whatever_bins_there_are",
        "Aliyun destroyed_is_gone_whatever_bins_there_are"),
    NOTHING_IS_EVER_LATE(
        p ->
            new Wrapped(p) {
              @Override
              public ProviderFacts facts() {
                Duration soon = Duration.ofSeconds(1);
                return p.facts().settlingTime(soon).longestLag(soon).longestDelay(soon);
              }
            },
        "Tencent looks_that_are_behind_prove_nothing_of_a_call_without_an_answer",
        "Zec looks_that_are_behind_prove_nothing_of_a_call_without_an_answer",
        "ZecWithBin looks_that_are_behind_prove_nothing_of_a_call_without_an_answer",
        "Tencent whatever_spoils_the_first_answer_no_instance_goes_a_step_too_far",
        "ZecWithBin whatever_spoils_the_first_answer_no_instance_goes_a_step_too_far"),
    WHAT_HANGS_ON_IT_IS_INVENTED(
        p ->
            new Wrapped(p) {
              @Override
              public List<CollateralItem> collateral(Snapshot snapshot, Intent intent) {
                return List.of(CollateralItem.of("disk", "made-up", CollateralItem.Fate.GOES));
              }
            },
        "Tencent destroyed_is_gone_whatever_bins_there_are",
        "Aliyun destroyed_is_gone_whatever_bins_there_are",
        "Zec destroyed_is_gone_whatever_bins_there_are"),
    NAMES_AND_TAGS_ARE_LOST(
        p ->
            new Wrapped(p) {
              @Override
              public LookAnswer readLook(LookQuery query, HttpResponse response) {
                return changed(
                    p.readLook(query, response),
                    rows -> rows.stream().map(LyingProvidersTest::nameless).toList());
              }
            },
        "Tencent destroyed_is_gone_whatever_bins_there_are",
        "Aliyun destroyed_is_gone_whatever_bins_there_are",
        "Zec destroyed_is_gone_whatever_bins_there_are"),
    SOMEBODY_ELSE_STANDS_IN_THE_CALL(
        p ->
            new Wrapped(p) {
              @Override
              public ApiRequest encodeRelease(ReleaseBatch batch) {
                String kind = p.facts().name();
                return p.encodeRelease(joined(batch, InstanceRef.of(kind, "1399999999999999999")));
              }
            },
        "Zec destroyed_is_gone_whatever_bins_there_are"),
    ONE_OF_THE_LAST_CALL_STANDS_IN_THE_NEXT(
        p ->
            new Wrapped(p) {
              private InstanceRef last = InstanceRef.of(p.facts().name(), "1399999999999999999");

              @Override
              public ApiRequest encodeRelease(ReleaseBatch batch) {
                InstanceRef before = last;
                last = batch.instances().get(0);
                return p.encodeRelease(joined(batch, before));
              }
            },
        "ZecFunctions a_call_names_exactly_the_instances_of_its_batch",
        "Zec one_a_hundred_and_more_are_released_and_nobody_else_is_touched"),
    TOKENS_ARE_EMPTY(
        p ->
            new Wrapped(p) {
              @Override
              public ApiRequest encodeRelease(ReleaseBatch batch) {
                return p.encodeRelease(
                    new ReleaseBatch(
                        batch.region(), batch.step(), batch.instances(), batch.intent(), ""));
              }
            },
        "AliyunFunctions another_token_makes_another_call"),
    NOTHING_HANGS_ON_IT(
        p ->
            new Wrapped(p) {
              @Override
              public List<CollateralItem> collateral(Snapshot snapshot, Intent intent) {
                return List.of();
              }
            },
        "Tencent destroyed_is_gone_whatever_bins_there_are",
        "Aliyun destroyed_is_gone_whatever_bins_there_are",
        "Zec destroyed_is_gone_whatever_bins_there_are"),
    PROTECTION_IS_NOT_READ(
        p ->
            new Wrapped(p) {
              @Override
              public LookAnswer readLook(LookQuery query, HttpResponse response) {
                return changed(
                    p.readLook(query, response),
                    rows -> rows.stream().map(s -> without(s, true, false)).toList());
              }
            },
        "Tencent what_is_protected_is_not_sent",
        "Aliyun what_is_protected_is_not_sent"),
    AGE_IS_NOT_READ(
        p ->
            new Wrapped(p) {
              @Override
              public LookAnswer readLook(LookQuery query, HttpResponse response) {
                return changed(
                    p.readLook(query, response),
                    rows -> rows.stream().map(s -> without(s, false, true)).toList());
              }
            },
        "Tencent its_age_is_that_of_the_cloud",
        "Aliyun its_age_is_that_of_the_cloud",
        "Zec its_age_is_that_of_the_cloud"),
    OTHER_SHAPES_ARE_NOT_READ(
        p ->
            new Wrapped(p) {
              @Override
              public LookAnswer readLook(LookQuery query, HttpResponse response) {
                if (response.body().text().startsWith("{\"Response\":[")) {
                  throw new ClassCastException("a list is no object");
                }
                return p.readLook(query, response);
              }
            },
        "Tencent reading_survives_answers_that_are_bent");

    private final UnaryOperator<CloudProvider> told;
    private final List<String> red;

    Lie(UnaryOperator<CloudProvider> told, String... red) {
      this.told = told;
      this.red = List.of(red);
    }
  }

  private static ReleaseBatch with(ReleaseBatch batch, Intent intent) {
    return new ReleaseBatch(batch.region(), batch.step(), batch.instances(), intent, batch.token());
  }

  private static ReleaseBatch joined(ReleaseBatch batch, InstanceRef another) {
    List<InstanceRef> all = new ArrayList<>(batch.instances());
    all.add(another);
    return all.size() > 100
        ? batch
        : new ReleaseBatch(batch.region(), batch.step(), all, batch.intent(), batch.token());
  }

  private static String firstRegion(String region) {
    if (region.isEmpty()) {
      return region;
    }
    return region.startsWith("ap-") ? "ap-guangzhou" : "cn-hangzhou";
  }

  private static LookAnswer changed(LookAnswer answer, UnaryOperator<List<Snapshot>> rows) {
    return answer.failure().isPresent()
        ? answer
        : LookAnswer.shows(rows.apply(answer.snapshots()), answer.complete());
  }

  private static Assessment changed(Assessment said, UnaryOperator<Assessment.Step> step) {
    return said.kind() == Assessment.Kind.SEND
        ? Assessment.send(step.apply(said.step())).hint(said.hint())
        : said;
  }

  private static Snapshot nameless(Snapshot seen) {
    Snapshot.Builder bare =
        Snapshot.builder(seen.ref(), seen.takenAt(), seen.phase())
            .state(seen.state())
            .chargeType(seen.chargeType());
    seen.attributes().forEach(bare::attribute);
    return bare.build();
  }

  private static Snapshot without(Snapshot seen, boolean protection, boolean age) {
    Snapshot.Builder bare =
        Snapshot.builder(seen.ref(), seen.takenAt(), seen.phase())
            .state(seen.state())
            .name(seen.name())
            .chargeType(seen.chargeType())
            .zone(seen.zone())
            .protectedFromRelease(!protection && seen.protectedFromRelease());
    seen.tags().forEach(bare::tag);
    seen.attributes().forEach(bare::attribute);
    seen.createdAt().filter(made -> !age).ifPresent(bare::createdAt);
    seen.expiresAt().ifPresent(bare::expiresAt);
    return bare.build();
  }

  // ---- the contracts, as any provider's own test has them ----

  private static UnaryOperator<CloudProvider> told = honest -> honest;

  private static CloudProvider tencent(Credentials credentials) {
    return told.apply(TencentCvm.builder().credentials(credentials).build());
  }

  private static CloudProvider aliyun(Credentials credentials) {
    return told.apply(AliyunEcs.builder().credentials(credentials).build());
  }

  private static CloudProvider zec(Credentials credentials) {
    return told.apply(ZenlayerZec.builder().credentials(credentials).build());
  }

  private static List<String> numbered(String form, int howMany) {
    return IntStream.range(0, howMany).mapToObj(i -> String.format(Locale.ROOT, form, i)).toList();
  }

  private static <S extends InstanceSpec<S>> S described(S spec, int number) {
    return spec.name("web-" + number)
        .tag("number", "n" + number)
        .disk("disk-" + number, false)
        .elasticAddress("eip-" + number, "203.0.113." + number % 250);
  }

  static class TencentFunctions extends ProviderContract {
    @Override
    protected CloudProvider provider() {
      return tencent(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE"));
    }

    @Override
    protected List<String> ids(int howMany) {
      return numbered("ins-%08d", howMany);
    }

    @Override
    protected String region() {
      return "ap-guangzhou";
    }
  }

  static class AliyunFunctions extends ProviderContract {
    @Override
    protected CloudProvider provider() {
      return aliyun(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE"));
    }

    @Override
    protected List<String> ids(int howMany) {
      return numbered("i-bp1%017d", howMany);
    }

    @Override
    protected String region() {
      return "cn-hangzhou";
    }

    @Override
    protected boolean collateralInCalls() {
      return false;
    }

    @Override
    protected Set<Power> powersInCalls() {
      return Set.of(Power.FORCE, Power.FORCE_STOP, Power.TERMINATE_SUBSCRIPTION);
    }
  }

  static class ZecFunctions extends ProviderContract {
    @Override
    protected CloudProvider provider() {
      return zec(Credentials.ofKey("AKIDEXAMPLE", "SECRETEXAMPLE"));
    }

    @Override
    protected List<String> ids(int howMany) {
      return numbered("13000%014d", howMany);
    }

    @Override
    protected String region() {
      return "";
    }

    @Override
    protected boolean protects() {
      return false;
    }
  }

  /** Two regions, and three ways of paying. */
  static class Tencent extends ReleaseContract {
    private static final List<String> PAID = List.of("PREPAID", "CDHPAID", "POSTPAID_BY_HOUR");

    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedTencent(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return tencent(credentials);
    }

    @Override
    protected List<InstanceRef> add(SimulatedCloud cloud, int howMany) {
      return IntStream.range(0, howMany)
          .mapToObj(
              i ->
                  ((SimulatedTencent) cloud)
                      .add(
                          s ->
                              described(s, i)
                                  .region(i % 4 < 2 ? "ap-guangzhou" : "ap-shanghai")
                                  .chargeType(PAID.get(i % 3)))
                      .ref(TencentCvm.KIND))
          .toList();
    }

    @Override
    protected Optional<InstanceRef> addProtected(SimulatedCloud cloud) {
      return Optional.of(
          ((SimulatedTencent) cloud).add(s -> s.protectedFromRelease()).ref(TencentCvm.KIND));
    }
  }

  /** Two regions. */
  static class Aliyun extends ReleaseContract {
    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedAliyun(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return aliyun(credentials);
    }

    /** By token there is none. */
    @Override
    protected boolean looksHaveATotal() {
      return false;
    }

    @Override
    protected Power[] powers() {
      return new Power[] {Power.FORCE};
    }

    @Override
    protected List<InstanceRef> add(SimulatedCloud cloud, int howMany) {
      return IntStream.range(0, howMany)
          .mapToObj(
              i ->
                  ((SimulatedAliyun) cloud)
                      .add(s -> described(s, i).region(i % 2 == 0 ? "cn-hangzhou" : "cn-beijing"))
                      .ref(AliyunEcs.KIND))
          .toList();
    }

    @Override
    protected Optional<InstanceRef> addProtected(SimulatedCloud cloud) {
      return Optional.of(
          ((SimulatedAliyun) cloud).add(s -> s.protectedFromRelease()).ref(AliyunEcs.KIND));
    }
  }

  static class Zec extends ReleaseContract {
    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedZenlayer(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return zec(credentials);
    }

    @Override
    protected boolean hasSessionTokens() {
      return false;
    }

    @Override
    protected List<InstanceRef> add(SimulatedCloud cloud, int howMany) {
      return IntStream.range(0, howMany)
          .mapToObj(
              i -> ((SimulatedZenlayer) cloud).addZec(s -> described(s, i)).ref(ZenlayerZec.KIND))
          .toList();
    }

    @Override
    protected Optional<InstanceRef> addProtected(SimulatedCloud cloud) {
      return Optional.empty();
    }
  }

  static class ZecWithBin extends Zec {
    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      SimulatedCloud cloud = super.cloud(clock);
      cloud.account().recycleBin(true);
      return cloud;
    }
  }

  private static final List<Class<?>> CONTRACTS =
      List.of(
          TencentFunctions.class,
          AliyunFunctions.class,
          ZecFunctions.class,
          Tencent.class,
          Aliyun.class,
          Zec.class,
          ZecWithBin.class);

  @AfterEach
  void nothing_is_told_any_more() {
    told = honest -> honest;
  }

  @Test
  void without_a_lie_nothing_is_red() {
    CONTRACTS.forEach(ContractRun::assertGreen);
  }

  @Test
  void ids_in_the_path_are_as_good() {
    told =
        p ->
            new Wrapped(p) {
              @Override
              public ApiRequest encodeRelease(ReleaseBatch batch) {
                ApiRequest call = p.encodeRelease(batch);
                String ids = String.join("%2C", batch.ids());
                String body = call.body().text();
                for (String id : batch.ids()) {
                  body = body.replace(id, "");
                }
                return ApiRequest.of("POST", call.endpoint(), "/servers/" + ids + "/release")
                    .action(call.action(), call.version())
                    .body(call.contentType(), HttpBody.utf8(body));
              }
            };
    ContractRun.assertGreen(ZecFunctions.class);
  }

  @ParameterizedTest
  @EnumSource
  void the_contracts_notice(Lie lie) {
    told = lie.told;
    lie.red.forEach(test -> ContractRun.assertRed(LyingProvidersTest.class, test));
  }
}

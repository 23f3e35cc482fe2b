package io.cloudrelease.truth;

import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.listing.InstanceListing;
import io.cloudrelease.spi.listing.ListFilter;
import io.cloudrelease.spi.listing.PageQuery;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.InstanceSpec;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.SimulatedInstance;
import io.cloudrelease.testkit.contract.LeftoverContract;
import io.cloudrelease.testkit.contract.ListingContract;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The contracts of lists and leftovers, held to providers that lie, each in one thing. */
class LyingListsTest {
  private static final String FINDS = "Lists what_is_shown_of_an_instance_finds_it";

  /** What is changed of an honest provider, and tests that see it, as contract and method. */
  enum Lie {
    ANOTHER_ZONE_IS_ASKED_FOR(
        asking(f -> filter(f, or(f.zone(), "ap-seoul-1"), f.vpc(), f.state(), f.chargeType())),
        FINDS),
    ANOTHER_NETWORK_IS_ASKED_FOR(
        asking(f -> filter(f, f.zone(), or(f.vpc(), "vpc-2"), f.state(), f.chargeType())), FINDS),
    ANOTHER_STATE_IS_ASKED_FOR(
        asking(f -> filter(f, f.zone(), f.vpc(), or(f.state(), "STOPPED"), f.chargeType())), FINDS),
    ANOTHER_WAY_OF_PAYING_IS_ASKED_FOR(
        asking(f -> filter(f, f.zone(), f.vpc(), f.state(), or(f.chargeType(), "PREPAID"))), FINDS),
    ADDRESSES_ARE_NOT_CALLED_FOR(
        silentOf(EnumSet.of(Kind.ADDRESS)),
        "Remains whatever_can_be_left_is_called_for",
        "Remains of_many_small_stories_none_is_missing_and_none_invented"),
    DISKS_ALONE_ARE_CALLED_FOR(
        silentOf(EnumSet.of(Kind.ADDRESS, Kind.INTERFACE, Kind.SNAPSHOT)),
        "Remains whatever_can_be_left_is_called_for",
        "Remains what_stays_is_told_with_what_frees_it_and_what_goes_is_not");

    private final UnaryOperator<CloudProvider> told;
    private final List<String> red;

    Lie(UnaryOperator<CloudProvider> told, String... red) {
      this.told = told;
      this.red = List.of(red);
    }
  }

  /** Another word, where there is one. */
  private static String or(String word, String another) {
    return word.isEmpty() ? word : another;
  }

  private static ListFilter filter(
      ListFilter filter, String zone, String vpc, String state, String chargeType) {
    return new ListFilter(filter.tags(), filter.tagKeys(), zone, vpc, state, chargeType);
  }

  private static UnaryOperator<CloudProvider> asking(UnaryOperator<ListFilter> filter) {
    return honest ->
        changed(
            honest,
            (method, said) -> said,
            (method, given) ->
                method.equals("encodePage") ? query((PageQuery) given, filter) : given);
  }

  private static PageQuery query(PageQuery asked, UnaryOperator<ListFilter> filter) {
    return new PageQuery(
        asked.account(),
        asked.region(),
        filter.apply(asked.filter()),
        asked.mark(),
        asked.halvings(),
        asked.at());
  }

  private static UnaryOperator<CloudProvider> halved() {
    return honest ->
        changed(
            honest,
            (method, said) -> said,
            (method, given) ->
                given instanceof PageQuery asked
                    ? new PageQuery(
                        asked.account(),
                        asked.region(),
                        asked.filter(),
                        asked.mark(),
                        asked.halvings() + 1,
                        asked.at())
                    : given);
  }

  private static UnaryOperator<CloudProvider> silentOf(Set<Kind> kinds) {
    return honest ->
        changed(
            honest,
            (method, said) ->
                said instanceof List<?> all
                    ? all.stream().filter(one -> !is(one, kinds)).toList()
                    : said,
            (method, given) -> given);
  }

  private static boolean is(Object one, Set<Kind> kinds) {
    return one instanceof LeftoverCall call && kinds.contains(call.kind())
        || one instanceof LeftoverItem item && kinds.contains(item.kind());
  }

  /** Something that depends on which method was called. */
  private interface Change {
    Object of(String method, Object value);
  }

  /** A provider with all abilities of an honest one, which says or is given something else. */
  private static CloudProvider changed(CloudProvider honest, Change says, Change isGiven) {
    Set<Class<?>> abilities = new LinkedHashSet<>();
    for (Class<?> type = honest.getClass(); type != null; type = type.getSuperclass()) {
      abilities.addAll(List.of(type.getInterfaces()));
    }
    return (CloudProvider)
        Proxy.newProxyInstance(
            InstanceListing.class.getClassLoader(),
            abilities.toArray(Class<?>[]::new),
            (proxy, method, given) -> {
              Object[] all = given == null ? new Object[0] : given.clone();
              for (int i = 0; i < all.length; i++) {
                all[i] = isGiven.of(method.getName(), all[i]);
              }
              return says.of(method.getName(), call(honest, method, all));
            });
  }

  private static Object call(CloudProvider honest, Method method, Object... given)
      throws Throwable {
    try {
      return method.invoke(honest, given);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  // ---- the contracts, as any provider's own test has them ----

  private static UnaryOperator<CloudProvider> told = honest -> honest;

  private static CloudProvider tencent(Credentials credentials) {
    return told.apply(TencentCvm.builder().credentials(credentials).build());
  }

  static class Lists extends ListingContract {
    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedTencent(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return tencent(credentials);
    }

    @Override
    protected List<String> regions() {
      return List.of("ap-guangzhou", "ap-shanghai", "na-siliconvalley");
    }

    @Override
    protected List<InstanceRef> add(
        SimulatedCloud cloud, String region, int howMany, String name, Map<String, String> tags) {
      return ((SimulatedTencent) cloud)
              .add(
                  howMany,
                  i -> {
                    i.region(region).name(name).vpc("vpc-1");
                    tags.forEach(i::tag);
                  })
              .stream()
              .map(i -> i.ref(TencentCvm.KIND))
              .toList();
    }
  }

  static class Remains extends LeftoverContract {
    @Override
    protected SimulatedCloud cloud(VirtualClock clock) {
      return new SimulatedTencent(clock);
    }

    @Override
    protected CloudProvider provider(Credentials credentials) {
      return tencent(credentials);
    }

    @Override
    protected SimulatedInstance add(SimulatedCloud cloud, Consumer<InstanceSpec<?>> belongings) {
      return ((SimulatedTencent) cloud).add(belongings::accept);
    }
  }

  @AfterEach
  void nothing_is_told_any_more() {
    told = honest -> honest;
  }

  @Test
  void pages_of_fifty_are_as_good() {
    told = halved();
    ContractRun.assertGreen(Lists.class);
  }

  @ParameterizedTest
  @EnumSource
  void the_contracts_notice(Lie lie) {
    told = lie.told;
    lie.red.forEach(test -> ContractRun.assertRed(LyingListsTest.class, test));
  }
}

package io.cloudrelease.zenlayer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.CollateralItem.Fate;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.Snapshot;
import io.cloudrelease.remains.Leftover.Kind;
import io.cloudrelease.spi.leftover.LeftoverAnswer;
import io.cloudrelease.spi.leftover.LeftoverCall;
import io.cloudrelease.spi.leftover.LeftoverCall.By;
import io.cloudrelease.spi.leftover.LeftoverItem;
import io.cloudrelease.spi.leftover.LeftoverListing;
import io.cloudrelease.spi.leftover.LeftoverQuery;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked about leftovers, and what the answers show of them. */
class LeftoversTest {

  @Test
  void rows_are_what_was_asked_for_and_all_of_it_makes_the_answer_complete() {
    LeftoverAnswer answer =
        read(Product.ZEC, Kind.DISK, By.ID, rows("'diskId':'d-1','diskStatus':'IN_USE'"), 1);
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.items())
        .containsExactly(LeftoverItem.found(Kind.DISK, "d-1", "d-1", Fate.UNKNOWN, "IN_USE"));
  }

  @Test
  void a_row_without_an_id_or_one_that_is_counted_and_not_shown_may_be_any() {
    String one = rows("'diskId':'d-1'");
    assertThat(read(Product.ZEC, Kind.DISK, By.ID, one, 1).isComplete()).isTrue();
    assertThat(read(Product.ZEC, Kind.DISK, By.ID, one, 2).isComplete()).isFalse();
    assertThat(read(Product.ZEC, Kind.DISK, By.ID, one, 0).isComplete()).isFalse();
    LeftoverAnswer mute = read(Product.ZEC, Kind.DISK, By.ID, one + ",{}", 2);
    assertThat(mute.isComplete()).isFalse();
    assertThat(mute.items()).hasSize(1);
  }

  @Test
  void without_a_count_only_a_page_that_is_not_full_is_the_last() {
    for (int shown : List.of(0, 1, 999, 1000)) {
      String disks =
          IntStream.range(0, shown)
              .mapToObj(i -> rows("'diskId':'d-" + i + "'"))
              .collect(Collectors.joining(","));
      assertThat(read(Product.ZEC, Kind.DISK, By.ID, disks, -1).isComplete())
          .as("%d rows", shown)
          .isEqualTo(shown < 1000);
    }
  }

  @Test
  void a_snapshot_belongs_to_its_disk_and_stays() {
    String row = rows("'snapshotId':'s-1','diskId':'d-1','status':'AVAILABLE'");
    assertThat(read(Product.ZEC, Kind.SNAPSHOT, By.DISK, row, 1).items())
        .containsExactly(LeftoverItem.found(Kind.SNAPSHOT, "s-1", "d-1", Fate.STAYS, "AVAILABLE"));
    assertThat(read(Product.ZEC, Kind.SNAPSHOT, By.ID, row, 1).items())
        .containsExactly(LeftoverItem.found(Kind.SNAPSHOT, "s-1", "s-1", Fate.STAYS, "AVAILABLE"));
  }

  @Test
  void an_address_is_known_by_the_number_that_was_asked_for() {
    String row =
        rows(
            "'eipId':'e-1','eipStatus':'BOUND','status':'other',"
                + "'publicIpAddresses':['203.0.113.1','203.0.113.7']");
    assertThat(read(Product.ZEC, Kind.ADDRESS, By.ADDRESS, row, 1, "203.0.113.7").items())
        .containsExactly(
            LeftoverItem.found(Kind.ADDRESS, "e-1", "203.0.113.7", Fate.STAYS, "BOUND")
                .at("203.0.113.7"));
    assertThat(read(Product.ZEC, Kind.ADDRESS, By.ID, row, 1, "e-1").items())
        .containsExactly(
            LeftoverItem.found(Kind.ADDRESS, "e-1", "e-1", Fate.STAYS, "BOUND").at("203.0.113.1"));
    assertThat(read(Product.ZEC, Kind.ADDRESS, By.ID, rows("'eipId':'e-1'"), 1, "e-1").items())
        .containsExactly(LeftoverItem.found(Kind.ADDRESS, "e-1", "e-1", Fate.STAYS, ""));
  }

  @Test
  void of_an_address_of_zec_that_is_not_shown_nothing_is_known() {
    String row = rows("'eipId':'e-1','publicIpAddresses':['203.0.113.7','203.0.113.9']");
    String[] asked = {"203.0.113.7", "203.0.113.8", "203.0.113.9"};
    LeftoverAnswer answer = read(Product.ZEC, Kind.ADDRESS, By.ADDRESS, row, 1, asked);
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.items())
        .containsExactly(
            LeftoverItem.found(Kind.ADDRESS, "e-1", "203.0.113.7", Fate.STAYS, "")
                .at("203.0.113.7"),
            new LeftoverItem(Kind.ADDRESS, "", "203.0.113.8", "203.0.113.8", Fate.UNKNOWN, ""));
    // Asked for by its own id it was known before, and has gone.
    assertThat(read(Product.ZEC, Kind.ADDRESS, By.ID, "", 0, "e-1").items()).isEmpty();
    // Of BMC only some addresses are elastic ones.
    assertThat(read(Product.BMC, Kind.ADDRESS, By.INSTANCE, "", 0, "i-1").items()).isEmpty();
  }

  @Test
  void an_address_of_bmc_hangs_on_the_instance_that_was_asked_for() {
    String row = rows("'eipId':'e-1','ipAddress':'203.0.113.9'");
    assertThat(read(Product.BMC, Kind.ADDRESS, By.INSTANCE, row, 1, "i-1").items())
        .containsExactly(
            LeftoverItem.found(Kind.ADDRESS, "e-1", "i-1", Fate.UNKNOWN, "").at("203.0.113.9"));
  }

  @ParameterizedTest
  @CsvSource({"KEEP,false,STAYS", "KEEP,true,GOES", "RELEASE,false,GOES", "RELEASE,true,GOES"})
  void of_addresses_the_default_one_goes_and_others_as_it_was_asked(
      Collateral collateral, boolean isDefault, Fate fate) {
    LeftoverListing zec = (LeftoverListing) Given.provider(Product.ZEC);
    LeftoverQuery query =
        new LeftoverQuery(
            call(zec, Kind.ADDRESS, By.ID),
            "",
            List.of("e-1"),
            Given.intent(Goal.RELEASE, collateral));
    String body = body(rows("'eipId':'e-1','isDefault':" + isDefault), 1);
    assertThat(zec.readLeftovers(query, Given.answer(200, body)).items())
        .extracting(LeftoverItem::fate)
        .containsExactly(fate);
  }

  @Test
  void a_version_that_cannot_be_told_what_to_keep_promises_nothing_of_addresses() {
    LeftoverListing old =
        (LeftoverListing) Given.provider(Product.ZEC, ZenlayerApiVersion.PREVIOUS);
    LeftoverQuery query =
        new LeftoverQuery(call(old, Kind.ADDRESS, By.ID), "", List.of("e-1"), Given.RELEASE);
    String body = body(rows("'eipId':'e-1','isDefault':true"), 1);
    assertThat(old.readLeftovers(query, Given.answer(200, body)).items())
        .extracting(LeftoverItem::fate)
        .containsExactly(Fate.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "ZEC,DISK,ID,diskIds,1000",
    "ZEC,SNAPSHOT,DISK,diskIds,100",
    "ZEC,SNAPSHOT,ID,snapshotIds,100",
    "ZEC,ADDRESS,ADDRESS,ipAddresses,1000",
    "ZEC,ADDRESS,ID,eipIds,1000",
    "ZEC,INTERFACE,ID,nicIds,100",
    "BMC,ADDRESS,ID,eipIds,1000",
    "VM,DISK,ID,diskIds,1000"
  })
  void a_question_names_what_it_is_about_and_a_page_that_holds_all(
      Product product, Kind kind, By by, String member, int rows) {
    assertThat(asked(product, kind, by, "x-1", "x-2"))
        .isEqualTo(
            "{\"" + member + "\":[\"x-1\",\"x-2\"],\"pageNum\":1,\"pageSize\":" + rows + "}");
  }

  @Test
  void a_question_about_an_instance_names_one() {
    assertThat(asked(Product.BMC, Kind.ADDRESS, By.INSTANCE, "i-1"))
        .isEqualTo("{\"instanceId\":\"i-1\",\"pageNum\":1,\"pageSize\":1000}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ZEC", "BMC"})
  void a_look_shows_addresses_of_zec_and_bmc(Product product) {
    assertThat(shown(product))
        .containsExactly("DISK sys GOES", "DISK d-1 STAYS", "ADDRESS 203.0.113.7 UNKNOWN");
  }

  @Test
  void vm_has_no_addresses_apart_from_instances() {
    assertThat(shown(Product.VM)).containsExactly("DISK sys GOES", "DISK d-1 STAYS");
  }

  @Test
  void a_question_for_snapshots_is_about_all_disks_and_one_for_addresses_about_those_shown() {
    LeftoverListing zec = (LeftoverListing) Given.provider(Product.ZEC);
    Snapshot.Builder bare = Given.snapshot(Product.ZEC, "RUNNING");
    LeftoverCall snapshots = call(zec, Kind.SNAPSHOT, By.DISK);
    LeftoverCall addresses = call(zec, Kind.ADDRESS, By.ADDRESS);
    assertThat(zec.subjects(snapshots, bare.build())).isEmpty();
    assertThat(zec.subjects(addresses, bare.build())).isEmpty();
    Snapshot full =
        bare.attribute("systemDisk", "sys")
            .attribute("dataDisks.portable", "d-1,d-2")
            .attribute("dataDisks.fixed", "d-3")
            .attribute("dataDisks", "d-4")
            .attribute("publicIpAddresses", "203.0.113.7,203.0.113.8")
            .build();
    assertThat(zec.subjects(snapshots, full)).containsExactly("sys", "d-1", "d-2", "d-3", "d-4");
    assertThat(zec.subjects(addresses, full)).containsExactly("203.0.113.7", "203.0.113.8");
  }

  @Test
  void an_instance_of_bmc_without_an_address_is_not_asked_about() {
    LeftoverListing bmc = (LeftoverListing) Given.provider(Product.BMC);
    LeftoverCall addresses = call(bmc, Kind.ADDRESS, By.INSTANCE);
    Snapshot.Builder snapshot = Given.snapshot(Product.BMC, "RUNNING");
    assertThat(bmc.subjects(addresses, snapshot.build())).isEmpty();
    snapshot.attribute("publicIpAddresses", "203.0.113.7");
    assertThat(bmc.subjects(addresses, snapshot.build())).containsExactly("i-1");
  }

  @ParameterizedTest
  @CsvSource({
    "ZEC, DISK, ReleaseDisk",
    "ZEC, SNAPSHOT, DeleteSnapshots",
    "ZEC, ADDRESS, DeleteEip",
    "ZEC, INTERFACE, DeleteNetworkInterface",
    "BMC, ADDRESS, TerminateEipAddress",
    "VM, DISK, TerminateDisk",
    "VM, ADDRESS, ''"
  })
  void each_kind_is_freed_by_its_own_action(Product product, Kind kind, String action) {
    assertThat(((LeftoverListing) Given.provider(product)).freedBy(kind)).isEqualTo(action);
  }

  private static List<String> shown(Product product) {
    Snapshot snapshot =
        Given.snapshot(product, "RUNNING")
            .attribute("systemDisk", "sys")
            .attribute("dataDisks.portable", "d-1")
            .attribute("publicIpAddresses", "203.0.113.7")
            .build();
    return ((LeftoverListing) Given.provider(product))
        .shown(snapshot, Given.RELEASE).stream()
            .map(item -> item.kind() + " " + item.name() + " " + item.fate())
            .toList();
  }

  private static LeftoverCall call(LeftoverListing provider, Kind kind, By by) {
    return provider.leftoverCalls().stream()
        .filter(call -> call.kind() == kind && call.by() == by)
        .findFirst()
        .orElseThrow();
  }

  private static String asked(Product product, Kind kind, By by, String... subjects) {
    LeftoverListing provider = (LeftoverListing) Given.provider(product);
    return provider
        .encodeLeftovers(
            new LeftoverQuery(call(provider, kind, by), "", List.of(subjects), Given.RELEASE))
        .body()
        .text();
  }

  private static LeftoverAnswer read(
      Product product, Kind kind, By by, String rows, int total, String... subjects) {
    LeftoverListing provider = (LeftoverListing) Given.provider(product);
    List<String> asked = subjects.length == 0 ? List.of("x-1") : List.of(subjects);
    return provider.readLeftovers(
        new LeftoverQuery(call(provider, kind, by), "", asked, Given.RELEASE),
        Given.answer(200, body(rows, total)));
  }

  private static String rows(String members) {
    return "{" + members.replace('\'', '"') + "}";
  }

  private static String body(String rows, int total) {
    String count = total < 0 ? "" : "\"totalCount\":" + total + ",";
    return "{\"requestId\":\"T1\",\"response\":{\"requestId\":\"T1\","
        + count
        + "\"dataSet\":["
        + rows
        + "]}}";
  }
}

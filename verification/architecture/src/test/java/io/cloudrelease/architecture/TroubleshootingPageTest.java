package io.cloudrelease.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.clockwork.Clockwork;
import io.cloudrelease.error.ErrorCategory;
import io.cloudrelease.error.ErrorRule;
import io.cloudrelease.error.ErrorTable;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Power;
import io.cloudrelease.model.ReleaseInstancesRequest;
import io.cloudrelease.model.Verdict;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.testkit.Fault;
import io.cloudrelease.testkit.FaultScript;
import io.cloudrelease.testkit.InProcessTransport;
import io.cloudrelease.testkit.SimulatedCall;
import io.cloudrelease.testkit.SimulatedCloud;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.fake.VirtualClock;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/troubleshooting.md} and its Chinese page, made of the providers' error
 * tables and of what a run on a simulated cloud ends with. {@code -Ddocs.write=true} writes them.
 */
class TroubleshootingPageTest {
  private static final String REWRITE =
      "mvn -q -pl verification/architecture -am test -Dtest=TroubleshootingPageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true";
  private static final String BEGIN = "<!-- made by TroubleshootingPageTest from here on -->\n";

  private enum Cloud {
    TENCENT("Tencent Cloud CVM", "腾讯云 CVM", "provider-tencent", "cvm-errors.csv"),
    ALIYUN("Alibaba Cloud ECS", "阿里云 ECS", "provider-aliyun", "error-rows.csv"),
    ZENLAYER(
        "Zenlayer ZEC, BMC, VM",
        "Zenlayer ZEC、BMC、VM",
        "provider-zenlayer",
        "io/cloudrelease/zenlayer/errors.csv");

    final String english;
    final String chinese;
    final String rows;

    Cloud(String english, String chinese, String module, String rows) {
      this.english = english;
      this.chinese = chinese;
      this.rows = module + "/src/test/resources/" + rows;
    }

    /** Codes as the cloud writes them, each with a status that it comes with. */
    Map<String, Integer> codes() throws IOException {
      Map<String, Integer> codes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (String row : Files.readAllLines(PublishedModule.REPOSITORY.resolve(rows))) {
        String[] cells = row.split(",");
        if (errors().listedCodes().contains(cells[0].toLowerCase(Locale.ROOT))) {
          codes.putIfAbsent(cells[0], Integer.valueOf(cells[1]));
        }
      }
      assertThat(codes).as("codes in %s", rows).hasSameSizeAs(errors().listedCodes());
      return codes;
    }

    ErrorTable errors() {
      VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
      return provider(simulated(clock)).facts().errors();
    }

    SimulatedCloud simulated(VirtualClock clock) {
      return switch (this) {
        case TENCENT -> new SimulatedTencent(clock);
        case ALIYUN -> new SimulatedAliyun(clock);
        case ZENLAYER -> new SimulatedZenlayer(clock);
      };
    }

    CloudProvider provider(SimulatedCloud cloud) {
      return switch (this) {
        case TENCENT -> TencentCvm.builder().credentials(cloud.credentials()).build();
        case ALIYUN -> AliyunEcs.builder().credentials(cloud.credentials()).build();
        case ZENLAYER -> ZenlayerZec.builder().credentials(cloud.credentials()).build();
      };
    }

    InstanceRef add(SimulatedCloud cloud) {
      return switch (this) {
        case TENCENT -> ((SimulatedTencent) cloud).add(vm -> vm.postpaid()).ref("tencent-cvm");
        case ALIYUN -> ((SimulatedAliyun) cloud).add(vm -> vm.postpaid()).ref("aliyun-ecs");
        case ZENLAYER -> ((SimulatedZenlayer) cloud).addZec(vm -> {}).ref("zenlayer-zec");
      };
    }

    /** What one instance ends with when every release call is answered so. */
    Verdict endsWith(int status, String code) {
      VirtualClock clock = VirtualClock.at("2026-11-20T08:00:00Z");
      SimulatedCloud cloud = simulated(clock);
      InstanceRef ref = add(cloud);
      cloud.faults(
          new FaultScript()
              .always(SimulatedCall::destructive, Fault.code(status, code, "refused")));
      Random random = new Random(7);
      try (ReleaseClient client =
          Clockwork.real()
              .random(() -> random)
              .in(clock.drive(ReleaseClient.builder()))
              .provider(provider(cloud))
              .transport(InProcessTransport.to(clock, cloud))
              .build()) {
        return client
            .releaseInstances(
                ReleaseInstancesRequest.builder()
                    .instance(ref.toString())
                    .grant(Power.FORCE)
                    .build())
            .verdicts()
            .get(0)
            .verdict();
      }
    }
  }

  @Test
  void english() throws IOException {
    compareOrWrite("docs/troubleshooting.md", false);
  }

  @Test
  void chinese() throws IOException {
    compareOrWrite("docs/troubleshooting.zh-CN.md", true);
  }

  private static void compareOrWrite(String page, boolean chinese) throws IOException {
    Path file = PublishedModule.REPOSITORY.resolve(page);
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    assertThat(begin).as("the line %s in %s", BEGIN, page).isPositive();
    String wanted = text.substring(0, begin) + BEGIN + tables(chinese);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(file, wanted);
    }
    assertThat(Files.readString(file))
        .as("%s is not what the error tables say. If that is meant: %s", page, REWRITE)
        .isEqualTo(wanted);
  }

  private static String tables(boolean chinese) throws IOException {
    Map<ErrorCategory, String> advice = new EnumMap<>(ErrorCategory.class);
    StringBuilder text = new StringBuilder();
    text.append(chinese ? "\n## 类别\n\n" : "\n## Kinds\n\n");
    text.append(chinese ? "| 类别 | 含义 | 怎么办 |\n" : "| kind | meaning | what to do |\n");
    text.append("|---|---|---|\n");
    for (String row : lines("kinds.tsv")) {
      String[] cells = row.split("\t");
      ErrorCategory kind = ErrorCategory.valueOf(cells[0]);
      advice.put(kind, cells[chinese ? 4 : 3]);
      text.append("| `%s` | %s | %s |\n".formatted(kind, cells[chinese ? 2 : 1], advice.get(kind)));
    }
    assertThat(advice).containsOnlyKeys(ErrorCategory.values());
    Map<String, String> inChinese = new HashMap<>();
    for (String row : lines("hints.tsv")) {
      String[] cells = row.split("\t");
      inChinese.put(cells[0], cells[1]);
    }
    for (Cloud cloud : Cloud.values()) {
      text.append("\n## ").append(chinese ? cloud.chinese : cloud.english).append("\n\n");
      text.append(
          chinese
              ? "| 错误码 | HTTP | 类别 | 一直如此则 | 怎么办 |\n"
              : "| code | HTTP | kind | ends as | what to do |\n");
      text.append("|---|---|---|---|---|\n");
      for (Map.Entry<String, Integer> code : cloud.codes().entrySet()) {
        ErrorRule rule = cloud.errors().match(code.getValue(), code.getKey());
        String hint = rule.hint();
        if (!hint.isEmpty()) {
          assertThat(inChinese).as("hints in Chinese").containsKey(hint);
          hint = chinese ? inChinese.get(hint) : hint;
        } else {
          hint = advice.get(rule.category());
        }
        text.append(
            "| `%s` | %d | `%s` | `%s` | %s |\n"
                .formatted(
                    code.getKey(),
                    code.getValue(),
                    rule.category(),
                    cloud.endsWith(code.getValue(), code.getKey()),
                    hint));
      }
    }
    return text.toString();
  }

  private static Iterable<String> lines(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            TroubleshootingPageTest.class.getResourceAsStream("/troubleshooting/" + resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}

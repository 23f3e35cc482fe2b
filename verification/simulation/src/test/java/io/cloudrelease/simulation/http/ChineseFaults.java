package io.cloudrelease.simulation.http;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The words of {@code docs/faults.zh-CN.md}. */
final class ChineseFaults implements FaultsPage.Words {
  private static final String HEAD =
      """
      # 出问题时会发生什么

      [English](faults.md)

      每一行是一种故障，每一列是一家云和一种计费方式。每一格都是实测：在发生该故障的模拟云上，用真实的 HTTP 客户端释放一个实例，并把结果与云的实际所为对照。本页由测试写成；请勿手工编辑。

      `RELEASED 2 / 9` 的意思是：结论是 `RELEASED`，有 2 个破坏性请求到达云，进行了 9 次查询（读取调用，包括等待期间的）。每个结论承诺什么，见 [结论](verdicts.zh-CN.md)。

      - **生效前**、**生效后**：故障发生在云执行之前，或已经执行之后。客户端无法分辨是哪一种。
      - **会再发吗？** 若调用可能已被执行，由查询决定。若第二次调用可能超出所求（包年包月的腾讯云实例或 ZEC 实例被销毁，而不是进回收站），只有查询显示实例原封未动，且时间之久足以说明第一次不可能被执行（没有得到应答的调用之后 10 分钟，得到应答的 5 分钟），才会再发；剩余时间不够就是 `UNKNOWN`。若第二次调用没有害处，等云有时间显示第一次的结果之后再发。在阿里云上立即用同一客户端令牌再发；云把两次算作一次。
      - 应答无法理解时（重定向、网页、乱码），按同样的规则最多再发两次；之后由查询证明一次也没有被执行，结论是 `REJECTED`，否则以 `UNKNOWN` 结束。
      - “BMC，包年包月”一列的 `ACCEPTED` 就是那里的目标：续费已关闭，实例运行并计费到到期为止。

      没有一格中的实例超出所求，也没有一个请求被逐字节重复。
      """;

  /** Names of faults are put together of these. */
  private static final Map<String, String> PARTS =
      Map.ofEntries(
          entry("before", "生效前"),
          entry("after", "生效后"),
          entry("first call", "第一次调用"),
          entry("second call", "第二次调用"),
          entry("connection refused", "连接被拒绝"),
          entry("idle connection closed", "空闲连接被关闭"),
          entry("slow answer", "应答缓慢"),
          entry("throttled", "被限流"),
          entry("throttled three times", "被限流三次"),
          entry("challenge page (403 cf-mitigated)", "验证页面（403 cf-mitigated）"),
          entry("challenge page", "验证页面"),
          entry("expired token", "令牌过期"),
          entry("expired token again and again", "令牌一再过期"),
          entry("clock refused", "时钟被拒绝"),
          entry("answer after the time", "超时之后才应答"),
          entry("connection dropped", "连接断开"),
          entry("no answer in time", "未及时应答"),
          entry("answer truncated", "应答被截断"),
          entry("internal error of the cloud", "云内部错误"),
          entry("500 from a gateway", "网关返回 500"),
          entry("502 from a gateway", "网关返回 502"),
          entry("503 from a gateway", "网关返回 503"),
          entry("503 with Retry-After: 0", "503 且 Retry-After: 0"),
          entry("408 from a gateway", "网关返回 408"),
          entry("redirect 307", "重定向 307"),
          entry("redirect 302", "重定向 302"),
          entry("200 with garbage", "200 但是乱码"),
          entry("200 with nothing", "200 但是空的"),
          entry("204", "204"),
          entry("200 with an HTML page", "200 但是 HTML 页面"),
          entry("stale by 5 s", "落后 5 秒"),
          entry("all looks 8 s behind", "所有查询落后 8 秒"),
          entry("the cloud's clock 40 min ahead", "云的时钟快 40 分钟"),
          entry("the cloud's clock 40 min behind", "云的时钟慢 40 分钟"),
          entry("503", "503"),
          entry("garbage", "乱码"),
          entry("all looks", "所有查询"),
          entry("all looks after a lost answer", "应答丢失后的所有查询"),
          entry("all looks after a lost request", "请求丢失后的所有查询"),
          entry("one refused", "一个被拒绝"),
          entry("the others left alone", "其余未动"),
          entry("those before it done", "它之前的已执行"),
          entry("all others done", "其余都已执行"),
          entry("broken off after one", "执行一个后中断"),
          entry("broken off before any", "尚未执行就中断"));

  @Override
  public String file() {
    return "faults.zh-CN.md";
  }

  @Override
  public String head() {
    return HEAD;
  }

  @Override
  public String title(Expectations part) {
    return switch (part) {
      case SENDS -> "释放调用出故障";
      case FIRST_LOOKS -> "第一次查询出故障";
      case SETTLING_LOOKS -> "应答丢失，随后三次查询出故障";
      case DEAD_LOOKS -> "查询始终不成功，或从此不再成功";
      case DESTROYING -> "目标 DESTROY：两次调用之一出故障";
      case BATCHES -> "一次调用三个实例";
    };
  }

  @Override
  public String about(Expectations part) {
    return switch (part) {
      case SENDS -> "实例已查询过，第一次释放它的调用如此失败。";
      case FIRST_LOOKS -> "还没有发出任何东西。查询不改变什么，所以会重复。";
      case SETTLING_LOOKS -> "云做了要求它做的事，连接断开，此后一段时间查询如此失败。";
      case DEAD_LOOKS -> "期限为 2 分钟，其他各表均为 15 分钟。没有查询就什么都不发送；已发出的仍是 `UNKNOWN`，除非云已受理。";
      case DESTROYING -> "穿过回收站，直到不复存在：没有故障时是两个请求。";
      case BATCHES -> "依次是三个实例的结论。前三行中，云拒绝了中间的一个，原因是查询看不到的。";
    };
  }

  @Override
  public String trouble() {
    return "故障";
  }

  @Override
  public String trouble(FaultCase trouble) {
    return Arrays.stream(trouble.name().split(", "))
        .map(part -> Objects.requireNonNull(PARTS.get(part), part))
        .collect(Collectors.joining("，"));
  }

  @Override
  public String scene(Scene scene) {
    return switch (scene) {
      case TENCENT_PREPAID -> "腾讯云，包年包月";
      case TENCENT_POSTPAID -> "腾讯云，按量计费";
      case ZEC_FINAL -> "ZEC，没有回收站";
      case ZEC_BIN -> "ZEC，有回收站";
      case BMC_POSTPAID -> "BMC，按量计费";
      case BMC_PREPAID -> "BMC，包年包月";
      case ALIYUN_V3 -> "阿里云";
      case ALIYUN_V1 -> "阿里云，V1 签名";
    };
  }
}

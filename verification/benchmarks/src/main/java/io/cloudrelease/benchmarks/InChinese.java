package io.cloudrelease.benchmarks;

import java.util.List;

/**
 * The measured tables in the words of {@code docs/performance.zh-CN.md}; figures stay as they are.
 */
final class InChinese {
  private record Phrase(String english, String chinese) {}

  /** Regular expressions and what takes their place, in this order. */
  private static final List<Phrase> PHRASES =
      List.of(
          new Phrase("Measured (\\S+) with (`[^`]+`): ", "$1 以 $2 测得："),
          new Phrase(
              ", (\\d+) processors, ([^,]+), Java (.+), load ([\\d.]+)\\.",
              "，$1 个处理器，$2，Java $3，负载 $4。"),
          new Phrase(
              "Tencent SDK (\\S+), Aliyun ecs20140526 (\\S+), Aliyun classic (\\S+) with core (\\S+),\n",
              "腾讯云 SDK $1，阿里云 ecs20140526 $2，阿里云经典版 $3 及其 core $4，\n"),
          new Phrase(
              "each with the OkHttp it brings; ours and bare with OkHttp (\\S+)\\.\n",
              "各用自带的 OkHttp；我们的和裸的用 OkHttp $1。\n"),
          new Phrase("Encode and sign for 100 instances, one thread", "为 100 个实例编码与签名，单线程"),
          new Phrase(
              "Ours is (\\S+) times Tencent's SDK, (\\S+) times Aliyun's, (\\S+) times\nAliyun's classic one\\.",
              "我们的是腾讯云 SDK 的 $1 倍、阿里云的 $2 倍、\n阿里云经典版的 $3 倍。"),
          new Phrase(
              "Reading a look's answer of 100 instances, and a release's, one thread",
              "读取 100 个实例的查询应答和释放应答，单线程"),
          new Phrase("One request over loopback, 8 callers", "经回环的一次请求，8 个调用方"),
          new Phrase("One release with looks off, new JVM to exit, ", "关闭查询的一次释放，从新 JVM 到退出，"),
          new Phrase(
              "All providers on the class path instead of one: (.+)\\.", "类路径上有全部提供方而不是一个：$1。"),
          new Phrase("What one library adds to a start", "一个库使启动增加多少"),
          new Phrase(
              "Paced sweeps, 10 terminate and 40 describe calls a second and account, 20 ms latency",
              "按节奏的清理，每账号每秒 10 次终止和 40 次查询调用，延迟 20 毫秒"),
          new Phrase(
              "Destructive calls with gaps around the server's keep-alive limit",
              "间隔接近服务器连接保持上限的破坏性调用"),
          new Phrase("### Jars", "### jar"),
          new Phrase("\\| a CPU second \\|", "| 每 CPU 秒 |"),
          new Phrase("\\| CPU, µs \\|", "| CPU，微秒 |"),
          new Phrase("\\| s \\|", "| 秒 |"),
          new Phrase("\\| ms \\|", "| 毫秒 |"),
          new Phrase("quartiles apart", "四分位差"),
          new Phrase("of bare hashing", "与仅散列之比"),
          new Phrase("of the tokens alone", "与仅词法单元之比"),
          new Phrase("allocated, KB", "分配，KB"),
          new Phrase("times bare", "与裸的之比"),
          new Phrase("times the Tencent SDK", "与腾讯云 SDK 之比"),
          new Phrase(
              "\\| ids \\| accounts \\| process \\| rate kept by \\| line, s \\| wall, s \\| times the line \\| verdicts \\| throttled of sent \\| heap \\|",
              "| ID 数 | 账号数 | 进程 | 速率的执行方式 | 限制线，秒 | 实际，秒 | 与限制线之比 | 结论 | 被限流 / 发送 | 堆 |"),
          new Phrase(
              "keep-alive, ms \\| calls \\| no answer \\| not sent", "连接保持，毫秒 | 调用数 | 没有应答 | 没有发出"),
          new Phrase("a program that does nothing", "什么都不做的程序"),
          new Phrase("kotlin and okio", "kotlin 和 okio"),
          new Phrase("okhttp client", "okhttp 客户端"),
          new Phrase("just started", "刚启动"),
          new Phrase("with archive", "带归档"),
          new Phrase("\\| warm \\|", "| 已预热 |"),
          new Phrase("token bucket", "令牌桶"),
          new Phrase("any one second", "任意一秒"),
          new Phrase("\\| (\\d+) of (\\d+) \\|", "| $1 / $2 |"),
          new Phrase("\\| warm, without evidence \\|", "| 已预热，无证据 |"),
          new Phrase("(\\d+) MB, (\\S+) MB after the last collection", "$1 MB，最后一次回收后 $2 MB"),
          new Phrase("\\| (\\S+), with all it needs \\|", "| $1 及其全部依赖 |"),
          new Phrase("our own jars together", "我们自己的 jar 合计"));

  private InChinese() {}

  static String of(String tables) {
    String text = tables;
    for (Phrase phrase : PHRASES) {
      text = text.replaceAll(phrase.english, phrase.chinese);
    }
    return text;
  }
}

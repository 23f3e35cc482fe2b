package io.cloudrelease.benchmarks;

import java.util.Locale;

/** Somebody who can release a batch over HTTP; made in a process that has only his own jars. */
interface Candidate {

  /** Releases once; called by several threads. */
  void call() throws Exception;

  /**
   * The candidate of that name.
   *
   * @param server {@code http://} or {@code https://}, host and port
   * @param size how many instances a call names
   */
  static Candidate of(String name, String server, int size) throws Exception {
    return switch (name) {
      case "sdk-tencent" -> new Sdks.Tencent(server, size);
      case "sdk-aliyun-tea" -> new Sdks.Tea(server, size);
      case "sdk-aliyun-classic" -> new Sdks.Classic(server, size);
      case "bare-tencent" -> new BareOkHttp(server, BareOkHttp.tencentBody(size), "");
      case "bare-aliyun" -> new BareOkHttp(server, "", BareOkHttp.aliyunQuery(size));
      case "bare-zenlayer" -> new BareOkHttp(server, BareOkHttp.zenlayerBody(size), "");
      case "ours-tencent", "ours-aliyun", "ours-zenlayer" ->
          new OursOverHttp(cloud(name.substring(5)), server, size, true);
      case "ours-tencent-pooled", "ours-aliyun-pooled", "ours-zenlayer-pooled" ->
          new OursOverHttp(cloud(name.substring(5, name.lastIndexOf('-'))), server, size, false);
      default -> throw new IllegalArgumentException("no candidate " + name);
    };
  }

  private static Clouds cloud(String name) {
    return Clouds.valueOf(name.toUpperCase(Locale.ROOT));
  }
}

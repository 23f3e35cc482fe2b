package io.cloudrelease.testkit.tencent;

import java.util.Set;

/** The regions that CVM has (Tencent Cloud API documentation, CVM, regions). */
final class TencentRegions {
  static final Set<String> REAL =
      Set.of(
          "ap-guangzhou",
          "ap-shanghai",
          "ap-nanjing",
          "ap-beijing",
          "ap-chengdu",
          "ap-chongqing",
          "ap-hongkong",
          "ap-singapore",
          "ap-jakarta",
          "ap-seoul",
          "ap-tokyo",
          "ap-bangkok",
          "na-siliconvalley",
          "na-ashburn",
          "sa-saopaulo",
          "eu-frankfurt",
          "ap-shenzhen-fsi",
          "ap-shanghai-fsi",
          "ap-beijing-fsi");

  private TencentRegions() {}
}

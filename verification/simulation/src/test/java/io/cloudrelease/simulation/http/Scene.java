package io.cloudrelease.simulation.http;

import io.cloudrelease.model.Verdict;

/** A cloud, and the kind of instance or account on it that decides how a release must be driven. */
enum Scene {
  TENCENT_PREPAID("Tencent, prepaid", "tencent prepaid", Verdict.RECYCLED),
  TENCENT_POSTPAID("Tencent, postpaid", "tencent postpaid", Verdict.RELEASED),
  ZEC_FINAL("ZEC, no recycle bin", "zec", Verdict.RELEASED),
  ZEC_BIN("ZEC, recycle bin", "zec", Verdict.RECYCLED),
  BMC_POSTPAID("BMC, postpaid", "bmc", Verdict.RECYCLED),
  BMC_PREPAID("BMC, prepaid", "bmc", Verdict.ACCEPTED),
  ALIYUN_V3("Aliyun", "aliyun", Verdict.RELEASED),
  ALIYUN_V1("Aliyun, signature V1", "aliyun", Verdict.RELEASED);

  /** As the page calls it. */
  final String title;

  /** The column of the expectations that holds for it. */
  final String column;

  /** What a release that went well is called here. */
  final Verdict atGoal;

  Scene(String title, String column, Verdict atGoal) {
    this.title = title;
    this.column = column;
    this.atGoal = atGoal;
  }

  boolean isTencent() {
    return this == TENCENT_PREPAID || this == TENCENT_POSTPAID;
  }

  boolean isZec() {
    return this == ZEC_FINAL || this == ZEC_BIN;
  }

  boolean isAliyun() {
    return this == ALIYUN_V3 || this == ALIYUN_V1;
  }

  /** Whether several instances go in one call. */
  boolean hasBatches() {
    return this != BMC_POSTPAID && this != BMC_PREPAID;
  }

  /** The V1 signature differs in the signing alone, so a smaller set is enough for it. */
  boolean isOnThePage() {
    return this != ALIYUN_V1;
  }
}

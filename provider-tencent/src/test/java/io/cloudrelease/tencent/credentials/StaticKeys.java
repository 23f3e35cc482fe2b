package io.cloudrelease.tencent.credentials;

import io.cloudrelease.tencent.TencentCvm;

/** A process that finds its keys in variables. */
final class StaticKeys {
  private StaticKeys() {}

  public static void main(String[] arguments) {
    System.out.println(
        "found " + TencentCvm.fromEnvironment().credentials().resolve().accessKeyId());
  }
}

package io.cloudrelease.aliyun.credentials;

import io.cloudrelease.aliyun.AliyunEcs;

/** A process that finds its keys in variables. */
final class StaticKeys {
  private StaticKeys() {}

  public static void main(String[] arguments) {
    System.out.println(
        "found " + AliyunEcs.fromEnvironment().credentials().resolve().accessKeyId());
  }
}

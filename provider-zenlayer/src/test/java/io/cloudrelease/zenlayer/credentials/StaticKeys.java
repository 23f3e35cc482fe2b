package io.cloudrelease.zenlayer.credentials;

import io.cloudrelease.zenlayer.ZenlayerZec;

/** A process that finds its keys in variables. */
final class StaticKeys {
  private StaticKeys() {}

  public static void main(String[] arguments) {
    System.out.println(
        "found " + ZenlayerZec.fromEnvironment().credentials().resolve().accessKeyId());
  }
}

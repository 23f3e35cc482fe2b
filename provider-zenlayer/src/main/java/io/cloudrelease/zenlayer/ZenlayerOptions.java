package io.cloudrelease.zenlayer;

import java.util.Objects;

/**
 * How to speak to Zenlayer, apart from name, endpoint and credentials.
 *
 * @param apiVersion which version of the product's API
 */
public record ZenlayerOptions(ZenlayerApiVersion apiVersion) {

  public ZenlayerOptions {
    Objects.requireNonNull(apiVersion, "apiVersion");
  }

  /** The current API version. */
  public static ZenlayerOptions defaults() {
    return new ZenlayerOptions(ZenlayerApiVersion.CURRENT);
  }
}

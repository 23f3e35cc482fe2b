package io.cloudrelease.zenlayer;

import io.cloudrelease.zenlayer.ZenlayerBuilder.RecycleBin;
import java.util.Objects;

/**
 * How to speak to Zenlayer, apart from name, endpoint and credentials. Immutable and thread-safe.
 *
 * @param apiVersion which version of the product's API
 * @param recycleBin whether the account has a recycle bin for ZEC; BMC and VM always have one and
 *     do not ask for this
 */
record ZenlayerOptions(ZenlayerApiVersion apiVersion, RecycleBin recycleBin) {

  ZenlayerOptions {
    Objects.requireNonNull(apiVersion, "apiVersion");
    Objects.requireNonNull(recycleBin, "recycleBin");
  }

  /** That API version; whether the account has a recycle bin is not known. */
  ZenlayerOptions(ZenlayerApiVersion apiVersion) {
    this(apiVersion, RecycleBin.UNKNOWN);
  }

  /** The current API version; whether the account has a recycle bin is not known. */
  static ZenlayerOptions defaults() {
    return new ZenlayerOptions(ZenlayerApiVersion.CURRENT);
  }

  /** These options with another API version. */
  ZenlayerOptions apiVersion(ZenlayerApiVersion value) {
    return new ZenlayerOptions(value, recycleBin);
  }

  /** These options with what is known of the account's recycle bin. */
  ZenlayerOptions recycleBin(RecycleBin value) {
    return new ZenlayerOptions(apiVersion, value);
  }
}

package io.cloudrelease.zenlayer;

import java.util.Objects;

/**
 * How to speak to Zenlayer, apart from name, endpoint and credentials. Immutable and thread-safe.
 *
 * @param apiVersion which version of the product's API
 * @param recycleBin whether the account has a recycle bin for ZEC; BMC and VM always have one and
 *     do not ask for this
 */
public record ZenlayerOptions(ZenlayerApiVersion apiVersion, RecycleBin recycleBin) {

  public ZenlayerOptions {
    Objects.requireNonNull(apiVersion, "apiVersion");
    Objects.requireNonNull(recycleBin, "recycleBin");
  }

  /** That API version; whether the account has a recycle bin is not known. */
  public ZenlayerOptions(ZenlayerApiVersion apiVersion) {
    this(apiVersion, RecycleBin.UNKNOWN);
  }

  /** The current API version; whether the account has a recycle bin is not known. */
  public static ZenlayerOptions defaults() {
    return new ZenlayerOptions(ZenlayerApiVersion.CURRENT);
  }

  /** These options with another API version. */
  public ZenlayerOptions apiVersion(ZenlayerApiVersion value) {
    return new ZenlayerOptions(value, recycleBin);
  }

  /** These options with what is known of the account's recycle bin. */
  public ZenlayerOptions recycleBin(RecycleBin value) {
    return new ZenlayerOptions(apiVersion, value);
  }

  /**
   * Whether an account keeps released ZEC instances in a recycle bin for a while. Some do; it is a
   * trait of the account that cannot be asked for (ZEC API, page ReleaseInstances).
   */
  public enum RecycleBin {
    /** It has one: a second ReleaseInstances destroys what the first put there. */
    YES,
    /**
     * It has none: ReleaseInstances is final at once, so a call whose answer was lost may be
     * repeated. Say this only of an account that you know.
     */
    NO,
    /** Treated as if it had one where a second call could go further. The default. */
    UNKNOWN
  }
}

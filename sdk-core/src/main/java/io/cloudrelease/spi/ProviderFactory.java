package io.cloudrelease.spi;

/**
 * Makes providers of one kind; found by {@link java.util.ServiceLoader}. Making one reads no
 * network and needs no credentials yet.
 */
public interface ProviderFactory {

  /** The kind, which is also the default name: {@code tencent-cvm}. */
  String kind();

  /** A provider with these settings. */
  CloudProvider create(ProviderSettings settings);
}

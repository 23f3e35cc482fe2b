/** Gives Tencent Cloud CVM instances back: provider {@code tencent-cvm}. */
@org.jspecify.annotations.NullMarked
module io.cloudrelease.tencent {
  requires transitive io.cloudrelease.core;
  requires static org.jspecify;

  exports io.cloudrelease.tencent;

  provides io.cloudrelease.spi.setup.ProviderFactory with
      io.cloudrelease.tencent.TencentCvmFactory;
}

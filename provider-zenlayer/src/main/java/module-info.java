import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerVm;
import io.cloudrelease.zenlayer.ZenlayerZec;

/** Releases instances on Zenlayer: ZEC, BMC and VM. */
@org.jspecify.annotations.NullMarked
module io.cloudrelease.zenlayer {
  requires static org.jspecify;
  requires transitive io.cloudrelease.core;

  exports io.cloudrelease.zenlayer;

  provides io.cloudrelease.spi.setup.ProviderFactory with
      ZenlayerZec.Factory,
      ZenlayerBmc.Factory,
      ZenlayerVm.Factory;
}

package io.cloudrelease.examples.demo;

import io.cloudrelease.ReleaseClient;
import io.cloudrelease.ReleaseClientBuilder;
import io.cloudrelease.aliyun.AliyunEcs;
import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.credentials.sources.Environment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvm;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.testkit.AccessKey;
import io.cloudrelease.testkit.SimulatedAccount;
import io.cloudrelease.testkit.aliyun.SimulatedAliyun;
import io.cloudrelease.testkit.http.WireMockFace;
import io.cloudrelease.testkit.tencent.SimulatedTencent;
import io.cloudrelease.testkit.zenlayer.SimulatedZenlayer;
import io.cloudrelease.zenlayer.ZenlayerBmc;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Four simulated clouds, each on a port of the loopback interface, that do in a moment what takes
 * real clouds minutes.
 */
final class DemoClouds implements AutoCloseable {
  static final String ZEC = ZenlayerZec.KIND;
  static final String ZEC_LAB = "zenlayer-lab";
  static final String BMC = ZenlayerBmc.KIND;
  static final String TENCENT = TencentCvm.KIND;
  static final String ALIYUN = AliyunEcs.KIND;

  private static final AccessKey LAB_KEY = AccessKey.of("AKIDLAB", "SECRETLAB");
  private static final Duration MOMENT = Duration.ofMillis(900);

  private final SimulatedZenlayer zec;
  private final SimulatedZenlayer bmc;
  private final SimulatedTencent tencent;
  private final SimulatedAliyun aliyun;
  private final SimulatedAccount lab = SimulatedAccount.named("lab").recycleBin(true);
  private final WireMockFace zecFace;
  private final WireMockFace bmcFace;
  private final WireMockFace tencentFace;
  private final WireMockFace aliyunFace;

  /** Starts them. */
  DemoClouds(InstantSource clock) {
    zec = new SimulatedZenlayer(clock);
    zec.releasing(MOMENT);
    zec.recycling(MOMENT);
    zec.addKey(lab, LAB_KEY);
    bmc = new SimulatedZenlayer(clock);
    bmc.recycling(MOMENT);
    tencent = new SimulatedTencent(clock);
    tencent.terminating(MOMENT);
    tencent.isolating(MOMENT);
    aliyun = new SimulatedAliyun(clock);
    aliyun.releasing(MOMENT);
    aliyun.gracefulStop(MOMENT);
    zecFace = WireMockFace.of(zec);
    bmcFace = WireMockFace.of(bmc);
    tencentFace = WireMockFace.of(tencent);
    aliyunFace = WireMockFace.of(aliyun);
  }

  SimulatedZenlayer zec() {
    return zec;
  }

  SimulatedZenlayer bmc() {
    return bmc;
  }

  SimulatedTencent tencent() {
    return tencent;
  }

  SimulatedAliyun aliyun() {
    return aliyun;
  }

  /** The ZEC account that has a recycle bin. */
  SimulatedAccount lab() {
    return lab;
  }

  /** A client of all five accounts: the real providers, at the simulated clouds' addresses. */
  ReleaseClient client(ReleaseClientBuilder builder) {
    return builder
        .provider(account(ZEC, zecFace, zec.credentials(), new ZenlayerZec.Factory()::create))
        .provider(
            account(ZEC_LAB, zecFace, LAB_KEY.credentials(), new ZenlayerZec.Factory()::create))
        .provider(
            account(TENCENT, tencentFace, tencent.credentials(), new TencentCvmFactory()::create))
        .provider(account(ALIYUN, aliyunFace, aliyun.credentials(), new AliyunEcsFactory()::create))
        .provider(account(BMC, bmcFace, bmc.credentials(), new ZenlayerBmc.Factory()::create))
        .build();
  }

  private static CloudProvider account(
      String name,
      WireMockFace face,
      Credentials credentials,
      Function<ProviderSettings, CloudProvider> create) {
    Environment nothing = Environment.of(Map.of(), Path.of("."));
    return create.apply(
        ProviderSettings.of(name, nothing::variable, nothing.home())
            .endpoint(face.endpoint())
            .credentials(CredentialsProvider.of(credentials)));
  }

  /** Where each of them is, for people. */
  String addresses() {
    return address("Zenlayer ZEC", zecFace)
        + address("Zenlayer BMC", bmcFace)
        + address("Tencent CVM", tencentFace)
        + address("Aliyun ECS", aliyunFace);
  }

  private static String address(String name, WireMockFace face) {
    return String.format(Locale.ROOT, "  %-14s%s%n", name, face.endpoint());
  }

  @Override
  public void close() {
    zecFace.close();
    bmcFace.close();
    tencentFace.close();
    aliyunFace.close();
  }
}

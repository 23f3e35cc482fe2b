package io.cloudrelease.benchmarks;

import io.cloudrelease.aliyun.AliyunEcsFactory;
import io.cloudrelease.credentials.Credentials;
import io.cloudrelease.credentials.CredentialsProvider;
import io.cloudrelease.http.Endpoint;
import io.cloudrelease.model.Collateral;
import io.cloudrelease.model.Goal;
import io.cloudrelease.model.InstanceRef;
import io.cloudrelease.model.Intent;
import io.cloudrelease.spi.Assessment;
import io.cloudrelease.spi.CloudProvider;
import io.cloudrelease.spi.ReleaseBatch;
import io.cloudrelease.spi.setup.ProviderSettings;
import io.cloudrelease.tencent.TencentCvmFactory;
import io.cloudrelease.zenlayer.ZenlayerZec;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Our providers, pointed at a server on this machine, and a batch of 100 for each. */
enum Clouds {
  TENCENT("tencent-cvm", "ap-guangzhou", "TerminateInstances") {
    @Override
    CloudProvider create(ProviderSettings settings) {
      return new TencentCvmFactory().create(settings);
    }

    @Override
    List<String> ids(int size) {
      return Fleet.tencent(size);
    }
  },
  ZENLAYER("zenlayer-zec", "", "ReleaseInstances") {
    @Override
    CloudProvider create(ProviderSettings settings) {
      return new ZenlayerZec.Factory().create(settings);
    }

    @Override
    List<String> ids(int size) {
      return Fleet.zenlayer(size);
    }
  },
  ALIYUN("aliyun-ecs", "cn-hangzhou", "DeleteInstances") {
    @Override
    CloudProvider create(ProviderSettings settings) {
      return new AliyunEcsFactory().create(settings);
    }

    @Override
    List<String> ids(int size) {
      return Fleet.aliyun(size);
    }
  };

  static final String KEY_ID = "AKIDEXAMPLE";
  static final String KEY = "SECRETEXAMPLESECRETEXAMPLE012345";

  private final String kind;
  private final String region;
  private final String action;

  Clouds(String kind, String region, String action) {
    this.kind = kind;
    this.region = region;
    this.action = action;
  }

  abstract CloudProvider create(ProviderSettings settings);

  abstract List<String> ids(int size);

  static Credentials credentials() {
    return Credentials.ofKey(KEY_ID, KEY);
  }

  /** At the cloud's own address; nothing is sent there. */
  CloudProvider provider() {
    return create(
        ProviderSettings.of(kind, variable -> "", Path.of("no-home"))
            .credentials(CredentialsProvider.of(credentials())));
  }

  CloudProvider provider(String endpoint) {
    return provider(kind, endpoint, KEY_ID);
  }

  CloudProvider provider(String name, String endpoint, String keyId) {
    return create(
        ProviderSettings.of(name, variable -> "", Path.of("no-home"))
            .endpoint(Endpoint.parse(endpoint))
            .credentials(CredentialsProvider.of(Credentials.ofKey(keyId, KEY))));
  }

  String kind() {
    return kind;
  }

  InstanceRef ref(String id) {
    return InstanceRef.of(kind, region, id);
  }

  String region() {
    return region;
  }

  /** A release of that many instances with nothing granted. */
  ReleaseBatch batch(int size) {
    return new ReleaseBatch(
        region,
        new Assessment.Step(action, 1, "", true),
        ids(size).stream().map(this::ref).toList(),
        new Intent(Goal.RELEASE, Collateral.KEEP, Set.of(), false),
        "0123456789abcdef0123456789abcdef");
  }
}

/** Gives Alibaba Cloud ECS instances back; found by the core under the name {@code aliyun-ecs}. */
module io.cloudrelease.aliyun {
  requires transitive io.cloudrelease.core;
  requires static org.jspecify;
  requires java.xml;

  exports io.cloudrelease.aliyun;

  provides io.cloudrelease.spi.setup.ProviderFactory with
      io.cloudrelease.aliyun.AliyunEcsFactory;
}
